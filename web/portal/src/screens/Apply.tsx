import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function Apply() {
  const { t } = useTranslation('portal')
  return <Page title={t('apply.title')} />
}
