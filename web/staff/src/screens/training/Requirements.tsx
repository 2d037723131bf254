import { type AskedFragment, EndTrainingRequirement, TrainingRequirements } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay, useNames } from '../../me.tsx'
import { officeToday } from '../../risk.ts'
import { RequirementDialog, TrainingDialog } from './RequirementDialog.tsx'

type Asked = AskedFragment

/** What is asked of whom: everybody reads it, who plans what staff learn writes it. */
export default function Requirements() {
  const { t } = useTranslation('staff')
  const keeps = useMay()('training.keep')
  const [form, setForm] = useState<Asked | 'new' | 'training'>()
  const [{ data, error }, read] = useQuery({ query: TrainingRequirements, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const close = () => { setForm(undefined) }
  const last = ({ id }: Asked) => Math.max(...(data?.trainingRequirements ?? []).filter((x) => x.id === id).map((x) => x.version))
  return (
    <section className="ank-stack" aria-labelledby="requirements">
      <div className="off-roombar">
        <h2 id="requirements">{t('training.parts.requirements')}</h2>
        {keeps && (
          <div className="ank-actions">
            <Button size="small" icon="plus" onClick={() => { setForm('new') }}>{t('training.requirement.add')}</Button>
            <Button size="small" kind="secondary" icon="plus" onClick={() => { setForm('training') }}>{t('training.requirement.addTraining')}</Button>
          </div>
        )}
      </div>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data?.trainingRequirements.length === 0 && <EmptyState title={t('training.requirement.none')} />}
      {data?.trainingRequirements.map((r) => <Card key={`${r.id}-${String(r.version)}`} asked={r} {...(keeps && r.version === last(r) && { onChange: () => { setForm(r) } })} again={again} />)}
      {form === 'training' && <TrainingDialog onClose={close} onDone={again} />}
      {form && form !== 'training' && <RequirementDialog asked={form === 'new' ? undefined : form} onClose={close} onDone={again} />}
    </section>
  )
}

function Card({ asked: r, onChange, again }: { asked: Asked; onChange?: () => void; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const names = useNames()
  const [{ error, fetching }, end] = useMutation(EndTrainingRequirement)
  const all = r.roles.length + r.teams.length + r.actions.length === 0
  const whom = [
    ...r.roles.map((x) => t(`roles.${x}`)), ...r.actions.map((a) => t(`training.tasks.${a.replace('.', '_')}` as 'training.tasks.cases_approve', { defaultValue: a })), ...r.teams.map(names.team),
  ]
  return (
    <article className="ank-card ank-stack" aria-label={r.training.title}>
      <h3>{r.training.title}</h3>
      <p>{all ? t('training.requirement.everybody') : t('training.requirement.whom', { whom: whom.join(', ') })}</p>
      <p>
        {r.everyMonths ? t('training.requirement.every', { count: r.everyMonths }) : t('training.requirement.once')} {t('training.requirement.times', { due: r.dueDays, grace: r.graceDays })}
        {r.blocks.length > 0 && ` ${r.services.length > 0 ? t('training.requirement.blocksOf', { services: r.services.map(names.service).join(', ') }) : t('training.requirement.blocks')}`}
      </p>
      <p className="ank-muted ank-small">
        {t('training.requirement.version', { version: r.version, from: date(r.validFrom) })}{r.validUntil && ` ${t('training.requirement.until', { date: date(r.validUntil) })}`}{r.basis && ` · ${r.basis}`}
      </p>
      <ProblemAlert error={error} />
      {onChange && (
        <div className="ank-actions">
          <Button kind="secondary" size="small" aria-label={t('training.requirement.changeOf', { title: r.training.title })} onClick={onChange}>{t('training.requirement.change')}</Button>
          <Button kind="tertiary" size="small" busy={fetching} aria-label={t('training.requirement.endOf', { title: r.training.title })} onClick={() => void end({ input: { id: r.id, version: r.newest, on: officeToday() } }).then(again)}>{t('training.requirement.end')}</Button>
        </div>
      )}
    </article>
  )
}
