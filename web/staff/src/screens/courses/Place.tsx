import { AnswerCourseQuestion, AttendSession, CancelEnrolment, GiveCourseFeedback, type MyCoursesQuery, type PlaceLineFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, ProblemAlert, RadioGroup, StatusBadge, TextArea, TextField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { wallOf } from '../interpreters/moment.ts'
import { FormDialog } from '../partners/FormDialog.tsx'
import { STANDING, useWhen } from './words.ts'

interface PlaceProps { place: PlaceLineFragment; again: () => void }

const ANSWERS = [4, 3, 2, 1] as const

/** A place of one's own: where and when, how it stands, and what one can do now. */
export function Place({ place: p, again }: PlaceProps) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const when = useWhen()
  const [open, setOpen] = useState<'cancel' | 'feedback'>()
  const { session: s } = p.seat
  const [cancels, attends, says] = ['cancelEnrolment', 'attendSession', 'giveCourseFeedback'].map((deed) => p.permitted.includes(deed))
  const close = () => { setOpen(undefined) }
  return (
    <article className="ank-card ank-stack" aria-labelledby={`place-${p.id}`}>
      <div className="off-roombar">
        <h3 id={`place-${p.id}`}>{s.course.title}</h3>
        {s.state === 'off' ? <StatusBadge tone="warning" icon="alert">{t('courses.off')}</StatusBadge> : <StatusBadge {...STANDING[p.state]}>{t(`courses.states.${p.state}`)}</StatusBadge>}
      </div>
      <div>
        {when(s.days).map((d) => <p key={d}>{d}</p>)}
        <p>{s.place}{s.video && <>{s.place && ', '}<a href={s.video} target="_blank" rel="noreferrer">{t('courses.joinVideo')}</a></>}</p>
        {p.state === 'waiting' && <p>{p.ahead === 0 ? t('courses.next') : t('courses.ahead', { count: p.ahead })}</p>}
        {p.state === 'asked' && <p className="ank-muted">{t('courses.asked')}</p>}
        {p.reason && <p><strong>{t('courses.reason')}:</strong> {p.reason}</p>}
        {p.here && <p><StatusBadge tone="success" icon="check">{t('courses.here')}</StatusBadge></p>}
        {p.seat.clashes.length > 0 && <p className="ank-small off-fault">{t('courses.clash', { list: p.seat.clashes.join(', ') })}</p>}
        {p.state === 'enrolled' && s.state === 'open' && <p className="ank-small ank-muted">{!cancels ? t('courses.cancelLate') : p.cancelUntil === s.startsAt ? t('courses.cancelFree') : t('courses.cancelUntil', { day: day(wallOf(p.cancelUntil).day, 'short') })}</p>}
      </div>
      {attends && <Code place={p} again={again} />}
      {(cancels || says) && (
        <span className="ank-actions">
          {says && <Button size="small" onClick={() => { setOpen('feedback') }}>{t('courses.feedback.give')}</Button>}
          {cancels && <Button kind="tertiary" size="small" aria-label={t('courses.cancelOf', { title: s.course.title })} onClick={() => { setOpen('cancel') }}>{t('courses.cancel')}</Button>}
        </span>
      )}
      {open === 'cancel' && <CancelDialog place={p} again={again} onClose={close} />}
      {open === 'feedback' && <FeedbackDialog place={p} again={again} onClose={close} />}
    </article>
  )
}

/** What is shown in the room is typed here. */
function Code({ place: p, again }: PlaceProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [code, setCode] = useState('')
  const [{ fetching, error }, attend] = useMutation(AttendSession)
  const wrong = useFaults(error, 'courses')('code')
  const act = async () => {
    const { data } = await attend({ input: { session: p.seat.session.id, code } })
    if (!data) return
    say({ text: t('courses.here') })
    again()
  }
  return (
    <form className="ank-stack" onSubmit={(e) => { e.preventDefault(); void act() }}>
      {!wrong && <ProblemAlert error={error} />}
      <TextField label={t('courses.code')} hint={t('courses.codeHint')} short inputMode="numeric" autoComplete="off" maxLength={9} value={code} onChange={setCode} error={wrong} />
      <span><Button size="small" icon="check" busy={fetching} onClick={() => void act()}>{t('courses.codeSend')}</Button></span>
    </form>
  )
}

function CancelDialog({ place: p, again, onClose }: PlaceProps & { onClose: () => void }) {
  const { t } = useTranslation('staff')
  const [{ fetching, error }, cancel] = useMutation(CancelEnrolment)
  const act = async () => {
    const { data } = await cancel({ input: { enrolment: p.id } })
    if (!data) return
    again()
    onClose()
  }
  return (
    <ConfirmDialog open title={t('courses.cancelOf', { title: p.seat.session.course.title })} confirm={t('courses.cancel')} busy={fetching} onConfirm={() => void act()} onClose={onClose}>
      <ProblemAlert error={error} />
      <p>{t('courses.cancelHelp')}</p>
    </ConfirmDialog>
  )
}

function FeedbackDialog({ place: p, again, onClose }: PlaceProps & { onClose: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [useful, setUseful] = useState('')
  const [given, setGiven] = useState('')
  const [remark, setRemark] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, give] = useMutation(GiveCourseFeedback)
  const fault = useFaults(error, 'courses')
  const options = ANSWERS.map((v) => ({ value: String(v), label: t(`courses.feedback.values.${v}`) }))
  const missing = (v: string) => tried && !v ? t('courses.feedback.missing') : undefined
  const act = async () => {
    setTried(true)
    if (!useful || !given) return
    const { data } = await give({ input: { enrolment: p.id, useful: Number(useful), wellGiven: Number(given), ...(remark.trim() && { remark: remark.trim() }) } })
    if (!data) return
    say({ text: t('courses.feedback.thanks') })
    again()
    onClose()
  }
  return (
    <FormDialog title={t('courses.feedback.title', { title: p.seat.session.course.title })} act={t('courses.feedback.send')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <p>{t('courses.feedback.help')}</p>
      <RadioGroup label={t('courses.feedback.useful')} value={useful} onChange={setUseful} options={options} error={missing(useful) ?? fault('useful')} />
      <RadioGroup label={t('courses.feedback.wellGiven')} value={given} onChange={setGiven} options={options} error={missing(given) ?? fault('wellGiven')} />
      <TextArea label={t('courses.feedback.remark')} required={false} value={remark} onChange={setRemark} maxLength={500} error={fault('remark')} />
    </FormDialog>
  )
}

/** What courses of three months ago have brought: one question each, answered by one press. */
export function Questions({ list, again }: { list: MyCoursesQuery['myCourseQuestions']; again: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [{ fetching, error }, answer] = useMutation(AnswerCourseQuestion)
  const act = async (id: string, helps: number) => {
    const { data } = await answer({ input: { id, helps } })
    if (!data) return
    say({ text: t('courses.feedback.thanks') })
    again()
  }
  return (
    <>
      <ProblemAlert error={error} />
      {list.map((q) => (
        <article key={q.id} className="ank-card ank-stack" aria-labelledby={`question-${q.id}`}>
          <p id={`question-${q.id}`}>{t('courses.effect', { title: q.title })}</p>
          <span className="ank-actions" role="group" aria-labelledby={`question-${q.id}`}>
            {ANSWERS.map((v) => <Button key={v} kind="secondary" size="small" disabled={fetching} onClick={() => void act(q.id, v)}>{t(`courses.feedback.values.${v}`)}</Button>)}
          </span>
        </article>
      ))}
    </>
  )
}
