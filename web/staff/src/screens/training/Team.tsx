import { TrainingRequirements, TrainingTeam } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert, SelectField, Table, TextField } from '@ankunft/ui'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { More, usePages } from '../../parts/More.tsx'
import { Person } from './Person.tsx'
import { type Standing, StandingBadge, STANDINGS } from './words.tsx'

/** A search waits for the end of the name: whoever it shows on the way would be told that they were looked for. */
const PAUSE = 700

/** Who of my teams is due: what is in order is counted, what is not is named. */
export default function Team() {
  const { t } = useTranslation('staff')
  const [filter, setFilter] = useState({ standing: '', requirement: '', text: '' })
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState<string>()
  const pages = usePages()
  const put = (part: Partial<typeof filter>) => { setFilter((f) => ({ ...f, ...part })) }
  useEffect(() => {
    const timer = setTimeout(() => { setFilter((f) => ({ ...f, text: typed.trim() })) }, PAUSE)
    return () => { clearTimeout(timer) }
  }, [typed])
  const asked = {
    ...(filter.standing && { standing: filter.standing as Standing }), ...(filter.requirement && { requirement: filter.requirement }), ...(filter.text && { text: filter.text }),
  }
  const [{ data, error, fetching }, read] = useQuery({ query: TrainingTeam, variables: { filter: asked, ...pages.variables }, requestPolicy: 'cache-and-network' })
  const [{ data: all }] = useQuery({ query: TrainingRequirements })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const team = data?.trainingTeam
  return (
    <section className="ank-stack" aria-labelledby="team">
      <h2 id="team">{t('training.team.title')}</h2>
      <div className="trn-filter">
        <SelectField label={t('training.team.standing')} required={false} value={filter.standing} onChange={(standing) => { put({ standing }) }} options={STANDINGS.map((s) => ({ value: s, label: t(`training.standings.${s}`) }))} />
        <SelectField label={t('training.team.requirement')} required={false} value={filter.requirement} onChange={(requirement) => { put({ requirement }) }} options={(all?.trainingRequirements ?? []).map((r) => ({ value: r.id, label: r.training.title }))} />
        <TextField label={t('training.team.name')} hint={t('training.team.nameHint')} required={false} value={typed} onChange={setTyped} autoComplete="off" maxLength={100} />
      </div>
      <ProblemAlert error={error} onRetry={again} />
      {!team && !error && <Loading lines={8} />}
      {team?.items.length === 0 && <EmptyState title={t('training.team.none')} />}
      {team && team.items.length > 0 && (
        <Table
          caption={t('training.team.title')}
          rows={team.items}
          rowKey={(m) => m.id}
          onOpen={(m) => { setOpen(m.id) }}
          columns={[
            { id: 'name', title: t('training.team.person'), cell: (m) => <Button kind="tertiary" size="small" onClick={() => { setOpen(m.id) }}>{m.name}</Button> },
            { id: 'order', title: t('training.team.inOrder'), cell: (m) => (m.asked === 0 ? t('training.team.nothing') : t('training.team.of', { done: m.inOrder, all: m.asked })) },
            {
              id: 'duties', title: t('training.team.due'),
              cell: (m) => <ul className="trn-list" role="list">{m.duties.map((d) => <li key={d.requirementId} className="trn-chips"><StandingBadge standing={d.standing} /> <span>{d.title}</span></li>)}</ul>,
            },
          ]}
        />
      )}
      <More pages={pages} next={team?.next} busy={fetching} />
      {open && <Person id={open} onClose={() => { setOpen(undefined); again() }} />}
    </section>
  )
}
