import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function Accessibility() {
  const { t } = useTranslation('portal')
  return (
    <Page title={t('accessibility.title')} lead={t('accessibility.lead')}>
      <h2>{t('accessibility.state')}</h2>
      <p className="ank-measure">{t('accessibility.stateText')}</p>
      <h2>{t('accessibility.report')}</h2>
      <p className="ank-measure">{t('accessibility.reportText')}</p>
    </Page>
  )
}
