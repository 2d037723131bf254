import { useCallback, useEffect, useState } from 'react'
import { useLookAgain } from '@ankunft/ui'

/** Where a letter's PDF is served, with the rights of whoever is logged in. */
export function letterUrl(id: string): string {
  return `/files/letters/${id}`
}

/** Whether a letter's PDF is there already; asks again while a worker still writes it. */
export function useLetterReady(id: string | null | undefined): boolean {
  const [ready, setReady] = useState('')
  const look = useCallback(() => {
    if (!id) return
    fetch(letterUrl(id), { method: 'HEAD', credentials: 'same-origin' }).then((r) => { if (r.ok) setReady(id) }, () => undefined)
  }, [id])
  useEffect(look, [look])
  useLookAgain(Boolean(id) && ready !== id, look)
  return Boolean(id) && ready === id
}
