import '../styles/hall.css'
import { useFresh } from '@ankunft/api'
import { HallChanged, MyDesk } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, EmptyState, Loading, Page, ProblemAlert, readServerError } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AtDesk } from './hall/AtDesk.tsx'
import { OpenDesk } from './hall/OpenDesk.tsx'
import { Stale } from './hall/Stale.tsx'
import { type Desk, lastSeat } from './hall/types.ts'

/** The counter of whoever is logged in: first they sit down somewhere, then they call. */
export default function Counter() {
  const { t } = useTranslation('staff')
  const [site, setSite] = useState(() => lastSeat()?.site ?? '')
  const { data, fault: error, stale, again } = useFresh(MyDesk, {}, { hints: HallChanged, about: site ? { site } : undefined })
  const desk = data?.myDesk ?? undefined
  // Hints come from the house in which one sits.
  if (desk && desk.site !== site) setSite(desk.site)
  const seat = useSeat(desk, data !== undefined)
  if (!data) {
    if (readServerError(error?.graphQLErrors[0]?.extensions).code === 'frontdesk.off') return <NoHall />
    return <Page title={t('hall.counter')}>{error ? <ProblemAlert error={error} onRetry={again} /> : <Loading lines={6} />}</Page>
  }
  const notice = <Moved seat={seat} desk={desk} />
  if (!desk) return <OpenDesk key={site} site={site} onSite={setSite} onSeat={seat.take} onOpened={(opened) => { setSite(opened.site); again() }} notice={notice} />
  return (
    <AtDesk
      key={desk.counter}
      desk={desk}
      again={again}
      onSeat={seat.take}
      notice={
        <>
          <Stale stale={stale} />
          {notice}
        </>
      }
    />
  )
}

function NoHall() {
  const { t } = useTranslation('staff')
  return (
    <Page title={t('hall.counter')}>
      <EmptyState title={t('hall.off')}>{t('hall.offHelp')}</EmptyState>
    </Page>
  )
}

interface SeatState {
  /** What the counter was called before somebody changed it; undefined while nobody has. */
  was: string | undefined
  /** This window itself changes where its clerk sits; '' nowhere. */
  take: (counter: string) => void
  understood: () => void
}

/** Notices when somebody else, or another window, has changed where one sits. */
function useSeat(desk: Desk | undefined, known: boolean): SeatState {
  const [own, set] = useState<{ seen: string; expected: string; name: string; was: string | undefined }>()
  const here = desk?.counter ?? ''
  if (known && own?.seen !== here) {
    const surprise = own !== undefined && own.expected !== here
    set({ seen: here, expected: here, name: desk?.name ?? '', was: surprise ? own.name : undefined })
  }
  return {
    was: own?.was,
    take: (counter) => { set((o) => o && { ...o, expected: counter, was: undefined }) },
    understood: () => { set((o) => o && { ...o, was: undefined }) },
  }
}

/** Says where one was put, and by whom. */
function Moved({ seat: { was, understood }, desk }: { seat: SeatState; desk: Desk | undefined }) {
  const { t } = useTranslation('staff')
  const title = () => {
    if (!desk) return t('hall.closedFor', { was })
    return was ? t('hall.movedTo', { name: desk.name, was }) : t('hall.seatedAt', { name: desk.name })
  }
  return (
    <div role="status">
      {was !== undefined && (
        <Alert tone="warning" title={title()}>
          <p>{desk?.movedBy ? t('hall.movedBy', { who: desk.movedBy }) : t('hall.movedElsewhere')}</p>
          <div className="ank-actions">
            <Button kind="secondary" size="small" onClick={understood}>{t('hall.understood')}</Button>
          </div>
        </Alert>
      )}
    </div>
  )
}
