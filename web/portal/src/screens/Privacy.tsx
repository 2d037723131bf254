import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function Privacy() {
  const { t } = useTranslation('portal')
  return (
    <Page title={t('privacy.title')} lead={t('privacy.lead')}>
      <h2>{t('privacy.device')}</h2>
      <p className="ank-measure">{t('privacy.deviceText')}</p>
      <h2>{t('privacy.rights')}</h2>
      <p className="ank-measure">{t('privacy.rightsText')}</p>
    </Page>
  )
}
