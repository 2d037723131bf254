import { EndVisit, type VisitFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ProblemAlert, SelectField, TextField } from '@ankunft/ui'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'

/** The end of a visit: the confirmation as it would be now, and what the end asks for. */
export function EndForm({ visit: v, busyUpload }: { visit: VisitFragment; busyUpload: boolean }) {
  const { t } = useTranslation('staff')
  const [ending, run] = useMutation(EndVisit)
  const [name, setName] = useState(v.name)
  const [outcome, setOutcome] = useState('')
  const [tried, setTried] = useState(false)
  const needs = { name: !v.case && !name.trim(), outcome: v.outcomes.length > 0 && !outcome }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (needs.name || needs.outcome) return
    void run({ input: { visit: v.id, ...(!v.case && { name }), ...(outcome && { outcome }) } })
  }
  return (
    <section className="ank-card ank-stack" aria-labelledby="end">
      <h2 id="end">{t('clearing.end')}</h2>
      <p>{t('clearing.endHelp')}</p>
      {v.confirmation && <p><a href={v.confirmation} target="_blank" rel="noreferrer">{t('clearing.preview')}</a></p>}
      <ProblemAlert error={ending.error} />
      <form className="ank-stack" onSubmit={submit} noValidate>
        {!v.case && <TextField label={t('clearing.name')} hint={t('clearing.nameHint')} value={name} onChange={setName} {...(tried && needs.name && { error: t('clearing.nameMissing') })} />}
        {v.outcomes.length > 0 && (
          <SelectField
            label={t('clearing.outcome')}
            value={outcome}
            onChange={setOutcome}
            options={v.outcomes.map((o) => ({ value: o, label: t(`hall.outcomes.${o}` as 'hall.outcomes.done_here', { defaultValue: o }) }))}
            {...(tried && needs.outcome && { error: t('clearing.outcomeMissing') })}
          />
        )}
        {busyUpload && <p role="status">{t('clearing.sending')}</p>}
        <div><Button type="submit" busy={ending.fetching || busyUpload}>{t('clearing.endAct')}</Button></div>
      </form>
    </section>
  )
}
