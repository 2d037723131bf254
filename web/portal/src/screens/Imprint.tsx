import { office, Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { OfficeAddress } from '../OfficeAddress.tsx'

export default function Imprint() {
  const { t } = useTranslation('portal')
  const { authority, city } = office()
  return (
    <Page title={t('imprint.title')} lead={t('imprint.lead', { authority, city })}>
      <OfficeAddress />
      <h2>{t('imprint.software')}</h2>
      <p className="ank-measure">{t('imprint.softwareText')}</p>
    </Page>
  )
}
