import '../../styles/quality.css'
import { Complaints, Interpreters } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert, SelectField } from '@ankunft/ui'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { More, usePages } from '../../parts/More.tsx'
import { ComplaintCard } from './ComplaintCard.tsx'
import { COMPLAINTS, filterOf, type QualitySearch } from './figures.ts'
import { HalfYears } from './HalfYears.tsx'
import { TakeDialog } from './TakeDialog.tsx'

/** How interpreting goes: complaints with their due days, and what was answered by half-years. */
export default function Quality() {
  const { t } = useTranslation('staff')
  const may = useMay()
  const [reads, leads] = [may('quality.read'), may('quality.complaints')]
  const search = useSearch({ from: '/interpreters/quality' })
  const navigate = useNavigate({ from: '/interpreters/quality' })
  const [{ data, error }] = useQuery({ query: Interpreters, variables: { filter: {}, first: 100 } })
  const people = data?.interpreters.items ?? []
  const { interpreter } = search
  const name = people.find((p) => p.id === interpreter)?.name
  return (
    <div className="ank-stack">
      <ProblemAlert error={error} />
      <div className="off-planbar ank-noprint">
        <SelectField
          label={t('quality.whose')} hint={t('quality.whoseHint')} required={false} value={interpreter ?? ''} options={people.map((p) => ({ value: p.id, label: p.name }))}
          onChange={(id) => void navigate({ search: ({ show }) => ({ ...(show && { show }), ...(id && { interpreter: id }) }), replace: true })}
        />
      </div>
      {leads && <List key={JSON.stringify(search)} search={search} people={people} name={name} />}
      {reads && (
        <section className="ank-stack" aria-labelledby="answers">
          <h2 id="answers">{name ? t('quality.half.headingOf', { name }) : t('quality.half.heading')}</h2>
          <p className="ank-measure">{t('quality.half.lead')}</p>
          {interpreter ? <HalfYears key={interpreter} interpreter={interpreter} /> : <p className="ank-muted">{t('quality.half.choose')}</p>}
        </section>
      )}
    </div>
  )
}

interface ListProps {
  search: QualitySearch
  people: readonly { id: string; name: string }[]
  name: string | undefined
}

function List({ search, people, name }: ListProps) {
  const { t } = useTranslation('staff')
  const books = useMay()('interpreters.book')
  const navigate = useNavigate({ from: '/interpreters/quality' })
  const pages = usePages()
  const [taking, setTaking] = useState(false)
  const [{ data, error, fetching }, read] = useQuery({ query: Complaints, variables: { filter: filterOf(search), ...pages.variables }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const { show = 'open', interpreter } = search
  const rows = data?.complaints.items ?? []
  const about = interpreter && name ? [{ id: interpreter, name }] : people
  return (
    <section className="ank-stack" aria-labelledby="complaints">
      <div className="off-roombar">
        <h2 id="complaints">{name ? t('quality.complaint.headingOf', { name }) : t('quality.complaint.heading')}</h2>
        <span className="ank-actions ank-noprint">
          {books && <Button size="small" icon="plus" onClick={() => { setTaking(true) }}>{t('quality.take.open')}</Button>}
          <Button kind="tertiary" size="small" icon="retry" busy={fetching && !!data} onClick={again}>{t('interpreting.requests.again')}</Button>
        </span>
      </div>
      <div className="off-segments off-segments--wrap ank-noprint" role="group" aria-label={t('quality.complaint.show')}>
        {COMPLAINTS.map((s) => <button key={s} type="button" aria-pressed={s === show} onClick={() => void navigate({ search: (before) => ({ ...before, show: s }), replace: true })}>{t(`quality.complaint.lists.${s}`)}</button>)}
      </div>
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !data && <Loading lines={4} />}
      {data && rows.length === 0 && <EmptyState title={t(`quality.complaint.none.${show}`)} />}
      <div className="off-requests">{rows.map((c) => <ComplaintCard key={c.id} complaint={c} again={again} />)}</div>
      <More pages={pages} next={data?.complaints.next} busy={fetching} />
      {taking && <TakeDialog about={about} onClose={() => { setTaking(false) }} onDone={again} />}
    </section>
  )
}
