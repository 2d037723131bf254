import { Icon } from '@ankunft/ui'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Seconds left when it is said aloud. */
const WARN = 120

function secondsTo(ends: number): number {
  return Math.max(0, Math.ceil((ends - Date.now()) / 1000))
}

/** Counts down to a moment of this device; 0 when it is over. */
export function useLeft(ends: number): number {
  const [left, setLeft] = useState(() => secondsTo(ends))
  useEffect(() => {
    const timer = setInterval(() => { setLeft(secondsTo(ends)) }, 1000)
    return () => { clearInterval(timer) }
  }, [ends])
  return left
}

/** How long a time is still kept: seen all the time, said once, when it becomes short. */
export function Countdown({ left }: { left: number }) {
  const { t } = useTranslation('appointments')
  const short = left <= WARN
  const time = `${String(Math.floor(left / 60))}:${String(left % 60).padStart(2, '0')}`
  return (
    <>
      <p className={short ? 'countdown countdown--short' : 'countdown'} role="timer" aria-live="off"><Icon name="clock" /><span>{t('held.left', { time: `\u2066${time}\u2069` })}</span></p>
      <p role="status" className="ank-hidden">{short && left > 0 ? t('held.soon') : ''}</p>
    </>
  )
}
