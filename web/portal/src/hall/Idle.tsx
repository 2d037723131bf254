import { Button, Dialog } from '@ankunft/ui'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Nobody has touched the machine for so long: it asks, then begins again. Seconds. */
const QUIET = 75
const ASK = 25

/** Whoever went away in the middle leaves nothing behind; whoever needs time gets it with one touch. */
export function Idle({ onOver }: { onOver: () => void }) {
  const { t } = useTranslation('hall')
  const [left, setLeft] = useState(QUIET + ASK)
  const over = useEffectEvent(onOver)
  useEffect(() => {
    const timer = setInterval(() => { setLeft((n) => n - 1) }, 1000)
    const here = () => { setLeft(QUIET + ASK) }
    const signs = ['pointerdown', 'keydown', 'input', 'scroll'] as const
    for (const sign of signs) addEventListener(sign, here, { capture: true, passive: true })
    return () => {
      clearInterval(timer)
      for (const sign of signs) removeEventListener(sign, here, { capture: true })
    }
  }, [])
  useEffect(() => { if (left <= 0) over() }, [left])
  const stay = () => { setLeft(QUIET + ASK) }
  return (
    <Dialog open={left <= ASK} title={t('idle.title')} onClose={stay} actions={<Button onClick={stay}>{t('idle.stay')}</Button>}>
      <p role="timer">{t('idle.help', { count: Math.max(left, 0) })}</p>
    </Dialog>
  )
}
