import { ChangeOnboarding, OnboardingsKept, type OnboardingsKeptQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Loading, ProblemAlert, Table, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { BeginDialog } from './BeginDialog.tsx'
import { MentorDialog } from './MentorDialog.tsx'
import { PlanDialog } from './PlanDialog.tsx'

type Plan = OnboardingsKeptQuery['onboardingPlans'][number]
type Newcomer = OnboardingsKeptQuery['onboardings'][number]

/** The newcomers of the own teams, and the plans. */
export function Kept() {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const plans = useMay()('onboarding.plans')
  const [{ data, error }, read] = useQuery({ query: OnboardingsKept, requestPolicy: 'cache-and-network' })
  const [{ error: refused }, change] = useMutation(ChangeOnboarding)
  const [beginning, setBeginning] = useState(false)
  const [leading, setLeading] = useState<Newcomer>()
  const [editing, setEditing] = useState<Plan | 'new'>()
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <section className="ank-stack" aria-labelledby="under-way">
      <div className="off-roombar">
        <h2 id="under-way">{t('onboarding.kept')}</h2>
        <Button size="small" icon="plus" onClick={() => { setBeginning(true) }}>{t('onboarding.begin')}</Button>
      </div>
      <ProblemAlert error={error ?? refused} onRetry={again} />
      {!data && !error && <Loading lines={4} />}
      {data?.onboardings.length === 0 && <p>{t('onboarding.nobody')}</p>}
      {data && data.onboardings.length > 0 && (
        <Table
          caption={t('onboarding.kept')}
          rows={data.onboardings}
          rowKey={(w) => w.id}
          columns={[
            { id: 'who', title: t('onboarding.newcomer'), cell: (w) => w.name },
            { id: 'mentor', title: t('onboarding.mentorLabel'), cell: (w) => w.mentor || <strong>{t('onboarding.nobodyYet')}</strong> },
            { id: 'plan', title: t('onboarding.plan'), cell: (w) => w.title },
            { id: 'since', title: t('onboarding.since'), cell: (w) => date(w.startedOn, 'short') },
            { id: 'progress', title: t('onboarding.steps'), cell: (w) => t('onboarding.progress', { over: w.steps.filter((s) => s.over).length, all: w.steps.length }) },
            {
              id: 'act', title: <span className="ank-hidden">{t('onboarding.acts')}</span>,
              cell: (w) => (
                <div className="ank-actions">
                  <Button kind={w.mentorId ? 'tertiary' : 'secondary'} size="small" aria-label={t('onboarding.leadOf', { name: w.name })} onClick={() => { setLeading(w) }}>{t(w.mentorId ? 'onboarding.leadOther' : 'onboarding.lead')}</Button>
                  <Button kind="tertiary" size="small" aria-label={t('onboarding.endOf', { name: w.name })} onClick={() => void change({ input: { id: w.id, version: w.version, end: true } }).then(again)}>{t('onboarding.end')}</Button>
                </div>
              ),
            },
          ]}
        />
      )}
      <h3>{t('onboarding.plans')}</h3>
      <p className="ank-muted">{t('onboarding.byThemselves')}</p>
      <ul className="spv-away">
        {data?.onboardingPlans.map((p) => (
          <li key={p.id}>
            {p.title} ({t(`roles.${p.role}`)}, {t('onboarding.count', { count: p.steps.length })}){p.ended && `, ${t('onboarding.ended')}`}{' '}
            {plans && <Button kind="tertiary" size="small" aria-label={t('onboarding.changeOf', { title: p.title })} onClick={() => { setEditing(p) }}>{t('onboarding.change')}</Button>}
          </li>
        ))}
      </ul>
      {plans && <div><Button kind="secondary" size="small" icon="plus" onClick={() => { setEditing('new') }}>{t('onboarding.add')}</Button></div>}
      {beginning && data && <BeginDialog plans={data.onboardingPlans.filter((p) => !p.ended)} onClose={() => { setBeginning(false) }} onDone={again} />}
      {leading && <MentorDialog way={leading} onClose={() => { setLeading(undefined) }} onDone={again} />}
      {editing && <PlanDialog plan={editing === 'new' ? undefined : editing} onClose={() => { setEditing(undefined) }} onDone={again} />}
    </section>
  )
}
