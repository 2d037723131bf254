import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function LoginLink() {
  const { t } = useTranslation('portal')
  return <Page title={t('login.title')} />
}
