import { HallPresence, type HallPresenceQuery, OpenDevice } from '@ankunft/api/portal/operations.generated.ts'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { type CombinedError, useClient } from 'urql'
import { useFresh } from './useFresh.ts'
import { useTrying } from './useTrying.ts'

/** Phones get a new code each minute. */
const EVERY = 60_000

export interface Device {
  /** opening: its link is being opened, or nobody knows yet; refused: it was not let in, or no longer. */
  state: 'opening' | 'open' | 'refused'
  /** What phones scan, as long as it holds. */
  presence?: HallPresenceQuery['hallPresence']
  stale: boolean
  /** Why it was refused. */
  error?: CombinedError
}

/**
 * A machine that stands in the hall. The link of the front desk stands in the fragment of its address: it is opened once, afterwards a cookie knows the
 * machine; the address is cleaned at once, so that nobody copies it from the screen.
 */
export function useDevice(site: string): Device {
  const client = useClient()
  const navigate = useNavigate()
  const link = useRouterState({ select: (s) => s.location.hash })
  const { trying, go } = useTrying()
  const { data, error, stale, again, at } = useFresh(HallPresence, link ? undefined : { site }, site, EVERY)
  const open = useEffectEvent((token: string) => {
    void go(() => client.mutation(OpenDevice, { input: { token } }).toPromise(), () => void navigate({ to: '.', hash: '', replace: true }))
  })
  useEffect(() => { if (link) open(link) }, [link])
  const forget = useEffectEvent(() => {
    // A link that was opened before may be this machine's own: its cookie tells.
    void navigate({ to: '.', hash: '', replace: true })
    again()
  })
  useEffect(() => { if (trying.state === 'refused') forget() }, [trying])
  if (link) return { state: 'opening', stale }
  if (error) return { state: 'refused', stale, error }
  if (!data) return { state: stale && at === 0 ? 'open' : 'opening', stale }
  const presence = data.hallPresence
  return { state: 'open', stale, ...(Date.parse(presence.until) > at && { presence }) }
}
