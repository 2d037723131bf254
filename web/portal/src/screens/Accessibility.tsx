import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { OfficeAddress } from '../OfficeAddress.tsx'

/** What holds and what does not, and whom to tell. Only what our tests really do is claimed here. */
export default function Accessibility() {
  const { t } = useTranslation('portal')
  return (
    <Page title={t('accessibility.title')} lead={t('accessibility.lead')}>
      <h2>{t('accessibility.state')}</h2>
      <p className="ank-measure">{t('accessibility.stateText')}</p>
      <h2>{t('accessibility.open')}</h2>
      <p className="ank-measure">{t('accessibility.openText')}</p>
      <h2>{t('accessibility.report')}</h2>
      <p className="ank-measure">{t('accessibility.reportText')}</p>
      <OfficeAddress />
    </Page>
  )
}
