import '../../styles/courses.css'
import { CancelSession, CourseSession, FinishSession, type ListLineFragment, MarkPresent, RemoveParticipant } from '@ankunft/api/staff/operations.generated.ts'
import { Button, type Column, ConfirmDialog, Loading, MoneyField, Page, ProblemAlert, StatusBadge, Table, useFormat, useToast } from '@ankunft/ui'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useNames } from '../../me.tsx'
import { wallOf } from '../interpreters/moment.ts'
import { FormDialog } from '../partners/FormDialog.tsx'
import { MoveDialog } from './PlanDialog.tsx'
import { STANDING, useWhen } from './words.ts'

type Line = ListLineFragment['participants'][number]
interface PartProps { list: ListLineFragment; again: () => void }

/** A session as it is kept: who takes part, what is shown in the room, and how it ends. */
export default function Session() {
  const { t } = useTranslation('staff')
  const { id } = useParams({ from: '/training/sessions/$id' })
  const { money } = useFormat()
  const when = useWhen()
  const [{ data, error }, read] = useQuery({ query: CourseSession, variables: { id }, requestPolicy: 'cache-and-network' })
  const [open, setOpen] = useState<'move' | 'cancel' | 'finish'>()
  const list = data?.courseSession
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const close = () => { setOpen(undefined) }
  const [finishes, moves, cancels, marks] = ['finishSession', 'moveSession', 'cancelSession', 'markPresent'].map((deed) => list?.permitted.includes(deed))
  return (
    <Page title={list?.session.course.title ?? t('courses.kept.session')}>
      <p className="ank-noprint"><Link to="/training/sessions">{t('courses.kept.back')}</Link></p>
      <ProblemAlert error={error} onRetry={again} />
      {!list && !error && <Loading lines={6} />}
      {list && (
        <div className="ank-stack crs">
          <div>
            {when(list.session.days).map((d) => <p key={d}>{d}</p>)}
            <p>{[list.session.place, list.session.video].filter(Boolean).join(', ')}</p>
            <p className="ank-muted">{[t('courses.kept.taken', { taken: list.session.taken, places: list.session.places }), list.session.cents > 0 && money(list.session.cents), t(`courses.kept.states.${list.session.state}` as 'courses.kept.states.open')].filter(Boolean).join(' · ')}</p>
          </div>
          <span className="ank-actions ank-noprint">
            {finishes && <Button onClick={() => { setOpen('finish') }}>{t('courses.kept.finish')}</Button>}
            {moves && <Button kind="secondary" onClick={() => { setOpen('move') }}>{t('courses.kept.move')}</Button>}
            {cancels && <Button kind="tertiary" onClick={() => { setOpen('cancel') }}>{t('courses.kept.callOff')}</Button>}
          </span>
          {marks && <Codes list={list} />}
          <People list={list} again={again} />
          <Said list={list} />
          {open === 'move' && <MoveDialog session={list.session} onClose={close} onDone={again} />}
          {open === 'cancel' && <OffDialog list={list} again={again} onClose={close} />}
          {open === 'finish' && <FinishDialog list={list} again={again} onClose={close} />}
        </div>
      )}
    </Page>
  )
}

/** Large enough to be read from the last row. */
function Codes({ list }: { list: ListLineFragment }) {
  const { t } = useTranslation('staff')
  const when = useWhen()
  return (
    <section className="ank-card ank-stack" aria-labelledby="codes">
      <h2 id="codes">{t('courses.kept.codes')}</h2>
      <p className="ank-muted">{t('courses.kept.codesHelp')}</p>
      {list.session.days.map((d, i) => (
        <p key={d.startsAt}>{when([d])[0]}<br /><span className="crs-code">{list.codes[i]?.code.replace(/(\d{3})(\d{3})/, '$1 $2')}</span></p>
      ))}
    </section>
  )
}

function People({ list, again }: PartProps) {
  const { t } = useTranslation('staff')
  const names = useNames()
  const say = useToast()
  const [marking, mark] = useMutation(MarkPresent)
  const [removing, remove] = useMutation(RemoveParticipant)
  const marks = list.permitted.includes('markPresent')
  const tick = (p: Line, day: string, present: boolean) => { void mark({ input: { enrolment: p.id, day, present } }).then(again) }
  const drop = async (p: Line) => {
    const { data } = await remove({ input: { enrolment: p.id } })
    if (!data) return
    say({ text: t('courses.kept.removed', { name: p.name }) })
    again()
  }
  const columns: Column<Line>[] = [
    { id: 'name', title: t('courses.kept.person'), cell: (p) => <span className="off-lined"><strong>{p.name}</strong><span className="ank-small ank-muted">{p.team && names.team(p.team)}</span></span> },
    { id: 'state', title: t('interpreting.state'), cell: (p) => <StatusBadge {...STANDING[p.state]}>{t(`courses.states.${p.state}`)}</StatusBadge> },
    ...list.codes.map((c, i): Column<Line> => ({
      id: c.day, title: t('courses.kept.day', { number: i + 1 }), cell: (p) => p.state === 'enrolled' && marks && !p.own
        ? <input type="checkbox" checked={p.present.includes(c.day)} aria-label={t('courses.kept.presentOf', { name: p.name, number: i + 1 })} onChange={(e) => { tick(p, c.day, e.target.checked) }} />
        : p.present.includes(c.day) ? t('courses.kept.present') : '–',
    })),
    ...(list.permitted.includes('removeParticipant') ? [{
      id: 'remove', title: <span className="ank-hidden">{t('courses.kept.remove')}</span>, cell: (p: Line) => ['enrolled', 'waiting', 'asked'].includes(p.state) && (
        <Button kind="tertiary" size="small" busy={removing.fetching} aria-label={t('courses.kept.removeOf', { name: p.name })} onClick={() => void drop(p)}>{t('courses.kept.remove')}</Button>
      ),
    }] : []),
  ]
  return (
    <section className="ank-stack" aria-labelledby="people">
      <h2 id="people">{t('courses.kept.people')}</h2>
      <ProblemAlert error={marking.error ?? removing.error} />
      {list.participants.length === 0 ? <p className="ank-muted">{t('courses.kept.nobody')}</p> : <Table caption={t('courses.kept.people')} rows={list.participants} rowKey={(p) => p.id} columns={columns} />}
    </section>
  )
}

/** What was said, each question from its day on: before, nobody knows. */
function Said({ list: { session: s, feedback: f } }: { list: ListLineFragment }) {
  const { t } = useTranslation('staff')
  const { number, day } = useFormat()
  if (s.state !== 'finished') return null
  const none = (from: string | null | undefined) => <p className="ank-muted">{from ? t('courses.kept.notYet', { day: day(wallOf(from).day, 'short') }) : t('courses.kept.few')}</p>
  return (
    <section className="ank-stack" aria-labelledby="said">
      <h2 id="said">{t('courses.kept.said')}</h2>
      {f.answers === 0 ? none(f.toldFrom) : (
        <>
          <p>{t('courses.kept.answers', { count: f.answers })}: {t('courses.feedback.useful')} {number(f.useful)}, {t('courses.feedback.wellGiven')} {number(f.wellGiven)} {t('courses.kept.ofFour')}</p>
          <ul>{f.remarks.map((r, i) => <li key={i}><q>{r}</q></li>)}</ul>
        </>
      )}
      <h3>{t('courses.kept.effect')}</h3>
      {f.effectAnswers === 0 ? none(f.effectFrom) : <p>{t('courses.kept.answers', { count: f.effectAnswers })}: {t('courses.kept.helps')} {number(f.helps)} {t('courses.kept.ofFour')}</p>}
    </section>
  )
}

function OffDialog({ list: { session: s }, again, onClose }: PartProps & { onClose: () => void }) {
  const { t } = useTranslation('staff')
  const [{ fetching, error }, cancel] = useMutation(CancelSession)
  const act = async () => {
    const { data } = await cancel({ input: { session: s.id, version: s.version } })
    if (!data) return
    again()
    onClose()
  }
  return (
    <ConfirmDialog open title={t('courses.kept.callOffOf', { title: s.course.title })} confirm={t('courses.kept.callOff')} busy={fetching} onConfirm={() => void act()} onClose={onClose}>
      <ProblemAlert error={error} onRetry={again} />
      <p>{t('courses.kept.callOffHelp')}</p>
    </ConfirmDialog>
  )
}

function FinishDialog({ list: { session: s }, again, onClose }: PartProps & { onClose: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [cents, setCents] = useState<number | undefined>(s.cents)
  const [{ fetching, error }, finish] = useMutation(FinishSession)
  const act = async () => {
    const { data } = await finish({ input: { session: s.id, version: s.version, cents: cents ?? s.cents } })
    if (!data) return
    say({ text: t('courses.kept.finished') })
    again()
    onClose()
  }
  return (
    <FormDialog title={t('courses.kept.finishOf', { title: s.course.title })} act={t('courses.kept.finish')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={again}>
      <p>{t('courses.kept.finishHelp')}</p>
      {s.cents > 0 && <MoneyField label={t('courses.kept.actual')} value={cents} onChange={setCents} />}
    </FormDialog>
  )
}
