import { type BriefingOnBoardFragment, BriefingsOnBoard, EndBriefing, PublishBriefing } from '@ankunft/api/staff/operations.generated.ts'
import { Button, CheckboxGroup, EmptyState, Loading, ProblemAlert, StatusBadge, TextArea, TextField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { FormDialog } from './FormDialog.tsx'
import { useHouses } from './words.ts'

type Briefing = BriefingOnBoardFragment

/** What external people must have read, and who has not. */
export default function Briefings() {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const keeps = useMay()('partners.keep')
  const { tasks } = useHouses()
  const [writing, write] = useState<Briefing | 'new'>()
  const [{ data, error }, read] = useQuery({ query: BriefingsOnBoard, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const [{ error: refused }, end] = useMutation(EndBriefing)
  const name = (key: string) => tasks.find((x) => x.key === key)?.name ?? key
  return (
    <section className="ank-stack" aria-labelledby="briefings">
      <div className="off-roombar">
        <h2 id="briefings">{t('partners.parts.briefings')}</h2>
        {keeps && <Button size="small" icon="plus" onClick={() => { write('new') }}>{t('partners.briefing.add')}</Button>}
      </div>
      <ProblemAlert error={error ?? refused} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data?.partnerBriefings.length === 0 && <EmptyState title={t('partners.briefing.none')} />}
      {data?.partnerBriefings.map((b) => (
        <article key={b.id} className="ank-card ank-stack" aria-labelledby={`briefing-${b.id}`}>
          <h3 id={`briefing-${b.id}`}>{b.title}</h3>
          <p className="ank-muted">{b.tasks.map(name).join(', ')} · {t('partners.briefing.version', { version: b.version })} · {t('partners.briefing.due', { date: date(b.dueOn) })}</p>
          <p>
            <StatusBadge tone={b.open.length === 0 ? 'success' : b.overdue ? 'danger' : 'info'}>{t('partners.briefing.read', { read: b.confirmed, all: b.confirmed + b.open.length })}</StatusBadge>
          </p>
          {b.open.length > 0 && <details open={b.overdue}><summary>{t('partners.briefing.open')}</summary><ul className="ptn-list">{b.open.map((r) => <li key={r.memberId}>{r.name}, {r.organisation}</li>)}</ul></details>}
          <details><summary>{t('partners.briefing.body')}</summary><div className="ptn-text">{b.body}</div></details>
          {keeps && (
            <div className="ank-actions">
              <Button kind="secondary" size="small" aria-label={t('partners.briefing.anewOf', { title: b.title })} onClick={() => { write(b) }}>{t('partners.briefing.anew')}</Button>
              <Button kind="tertiary" size="small" aria-label={t('partners.briefing.endOf', { title: b.title })} onClick={() => void end({ input: { briefing: b.id } }).then(again)}>{t('partners.briefing.end')}</Button>
            </div>
          )}
        </article>
      ))}
      {writing && <WriteDialog briefing={writing === 'new' ? undefined : writing} onClose={() => { write(undefined) }} onDone={again} />}
    </section>
  )
}

function WriteDialog({ briefing: b, onClose, onDone }: { briefing: Briefing | undefined; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const { tasks } = useHouses()
  const [draft, setDraft] = useState({ tasks: b ? [...b.tasks] : [], title: b?.title ?? '', body: b?.body ?? '', dueOn: addDays(officeToday(), 14) })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [{ fetching, error }, publish] = useMutation(PublishBriefing)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    const { data } = await publish({ input: { ...draft, ...(b && { id: b.id, version: b.version }) } })
    if (!data) return
    say({ text: t('partners.briefing.published') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t(b ? 'partners.briefing.anew' : 'partners.briefing.add')} act={t('partners.briefing.publish')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      {b && <p>{t('partners.briefing.anewHint')}</p>}
      <CheckboxGroup label={t('partners.briefing.for')} value={draft.tasks} onChange={(list) => { put({ tasks: list }) }} options={tasks.filter((x) => x.sees.includes('briefings')).map((x) => ({ value: x.key, label: x.name }))} error={fault('tasks')} />
      <TextField label={t('partners.briefing.title')} value={draft.title} onChange={(title) => { put({ title }) }} maxLength={200} error={fault('title')} />
      <TextArea label={t('partners.briefing.body')} value={draft.body} onChange={(body) => { put({ body }) }} maxLength={20000} error={fault('body')} />
      <DayField label={t('partners.briefing.dueOn')} value={draft.dueOn} onChange={(dueOn) => { put({ dueOn }) }} min={officeToday()} error={fault('dueOn')} />
    </FormDialog>
  )
}
