import { AnswerHearing } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ProblemAlert, TextArea, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { German } from './German.tsx'
import { Letter } from './Letter.tsx'
import type { CaseOf } from './types.ts'

const LONGEST = 10_000

/** Before a refusal the person is heard (VwVfG §28): what is intended, and room for an answer. */
export function Hearing({ matter }: { matter: CaseOf }) {
  const { t, i18n } = useTranslation('portal')
  const format = useFormat()
  const [answer, setAnswer] = useState('')
  const [{ fetching, error }, send] = useMutation(AnswerHearing)
  const h = matter.hearing
  if (!h) return null
  const open = matter.permitted.includes('answerHearing')
  return (
    <section className="ank-card ank-card--raised ank-stack todo" aria-labelledby="hearing">
      <h2 id="hearing">{t('hearing.title')}</h2>
      <p>{t('hearing.lead')}</p>
      {open && <p className="todo__due">{t('hearing.due', { date: format.date(h.dueOn) })}</p>}
      <German>{h.text}</German>
      {h.letterId && <Letter id={h.letterId}>{t('hearing.letter')}</Letter>}
      {h.answeredAt && (
        <>
          <p><strong>{t('hearing.answered', { date: format.date(h.answeredAt) })}</strong></p>
          {h.answer && <blockquote><bdi>{h.answer}</bdi></blockquote>}
        </>
      )}
      {open && (
        <form className="ank-stack" onSubmit={(event) => { event.preventDefault(); if (answer.trim()) void send({ input: { case: matter.id, answer }, language: i18n.language }) }}>
          <TextArea label={t('hearing.answer')} hint={t('hearing.hint')} value={answer} onChange={setAnswer} maxLength={LONGEST} />
          <div className="ank-actions"><Button type="submit" busy={fetching}>{t('case.send')}</Button></div>
          <ProblemAlert error={error} />
        </form>
      )}
    </section>
  )
}
