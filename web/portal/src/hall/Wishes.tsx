import { Button } from '@ankunft/ui'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bell, stayAwake } from './bell.ts'
import { PushWish } from './PushWish.tsx'
import type { Ticket } from './types.ts'

/** How somebody wants to hear that it is their turn. */
export function Wishes({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('hall')
  return (
    <section className="ank-stack wishes" aria-labelledby="wishes">
      <h2 id="wishes">{t('wish.title')}</h2>
      <SoundWish ticket={ticket} />
      <PushWish ticket={ticket} />
    </section>
  )
}

function SoundWish({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('hall')
  const [on, setOn] = useState(false)
  const bell = useRef<Bell>(undefined)
  const ring = useEffectEvent(() => { if (ticket.state === 'called') bell.current?.ring() })
  useEffect(() => { ring() }, [ticket.state, ticket.calls])
  useEffect(() => {
    if (!on) return
    const stop = new AbortController()
    stayAwake(stop.signal)
    return () => {
      stop.abort()
      bell.current?.close()
      bell.current = undefined
    }
  }, [on])
  const toggle = () => {
    if (!on) {
      bell.current = new Bell()
      bell.current.ring()
    }
    setOn(!on)
  }
  return (
    <div>
      <Button kind="secondary" icon={on ? 'check' : 'bell'} aria-pressed={on} onClick={toggle}>{t('wish.sound')}</Button>
      {on && <p className="ank-muted" role="status">{t('wish.soundHelp')}</p>}
    </div>
  )
}
