import { Loading, ProblemAlert } from '@ankunft/ui'
import { CheckIn } from './CheckIn.tsx'
import { NoConnection, Trying } from './NoConnection.tsx'
import { Shut } from './Shut.tsx'
import type { useHall } from './useHall.ts'
import { What } from './What.tsx'
import { Who } from './Who.tsx'

/** The questions on the way to a number, or why there is none now. */
export function Way({ way, kiosk }: { way: ReturnType<typeof useHall>; kiosk: boolean }) {
  const { hall, at, trying, goTo } = way
  const walkIn = hall.data?.walkIn
  const error = trying.state === 'refused' ? trying.error : undefined
  if (trying.state === 'offline') return <Trying onCancel={way.cancel} />
  if (hall.error) return <ProblemAlert error={hall.error} onRetry={hall.again} />
  if (at.step === 'checkIn') return <CheckIn kiosk={kiosk} busy={trying.state === 'asking'} error={error} onCode={way.checkIn} />
  if (!walkIn) return hall.stale ? <NoConnection /> : <Loading lines={6} />
  const toCheckIn = () => { goTo({ step: 'checkIn' }) }
  if (walkIn.until === null) return <Shut walkIn={walkIn} kiosk={kiosk} onAppointment={toCheckIn} />
  if (at.step === 'who') {
    return (
      <>
        <ProblemAlert error={error} />
        <Who walkIn={walkIn} concern={at.concern} busy={trying.state === 'asking'} onDraw={way.draw} />
      </>
    )
  }
  return (
    <>
      {hall.stale && <NoConnection />}
      <ProblemAlert error={error} />
      <What walkIn={walkIn} onChoose={(concern) => { goTo({ step: 'who', concern }) }} onAppointment={toCheckIn} />
    </>
  )
}
