import { Me, SetLanguage } from '@ankunft/api/portal/operations.generated.ts'
import { Icon } from '@ankunft/ui'
import { Link, useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'

/** In the header: log in, or one's own account. Mails follow the language of the page. */
export function AccountLink() {
  const { t, i18n } = useTranslation('portal')
  const { pathname } = useLocation()
  const [{ data }] = useQuery({ query: Me })
  const [, setLanguage] = useMutation(SetLanguage)
  const me = data?.me
  const other = me && me.kind === 'applicant' && me.language !== i18n.language
  useEffect(() => {
    if (other) void setLanguage({ input: { language: i18n.language } })
  }, [other, i18n.language, setLanguage])
  if (!data) return null
  return me ? (
    <Link to="/account" className="ank-tool account-link" aria-label={t('account.title')} title={t('account.title')}><Icon name="person" /></Link>
  ) : (
    <Link to="/login" search={pathname.startsWith('/login') || pathname === '/' ? {} : { next: pathname }} className="ank-tool account-link" aria-label={t('account.login')}><Icon name="person" /><span className="ank-tool__label">{t('account.login')}</span></Link>
  )
}
