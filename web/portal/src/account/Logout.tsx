import { ButtonLabel, buttonClass } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

/** Logging out is a plain form: the browser leaves the page, and nothing of it stays in memory. */
export function Logout() {
  const { t } = useTranslation('common')
  return (
    <form method="post" action="/auth/logout">
      <button type="submit" className={buttonClass('secondary', 'small')}><ButtonLabel>{t('action.logout')}</ButtonLabel></button>
    </form>
  )
}
