import '../styles/apply.css'
import { SetSittingLanguage } from '@ankunft/api/portal/operations.generated.ts'
import { Loading, ProblemAlert } from '@ankunft/ui'
import { Navigate, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import type { Draft } from '../apply/draft.ts'
import { People } from '../apply/People.tsx'
import { StepForm } from '../apply/StepForm.tsx'
import { useDraft } from '../apply/useDraft.ts'
import { openStep, stepsOf } from '../apply/way.ts'

/** The questions of a sitting, one step at a time; the address says which. */
export default function Apply() {
  const { sittingId } = useParams({ from: '/apply/$sittingId/{-$step}' })
  const { i18n } = useTranslation('portal')
  const draft = useDraft(sittingId)
  useSittingLanguage(draft)
  if (!draft.sitting) return draft.error ? <ProblemAlert error={draft.error} onRetry={() => void draft.load(i18n.language)} /> : <Loading lines={8} />
  if (draft.sitting.state !== 'draft') return <Navigate to="/done/$sittingId" params={{ sittingId }} replace />
  return <Way draft={draft} />
}

function Way({ draft }: { draft: Draft }) {
  const { sittingId, step: wanted } = useParams({ from: '/apply/$sittingId/{-$step}' })
  const { person, first } = useSearch({ from: '/apply/$sittingId/{-$step}' })
  const { t } = useTranslation('portal')
  const navigate = useNavigate()
  const a = (person === undefined ? undefined : draft.application(person)) ?? draft.applications[0]
  if (!draft.sitting || !a) return null

  const { steps, visible } = stepsOf(draft, a)
  const principal = a.who === 'principal'
  const people = t(draft.sitting.info.maxMembers > 0 ? 'people.title' : 'people.titleAlone')
  const titles = [...steps.map((s) => s.title), people, ...(principal ? [t('papers.title'), t('review.title')] : [])]
  const to = (step: string) => void navigate({ to: '/apply/$sittingId/{-$step}', params: { sittingId, step }, search: principal || step === 'people' ? {} : { person: a.id } })

  if (wanted === 'people') {
    const last = stepsOf(draft, draft.applications[0] ?? a).steps.at(-1)
    return <People draft={draft} titles={titles} at={steps.length + 1} onBack={() => { to(last?.key ?? 'people') }} onNext={() => void navigate({ to: '/apply/$sittingId/papers', params: { sittingId } })} />
  }
  const step = steps.find((s) => s.key === wanted)
  if (!step) {
    const start = (first ? steps[0] : undefined) ?? openStep(a, steps)
    return <Navigate to="/apply/$sittingId/{-$step}" params={{ sittingId, step: start?.key ?? 'people' }} search={start && !principal ? { person: a.id } : {}} replace />
  }
  const at = steps.indexOf(step)
  const before = steps[at - 1]
  return (
    <StepForm
      key={`${a.id}.${step.key}`}
      draft={draft}
      application={a}
      step={step}
      fields={step.fields.filter((f) => visible.has(f.key))}
      titles={titles}
      at={at + 1}
      onBack={before ? () => { to(before.key) } : principal ? undefined : () => { to('people') }}
      onNext={() => { nextOf(draft, a.id, step.key, to) }}
    />
  )
}

/** Answers may have changed the way: where it goes on is read when one goes. */
function nextOf(draft: Draft, person: string, step: string, to: (step: string) => void): void {
  const a = draft.application(person)
  if (!a) return
  const { steps } = stepsOf(draft, a)
  to(steps[steps.findIndex((s) => s.key === step) + 1]?.key ?? 'people')
}

/** The sitting speaks the language of the page: receipt and messages will too. */
function useSittingLanguage(draft: Draft): void {
  const { i18n } = useTranslation()
  const [, set] = useMutation(SetSittingLanguage)
  const { sitting } = draft
  const other = sitting?.state === 'draft' && sitting.language !== i18n.language ? sitting.id : undefined
  useEffect(() => {
    if (other) void set({ input: { sitting: other, language: i18n.language } })
  }, [other, i18n.language, set])
}
