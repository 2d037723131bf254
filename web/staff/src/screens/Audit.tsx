import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function Audit() {
  const { t } = useTranslation('staff')
  return <Page title={t('audit.title')} lead={t('audit.lead')} />
}
