import { DoOnboardingStep, SignOnboardingStep, type WayFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ProblemAlert, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'

interface WayProps {
  way: WayFragment
  heading: string
  note: string
  /** It is my own. */
  own?: boolean
  again: () => void
}

/** Somebody's steps, with what is to be done to each. */
export function Way({ way, heading, note, own = false, again }: WayProps) {
  const { t } = useTranslation('staff')
  const over = way.steps.filter((s) => s.over).length
  return (
    <section className="ank-stack onb-way" aria-labelledby={`way-${way.id}`}>
      <h2 id={`way-${way.id}`}>{heading}</h2>
      <p>{note} · {t('onboarding.progress', { over, all: way.steps.length })}</p>
      <progress value={over} max={way.steps.length} aria-label={t('onboarding.progress', { over, all: way.steps.length })} />
      <ol className="onb-steps">{way.steps.map((s) => <Step key={s.id} step={s} own={own} again={again} />)}</ol>
    </section>
  )
}

function Step({ step: s, own, again }: { step: WayFragment['steps'][number]; own: boolean; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [{ fetching: doing, error: refused }, act] = useMutation(DoOnboardingStep)
  const [{ fetching: signing, error: unsigned }, sign] = useMutation(SignOnboardingStep)
  const done = s.doneAt !== null
  return (
    <li className="ank-card spv-card">
      <h3>{s.title}</h3>
      {s.text && <p className="ank-measure">{s.text}</p>}
      {s.url && <p><a href={s.url} target="_blank" rel="noreferrer">{t('onboarding.material', { title: s.title })}</a></p>}
      {s.training && <p>{t('onboarding.training', { title: s.training.title })}{!s.over && ` ${t('onboarding.byItself')}`} {!s.over && own && <Link to="/training/courses">{t('onboarding.courses')}</Link>}</p>}
      {s.opens && <p>{t(`onboarding.opens.${s.opens}`)}</p>}
      <p className={s.late ? 'onb-late' : 'ank-muted'}>{state()}</p>
      <ProblemAlert error={refused ?? unsigned} onRetry={again} />
      {s.permitted.includes('doOnboardingStep') && (
        <div><Button size="small" kind={done ? 'tertiary' : 'primary'} busy={doing} aria-label={t(done ? 'onboarding.undoOf' : 'onboarding.doOf', { title: s.title })} onClick={() => void act({ input: { id: s.id, done: !done } }).then(again)}>{t(done ? 'onboarding.undo' : 'onboarding.do')}</Button></div>
      )}
      {s.permitted.includes('signOnboardingStep') && (
        <div><Button size="small" kind={done ? 'primary' : 'secondary'} busy={signing} aria-label={t('onboarding.signOf', { title: s.title })} onClick={() => void sign({ input: { id: s.id } }).then(again)}>{t('onboarding.sign')}</Button></div>
      )}
    </li>
  )

  function state(): string {
    if (s.signedAt) return t('onboarding.signed', { date: date(s.signedAt.slice(0, 10)) })
    if (s.over) return t('onboarding.done')
    if (done) return t('onboarding.waits')
    return t(s.late ? 'onboarding.late' : 'onboarding.due', { date: date(s.dueOn) })
  }
}
