import { Me, MyPlaces } from '@ankunft/api/portal/operations.generated.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

/** Ways that only some have: who works with the office, and who was referred to somebody. */
export function Places() {
  const { t } = useTranslation('portal')
  const [{ data: who }] = useQuery({ query: Me })
  const [{ data }] = useQuery({ query: MyPlaces, pause: who?.me?.kind !== 'applicant' })
  return (
    <>
      {data && data.myReferrals.length > 0 && <li><Link to="/my/referrals">{t('nav.referrals')}</Link></li>}
      {data?.amSupervisor && <li><Link to="/supervision">{t('nav.supervision')}</Link></li>}
      {data?.amPartner && <li><Link to="/partner">{t('nav.partner')}</Link></li>}
    </>
  )
}
