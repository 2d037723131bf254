import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function Approvals() {
  const { t } = useTranslation('staff')
  return <Page title={t('approvals.title')} lead={t('approvals.lead')} />
}
