import { Checkbox } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

interface ConsentProps {
  /** By which decisions in the portal count; empty where none come there. */
  rule: string
  checked: boolean
  onChange: (given: boolean) => void
}

/** Whether decisions may come in the portal. What follows from it differs by the city's rule, and so do the words: fetched, or read or not. */
export function PortalConsent({ rule, checked, onChange }: ConsentProps) {
  const { t } = useTranslation(['portal', 'declaration'])
  const unread = rule === 'ozg9'
  return rule && <Checkbox checked={checked} onChange={onChange} hint={t(unread ? 'review.postBoxHint' : 'review.portalHint')}>{t(unread ? 'declaration:postBoxDelivery' : 'declaration:portalDelivery')}</Checkbox>
}
