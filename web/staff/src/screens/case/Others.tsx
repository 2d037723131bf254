import { OtherCases } from '@ankunft/api/staff/operations.generated.ts'
import { Code, ProblemAlert, Table } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { StateBadge } from '../../parts/words.tsx'
import { useCase } from './context.ts'

/** The number of a case: a way there for whoever may read it. */
export function CaseNumber({ id, number }: { id: string | null; number: string }) {
  if (!id) return <Code>{number}</Code>
  return <Link to="/cases/$caseId" params={{ caseId: id }}><Code>{number}</Code></Link>
}

/** Other open cases of the person, so that nobody decides without knowing what a colleague has at hand. */
export function Others() {
  const { t } = useTranslation('staff')
  const { record } = useCase()
  const [{ data, error }] = useQuery({ query: OtherCases, variables: { id: record.id } })
  const others = data?.case?.others ?? []
  if (others.length === 0) return <ProblemAlert error={error} />
  return (
    <section className="ank-stack">
      <h2>{t('person.others')}</h2>
      <Table
        caption={t('person.others')}
        rows={others.map((c, i) => ({ ...c, key: i }))}
        rowKey={(c) => String(c.key)}
        columns={[
          { id: 'v', title: t('work.filter.service'), cell: (c) => c.serviceTitle },
          { id: 't', title: t('work.filter.team'), cell: (c) => c.teamName },
          { id: 'n', title: t('work.columns.case'), cell: (c) => c.number && <CaseNumber id={c.id} number={c.number} /> },
          { id: 's', title: t('work.columns.state'), cell: (c) => c.state && <StateBadge state={c.state} /> },
        ]}
      />
    </section>
  )
}
