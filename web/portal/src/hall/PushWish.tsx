import { WatchTicket } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ProblemAlert } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import type { Ticket } from './types.ts'

/** The service worker sees nothing but the pages of the hall. */
const WORKER = '/hall-push.js'
const SCOPE = '/hall/'

/** Have the device tell, also while the page is closed (RFC 8030). Not shown where the office or the browser cannot. */
export function PushWish({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('hall')
  const [state, setState] = useState<'off' | 'busy' | 'on' | 'refused'>('off')
  const [{ error }, watch] = useMutation(WatchTicket)
  const { pushKey } = ticket
  if (pushKey === null || !('serviceWorker' in navigator) || !('PushManager' in window)) return null
  const go = async () => {
    setState('busy')
    try {
      const { endpoint, p256dh, auth } = await subscribe(pushKey)
      const { data } = await watch({ input: { token: ticket.token, endpoint, p256dh, auth } })
      setState(data ? 'on' : 'off')
    } catch {
      setState('refused')
    }
  }
  if (state === 'on') return <p role="status">{t('wish.pushOn')}</p>
  if (state === 'refused') return <p role="status">{t('wish.pushOff')}</p>
  return (
    <div>
      <Button kind="secondary" icon="bell" busy={state === 'busy'} onClick={() => void go()}>{t('wish.push')}</Button>
      <p className="ank-muted ank-small">{t('wish.pushHelp')}</p>
      <ProblemAlert error={error} />
    </div>
  )
}

interface Subscribed { endpoint: string; p256dh: string; auth: string }

async function subscribe(key: string): Promise<Subscribed> {
  await navigator.serviceWorker.register(WORKER, { scope: SCOPE })
  const worker = await navigator.serviceWorker.ready // one that was just registered must be active before it can subscribe
  const options = { userVisibleOnly: true, applicationServerKey: key }
  const before = await worker.pushManager.getSubscription()
  const subscription = await worker.pushManager.subscribe(options).catch(async (failed: unknown) => {
    // A subscription under an older key of the office stands in the way.
    if (!before) throw failed
    await before.unsubscribe()
    return worker.pushManager.subscribe(options)
  })
  const { endpoint, keys } = subscription.toJSON()
  if (!endpoint || !keys?.['p256dh'] || !keys['auth']) throw new Error('a subscription without keys')
  return { endpoint, p256dh: keys['p256dh'], auth: keys['auth'] }
}
