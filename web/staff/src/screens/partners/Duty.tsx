import { CancelPartnerDuty, PartnerShifts, PlanPartnerDuty } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert, SelectField, Table, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { wallOf } from '../interpreters/moment.ts'
import { useSites } from '../interpreters/words.tsx'
import { clockOf } from '../plan/week.ts'
import { FormDialog } from './FormDialog.tsx'
import { useWhen, WhenFields } from './When.tsx'
import { useHouses } from './words.ts'

/** Who is on duty in the coming two weeks. */
export default function Duty() {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const keeps = useMay()('partners.keep')
  const [from, setFrom] = useState(officeToday())
  const [planning, setPlanning] = useState(false)
  const [{ data, error }, read] = useQuery({ query: PartnerShifts, variables: { from, days: 14 }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const [{ error: refused }, cancel] = useMutation(CancelPartnerDuty)
  const shifts = data?.partnerShifts ?? []
  return (
    <section className="ank-stack" aria-labelledby="duty">
      <div className="off-roombar">
        <h2 id="duty">{t('partners.parts.duty')}</h2>
        <span className="ank-actions ank-noprint">
          <Button kind="tertiary" size="small" icon="back" onClick={() => { setFrom(addDays(from, -14)) }}>{t('partners.duty.before')}</Button>
          <Button kind="tertiary" size="small" iconAfter="next" onClick={() => { setFrom(addDays(from, 14)) }}>{t('partners.duty.after')}</Button>
          {keeps && <Button size="small" icon="plus" onClick={() => { setPlanning(true) }}>{t('partners.duty.plan')}</Button>}
        </span>
      </div>
      <ProblemAlert error={error ?? refused} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data && shifts.length === 0 && <EmptyState title={t('partners.duty.none')} />}
      {shifts.length > 0 && (
        <Table
          caption={t('partners.parts.duty')}
          rows={shifts}
          rowKey={(s) => s.id}
          columns={[
            { id: 'day', title: t('appointments.day'), cell: (s) => day(wallOf(s.startsAt).day, 'short') },
            { id: 'time', title: t('partners.duty.time'), cell: (s) => `${clockOf(wallOf(s.startsAt).minute)}–${clockOf(wallOf(s.endsAt).minute)}` },
            { id: 'site', title: t('appointments.site'), cell: (s) => s.siteName },
            { id: 'who', title: t('partners.duty.who'), cell: (s) => `${s.name ?? ''}, ${s.organisation ?? ''}` },
            ...(keeps ? [{ id: 'act', title: <span className="ank-hidden">{t('partners.duty.cancel')}</span>, cell: (s: (typeof shifts)[number]) => <Button kind="tertiary" size="small" aria-label={t('partners.duty.cancelOf', { name: s.name ?? '' })} onClick={() => void cancel({ input: { shift: s.id } }).then(again)}>{t('partners.duty.cancel')}</Button> }] : []),
          ]}
        />
      )}
      {planning && <PlanDialog onClose={() => { setPlanning(false) }} onDone={again} />}
    </section>
  )
}

function PlanDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const { people, tasks } = useHouses()
  const { sites } = useSites()
  const guards = people.filter((m) => !m.ended && m.accesses.some((a) => !a.endedAt && tasks.some((x) => x.key === a.task && x.sees.includes('shifts'))))
  const [draft, setDraft] = useState({ member: '', site: '', until: '' })
  const when = useWhen({ day: officeToday(), from: '07:30', to: '16:00' })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, plan] = useMutation(PlanPartnerDuty)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    setTried(true)
    const at = when.read()
    if (!draft.member || !draft.site || !at) return
    const { data } = await plan({ input: { member: draft.member, site: draft.site, ...at, ...(draft.until && { until: draft.until }) } })
    if (!data) return
    say({ text: t('partners.duty.planned') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.duty.plan')} act={t('partners.duty.plan')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <SelectField label={t('partners.duty.who')} value={draft.member} onChange={(member) => { put({ member }) }} options={guards.map((m) => ({ value: m.id, label: `${m.name}, ${m.house}` }))} error={tried && !draft.member ? t('partners.missing') : fault('member')} />
      <SelectField label={t('appointments.site')} value={draft.site} onChange={(site) => { put({ site }) }} options={sites.map((s) => ({ value: s.key, label: s.name }))} error={tried && !draft.site ? t('partners.missing') : fault('site')} />
      <WhenFields when={when} fault={fault} />
      <DayField label={t('partners.duty.weekly')} hint={t('partners.duty.weeklyHint')} required={false} value={draft.until} onChange={(until) => { put({ until }) }} error={fault('until')} />
    </FormDialog>
  )
}
