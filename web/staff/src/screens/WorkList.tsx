import '../styles/work.css'
import { AssignCase, WorkFigures, WorkListChanged, type WorkRowFragment } from '@ankunft/api/staff/operations.generated.ts'
import { useLive } from '@ankunft/api'
import { Button, EmptyState, Icon, Loading, Page, ProblemAlert, useFormat, useToast } from '@ankunft/ui'
import { Navigate, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { isFiltered, toFilter, type WorkSearch } from '../filter.ts'
import { useKeys } from '../keys.ts'
import { useMay, useMe } from '../me.tsx'
import { WorkTable } from '../parts/WorkTable.tsx'
import { useDensity } from '../parts/density.ts'
import { startRoom } from '../rooms.ts'
import { Filters } from './Filters.tsx'
import { useRows } from './useRows.ts'

/** The start: the list of cases, or the first room of those who work none. */
export default function WorkList() {
  const { actions } = useMe()
  const start = startRoom(actions)
  return start === '/' ? <List /> : <Navigate to={start} replace />
}

/** What to do, the earliest legal risk first. */
function List() {
  const { t } = useTranslation('staff')
  const search = useSearch({ from: '/' })
  const navigate = useNavigate({ from: '/' })
  const list = useRows(toFilter(search))
  const [dense, setDense] = useDensity()
  const box = useRef<HTMLInputElement>(null)
  const take = useTake(list.patch)
  const [{ data }, again] = useQuery({ query: WorkFigures, variables: search.team ? { team: search.team } : {}, requestPolicy: 'cache-and-network' })
  useLive(WorkListChanged, {}, () => {
    list.hint()
    again({ requestPolicy: 'network-only' })
  })
  const router = useRouter()
  const [here] = useState(() => router.latestLocation.pathname)
  const change = useCallback(
    (part: Partial<Record<keyof WorkSearch, string | undefined>>) => {
      // Whoever has opened a case meanwhile is not called back by a search that comes a moment after the last key.
      if (router.latestLocation.pathname !== here) return
      void navigate({ search: (old) => ({ ...old, ...part }) as WorkSearch, replace: true, resetScroll: false })
    },
    [navigate, router, here],
  )
  const open = (row: WorkRowFragment) => { void navigate({ to: '/cases/$caseId', params: { caseId: row.id } }) }
  const first = () => document.querySelector<HTMLElement>('[data-rows] > tr')?.focus()
  useKeys({ '/': () => box.current?.focus(), j: first, ArrowDown: first, n: list.renew })
  return (
    <Page
      title={t('work.title')}
      aside={
        <button type="button" className="ank-tool off-density" aria-pressed={dense} onClick={() => { setDense(!dense) }}>
          {t('work.dense')}
        </button>
      }
    >
      {data && <Figures figures={data.workFigures} />}
      <Filters search={search} onChange={change} onReset={() => { void navigate({ search: {}, replace: true }) }} box={box} />
      <div role="status">{list.fresh > 0 && <FreshBar count={list.fresh} onShow={list.renew} />}</div>
      <ProblemAlert error={list.error} onRetry={list.renew} />
      {list.rows.length > 0 && (
        <WorkTable
          caption={t('work.title')}
          rows={list.rows}
          dense={dense}
          onOpen={open}
          rowKeys={{ m: (row) => { take.act(row) } }}
          clerk={(row) => row.clerkName ?? <TakeButton row={row} take={take} />}
        />
      )}
      {list.loading && list.rows.length === 0 && <Loading lines={8} />}
      {!list.loading && list.rows.length === 0 && !list.error && <Nothing filtered={isFiltered(search)} />}
      {list.more && (
        <p className="ank-actions">
          <Button kind="secondary" busy={list.loading} onClick={list.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
    </Page>
  )
}

const FIGURES = ['open', 'risk14', 'late', 'waiting', 'unassigned'] as const

function Figures({ figures }: { figures: Record<(typeof FIGURES)[number], number> }) {
  const { t } = useTranslation('staff')
  const { number } = useFormat()
  return (
    <dl className="off-figures">
      {FIGURES.map((f) => (
        <div key={f} className={(f === 'risk14' || f === 'late') && figures[f] > 0 ? 'off-figures__alert' : undefined}>
          <dt>{t(`work.figures.${f}`)}</dt>
          <dd>{number(figures[f])}</dd>
        </div>
      ))}
    </dl>
  )
}

function FreshBar({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useTranslation('staff')
  return (
    <button type="button" className="off-fresh" onClick={onShow}>
      <Icon name="bell" />
      {t('work.arrived', { count })}
      <span>{t('work.show')}</span>
    </button>
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation('staff')
  return <EmptyState title={t(filtered ? 'work.none' : 'work.empty')}>{t(filtered ? 'work.noneHelp' : 'work.emptyHelp')}</EmptyState>
}

interface Take {
  may: boolean
  busy: string | undefined
  act: (row: WorkRowFragment) => void
}

/** Takes a case that nobody has. */
function useTake(patch: (id: string, change: Partial<WorkRowFragment>) => void): Take {
  const { t } = useTranslation('staff')
  const me = useMe()
  const may = useMay()('cases.assign')
  const say = useToast()
  const [busy, setBusy] = useState<string>()
  const [, assign] = useMutation(AssignCase)
  const act = async (row: WorkRowFragment) => {
    if (!may || row.clerkId || busy) return
    setBusy(row.id)
    const { data, error } = await assign({ input: { case: row.id, version: row.version, clerk: me.id } })
    setBusy(undefined)
    if (!data) return say({ text: error ? t('work.takenBefore') : '' })
    patch(row.id, { clerkId: me.id, clerkName: me.name, version: data.assignCase.version })
    say({ text: t('work.taken', { number: row.number }) })
  }
  return { may, busy, act: (row) => void act(row) }
}

function TakeButton({ row, take }: { row: WorkRowFragment; take: Take }) {
  const { t } = useTranslation('staff')
  if (!take.may) return <span className="ank-muted">{t('work.nobody')}</span>
  return (
    <button type="button" className="off-take" tabIndex={-1} aria-disabled={take.busy === row.id || undefined} onClick={() => { take.act(row) }}>
      {t('work.take')}
    </button>
  )
}
