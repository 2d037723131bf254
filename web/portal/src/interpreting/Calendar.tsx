import { MyInterpretingFeed, RenewMyInterpretingFeed, RevokeMyInterpretingFeed } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, Code, ProblemAlert, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useCopy } from '../useCopy.ts'

/** The own bookings and duty in a calendar program: a secret address, shown once. */
export function Calendar() {
  const { t } = useTranslation('interpreting')
  const { date, moment } = useFormat()
  const copy = useCopy()
  const [address, setAddress] = useState<string>()
  const [{ data, error }, read] = useQuery({ query: MyInterpretingFeed, requestPolicy: 'cache-and-network' })
  const [{ fetching, error: refused }, renew] = useMutation(RenewMyInterpretingFeed)
  const [{ fetching: ending, error: failed }, revoke] = useMutation(RevokeMyInterpretingFeed)
  const feed = data?.myInterpretingFeed[0]
  // A city without appointments has no calendars.
  if (error || !data) return null
  const make = async () => {
    const made = await renew({})
    setAddress(made.data?.renewMyInterpretingFeed.address)
    read({ requestPolicy: 'network-only' })
  }
  const end = async () => {
    await revoke({})
    setAddress(undefined)
    read({ requestPolicy: 'network-only' })
  }
  return (
    <div className="ank-stack">
      {address && (
        <Alert tone="success" title={t('calendar.made')} live>
          <p>{t('calendar.once')}</p>
          <p className="feed__address"><Code>{address}</Code></p>
          <Button kind="secondary" size="small" icon="copy" onClick={() => { copy(address) }}>{t('calendar.copy')}</Button>
        </Alert>
      )}
      {feed && !address && <p className="ank-muted">{[t('calendar.since', { date: date(feed.createdAt) }), feed.usedAt ? t('calendar.used', { at: moment(feed.usedAt) }) : t('calendar.unused')].join(' · ')}</p>}
      <ProblemAlert error={refused ?? failed} />
      <div className="ank-actions">
        <Button kind="secondary" busy={fetching} onClick={() => void make()}>{t(feed ? 'calendar.renew' : 'calendar.make')}</Button>
        {feed && <Button kind="tertiary" busy={ending} onClick={() => void end()}>{t('calendar.revoke')}</Button>}
      </div>
    </div>
  )
}
