import '../../styles/quality.css'
import { AssignmentFeedback, GiveAssignmentFeedback } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ProblemAlert, TextField, useToast } from '@ankunft/ui'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useQuestion, values } from './words.ts'

/** Whether something has come into view; a list of fifty asks nothing about those further down. */
function useSeen() {
  const ref = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (!ref.current) return undefined
    const watcher = new IntersectionObserver((all) => { if (all.some((e) => e.isIntersecting)) setSeen(true) })
    watcher.observe(ref.current)
    return () => { watcher.disconnect() }
  }, [])
  return { ref, seen }
}

/** A clerk says how it went, one press for each question; nothing is shown to those who are not asked, or have answered. */
export function HowWasIt({ assignment, name }: { assignment: string; name: string }) {
  const { ref, seen } = useSeen()
  const [given, setGiven] = useState(false)
  const [{ data }] = useQuery({ query: AssignmentFeedback, variables: { assignment }, pause: !seen, requestPolicy: 'cache-and-network' })
  const form = given ? undefined : data?.assignmentFeedback
  return <div ref={ref} className="ank-noprint qly-ask">{form && <Form assignment={assignment} name={name} questions={form.questions} most={form.most} onGiven={() => { setGiven(true) }} />}</div>
}

interface FormProps {
  assignment: string
  name: string
  questions: readonly string[]
  most: number
  onGiven: () => void
}

function Form({ assignment, name, questions, most, onGiven }: FormProps) {
  const { t } = useTranslation('staff')
  const id = useId()
  const say = useToast()
  const word = useQuestion()
  const [answers, setAnswers] = useState<Readonly<Record<string, number>>>({})
  const [remark, setRemark] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, give] = useMutation(GiveAssignmentFeedback)
  const open = questions.filter((q) => answers[q] === undefined)
  const send = async () => {
    setTried(true)
    if (open.length > 0) return
    const { data } = await give({ input: { assignment, answers: questions.map((question) => ({ question, value: answers[question] ?? 0 })), ...(remark.trim() && { remark: remark.trim() }) } })
    if (!data) return
    say({ text: t('quality.ask.thanks') })
    onGiven()
  }
  return (
    <section className="ank-stack" aria-labelledby={id}>
      <div>
        <h4 id={id}>{t('quality.ask.title', { name })}</h4>
        <p className="ank-small ank-muted">{t('quality.ask.blind')}</p>
      </div>
      {questions.map((q) => (
        <div key={q} className="qly-question">
          <span id={`${id}-${q}`}>{word(q).question}</span>
          <div className="off-segments" role="group" aria-labelledby={`${id}-${q}`}>
            {values(most).map((v) => (
              <button key={v} type="button" aria-pressed={answers[q] === v} onClick={() => { setAnswers((a) => ({ ...a, [q]: v })) }}>{t(`quality.value.${String(v)}` as 'quality.value.1', { defaultValue: String(v) })}</button>
            ))}
          </div>
        </div>
      ))}
      <TextField label={t('quality.ask.remark')} hint={t('quality.ask.remarkHint')} required={false} maxLength={500} autoComplete="off" value={remark} onChange={setRemark} />
      {tried && open.length > 0 && <p className="off-fault" role="alert">{t('quality.ask.missing', { list: open.map((q) => word(q).label).join(', ') })}</p>}
      <ProblemAlert error={error} />
      <div><Button size="small" icon="check" busy={fetching} onClick={() => void send()}>{t('quality.ask.send')}</Button></div>
    </section>
  )
}
