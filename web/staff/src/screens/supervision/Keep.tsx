import { CancelSupervision, SupervisionKept, type KeptFragment, type SupervisionKeptQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert, Table, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { officeToday } from '../../risk.ts'
import { wallOf } from '../interpreters/moment.ts'
import { clockOf } from '../plan/week.ts'
import { PlanDialog } from './PlanDialog.tsx'
import { SupervisorDialog } from './SupervisorDialog.tsx'

type Supervisor = NonNullable<SupervisionKeptQuery['supervisors']>[number]

/** Sessions of a year with what they cost, for who plans and pays them. Nobody who takes part is known here. */
export function Keep({ keeps }: { keeps: boolean }) {
  const { t } = useTranslation('staff')
  const { money, day } = useFormat()
  const [year, setYear] = useState(Number(officeToday().slice(0, 4)))
  const [{ data, error }, read] = useQuery({ query: SupervisionKept, variables: { year, keep: keeps }, requestPolicy: 'cache-and-network' })
  const [{ error: refused }, cancel] = useMutation(CancelSupervision)
  const [planning, setPlanning] = useState(false)
  const [editing, setEditing] = useState<Supervisor | 'new'>()
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const sessions = data?.supervisionSessions ?? []
  const sum = sessions.filter((s) => s.state === 'held').reduce((n, s) => n + s.cents, 0)
  const when = (s: KeptFragment) => `${day(wallOf(s.from).day, 'short')}, ${clockOf(wallOf(s.from).minute)}–${clockOf(wallOf(s.to).minute)}`
  return (
    <section className="ank-stack" aria-labelledby="kept">
      <div className="off-roombar">
        <h2 id="kept">{t('supervision.keep.title', { year })}</h2>
        <span className="ank-actions">
          <Button kind="tertiary" size="small" icon="back" onClick={() => { setYear(year - 1) }}>{t('supervision.keep.before')}</Button>
          <Button kind="tertiary" size="small" iconAfter="next" onClick={() => { setYear(year + 1) }}>{t('supervision.keep.after')}</Button>
          <a href={`/files/supervision/years/${String(year)}`} download>{t('supervision.keep.csv')}</a>
          {keeps && <Button size="small" icon="plus" onClick={() => { setPlanning(true) }}>{t('supervision.keep.plan')}</Button>}
        </span>
      </div>
      <p className="ank-muted">{t('supervision.keep.nobody')}</p>
      <ProblemAlert error={error ?? refused} onRetry={again} />
      {!data && !error && <Loading lines={4} />}
      {data && sessions.length === 0 && <EmptyState title={t('supervision.none')} />}
      {sessions.length > 0 && (
        <>
          <p><strong>{t('supervision.keep.sum', { money: money(sum) })}</strong></p>
          <Table
            caption={t('supervision.keep.title', { year })}
            rows={sessions}
            rowKey={(s) => s.id}
            columns={[
              { id: 'when', title: t('supervision.keep.when'), cell: when },
              { id: 'what', title: t('supervision.keep.what'), cell: (s) => `${s.title} (${t(`supervision.kind.${s.kind}`)})` },
              { id: 'who', title: t('supervision.keep.supervisor'), cell: (s) => s.supervisor },
              { id: 'state', title: t('supervision.keep.state'), cell: (s) => t(`supervision.state.${s.state}`) },
              { id: 'cents', title: t('supervision.keep.cost'), end: true, cell: (s) => s.state === 'cancelled' ? '–' : money(s.cents) },
              { id: 'act', title: <span className="ank-hidden">{t('supervision.keep.cancel')}</span>, cell: (s) => s.permitted.includes('cancelSupervision') && <Button kind="tertiary" size="small" aria-label={t('supervision.keep.cancelOf', { what: `${s.title}, ${when(s)}` })} onClick={() => void cancel({ input: { id: s.id, version: s.version } }).then(again)}>{t('supervision.keep.cancel')}</Button> },
            ]}
          />
        </>
      )}
      {keeps && <Supervisors list={data?.supervisors ?? []} onEdit={setEditing} />}
      {planning && data?.supervisors && <PlanDialog supervisors={data.supervisors} onClose={() => { setPlanning(false) }} onDone={again} />}
      {editing && <SupervisorDialog supervisor={editing === 'new' ? undefined : editing} onClose={() => { setEditing(undefined) }} onDone={again} />}
    </section>
  )
}

/** Who leads supervision, by their mailbox. */
function Supervisors({ list, onEdit }: { list: readonly Supervisor[]; onEdit: (who: Supervisor | 'new') => void }) {
  const { t } = useTranslation('staff')
  return (
    <>
      <h3>{t('supervision.keep.supervisors')}</h3>
      <ul className="spv-away">
        {list.map((p) => (
          <li key={p.id}>
            {p.name}, {p.email}{p.ended && `, ${t('supervision.keep.ended')}`}{' '}
            <Button kind="tertiary" size="small" aria-label={t('supervision.keep.changeOf', { name: p.name })} onClick={() => { onEdit(p) }}>{t('supervision.keep.change')}</Button>
          </li>
        ))}
      </ul>
      <div><Button kind="secondary" size="small" icon="plus" onClick={() => { onEdit('new') }}>{t('supervision.keep.add')}</Button></div>
    </>
  )
}
