import '../../styles/case.css'
import { CaseChanged, CaseDetail } from '@ankunft/api/staff/operations.generated.ts'
import { useLive } from '@ankunft/api'
import { Loading, Name, Page, ProblemAlert, readServerError } from '@ankunft/ui'
import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useKeys } from '../../keys.ts'
import { useMay } from '../../me.tsx'
import { NotFound } from '../../NotFound.tsx'
import { type CaseData, CaseProvider } from './context.ts'
import { Header } from './Header.tsx'

const PARTS = [
  ['application', '/cases/$caseId', 'cases.read'],
  ['papers', '/cases/$caseId/papers', 'cases.read'],
  ['messages', '/cases/$caseId/messages', 'messages.read'],
  ['notes', '/cases/$caseId/notes', 'cases.read'],
  ['people', '/cases/$caseId/people', 'persons.read'],
  ['decision', '/cases/$caseId/decision', 'cases.read'],
  ['history', '/cases/$caseId/history', 'audit.trail'],
] as const

/** One case: what it is and how it stands above, one of its parts below. */
export default function Case() {
  const { t } = useTranslation('staff')
  const { caseId } = useParams({ from: '/cases/$caseId' })
  const navigate = useNavigate()
  const may = useMay()
  const [{ data, error, fetching }, read] = useQuery({ query: CaseDetail, variables: { id: caseId }, requestPolicy: 'cache-and-network' })
  const again = useMemo(() => () => { read({ requestPolicy: 'network-only' }) }, [read])
  useLive(CaseChanged, { id: caseId }, again)
  const parts = PARTS.filter(([, , action]) => may(action))
  useKeys(Object.fromEntries(parts.map(([, to], i) => [String(i + 1), () => void navigate({ to, params: { caseId } })])))
  const record = data?.case?.id === caseId ? data.case : undefined
  const opened = useMemo(() => (record ? { record, again } : undefined), [record, again])
  if (!opened) {
    if (readServerError(error?.graphQLErrors[0]?.extensions).kind === 'NOT_FOUND' || (data && !fetching && !error)) return <NotFound />
    return (
      <Page title={t('case.loading')}>
        <ProblemAlert error={error} onRetry={again} />
        {fetching && <Loading lines={8} />}
      </Page>
    )
  }
  return (
    <CaseProvider value={opened}>
      <Page title={t('case.title', { number: opened.record.number })} aside={<Subtitle record={opened.record} />}>
        <Header />
        <nav className="ank-tabs off-tabs" aria-label={t('case.tabs.label')}>
          {parts.map(([part, to]) => (
            <Link key={part} to={to} params={{ caseId }} className="ank-tab" activeOptions={{ exact: true }} resetScroll={false}>
              {t(`case.tabs.${part}`)}
              <Count part={part} record={opened.record} />
            </Link>
          ))}
        </nav>
        <Outlet />
      </Page>
    </CaseProvider>
  )
}

function Subtitle({ record }: { record: CaseData }) {
  return (
    <p className="off-subtitle">
      <strong>
        <Name>{[record.person.givenNames, record.person.familyName].filter(Boolean).join(' ')}</Name>
      </strong>
      <span>{record.serviceTitle}</span>
    </p>
  )
}

/** What still asks for somebody in a part. */
function Count({ part, record }: { part: string; record: CaseData }): ReactNode {
  const { t } = useTranslation('staff')
  const check = record.papers.filter((p) => p.state === 'to_check').length
  const [n, label]: [number, string] =
    part === 'papers' ? [check, t('case.tabs.toCheck', { count: check })] : part === 'notes' ? [record.notes.length, t('case.tabs.noteCount', { count: record.notes.length })] : [0, '']
  if (n === 0) return null
  return (
    <span className="ank-tab__count">
      <span aria-hidden="true">{n}</span>
      <span className="ank-hidden">{label}</span>
    </span>
  )
}

