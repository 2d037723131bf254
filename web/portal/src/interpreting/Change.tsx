import { InterpretingSwap } from '@ankunft/api/portal/operations.generated.ts'
import { Loading } from '@ankunft/ui'
import { useQuery } from 'urql'
import { CallOff } from './CallOff.tsx'
import { Swap } from './Swap.tsx'

/** For whom cannot come: a colleague takes the booking over, or the office asks others. Both appear at once, so that nothing moves below a finger. */
export function Change({ token, onCalledOff }: { token: string; onCalledOff: () => void }) {
  const [{ data, error }, read] = useQuery({ query: InterpretingSwap, variables: { booking: token }, requestPolicy: 'cache-and-network' })
  if (!data && !error) return <Loading />
  return (
    <>
      {data && <Swap token={token} swap={data.interpretingSwap} again={() => { read({ requestPolicy: 'network-only' }) }} />}
      <CallOff token={token} onCalledOff={onCalledOff} />
    </>
  )
}
