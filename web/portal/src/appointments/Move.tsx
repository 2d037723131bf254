import { FreeDays, MoveAppointment } from '@ankunft/api/portal/operations.generated.ts'
import { Button, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { forgetKey, keptKey } from '../keys.ts'
import { Slots } from './Slots.tsx'
import type { Managed } from './types.ts'

interface MoveProps {
  appointment: Managed
  onMoved: (token: string) => void
  onKeep: () => void
}

/** Another time for the same appointment; the old one stays until the new one is sure. */
export function Move({ appointment: a, onMoved, onKeep }: MoveProps) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const [day, setDay] = useState<string>()
  const search = { site: a.site.key, concern: a.concern.key, people: a.people, purpose: a.purpose }
  const [{ data, error }, again] = useQuery({ query: FreeDays, variables: { search }, requestPolicy: 'cache-and-network' })
  const [{ fetching, error: refused }, move] = useMutation(MoveAppointment)
  const take = async (start: string) => {
    const deed = `move.${a.number}.${start}`
    const result = await move({ input: { token: a.token, start, key: keptKey(deed) } })
    if (!result.error?.networkError) forgetKey(deed)
    if (result.data) onMoved(result.data.moveAppointment.token)
    else again({ requestPolicy: 'network-only' })
  }
  return (
    <Page title={t('manage.move')} lead={t('manage.moveLead')}>
      <p>{t('manage.now', { moment: t('moment', { date: format.day(a.day), time: a.time }) })}</p>
      <div className="way-back"><Button kind="tertiary" icon="back" onClick={onKeep}>{t('manage.keep')}</Button></div>
      {error && <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />}
      {!data && !error && <Loading lines={6} />}
      {data && (
        <section className="ank-stack" aria-labelledby="when">
          <h2 id="when">{t('when')}</h2>
          <Slots days={data.freeDays} search={search} day={day} onDay={setDay} onTake={(start) => void take(start)} busy={fetching} error={refused} />
        </section>
      )}
    </Page>
  )
}
