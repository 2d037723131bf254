import { useState } from 'react'

const KEY = 'ankunft.dense'

/** Whether lists stand close; remembered on this device. */
export function useDensity(): [boolean, (dense: boolean) => void] {
  const [dense, set] = useState(() => {
    try {
      return localStorage.getItem(KEY) === '1'
    } catch {
      return false
    }
  })
  return [
    dense,
    (value) => {
      set(value)
      try {
        localStorage.setItem(KEY, value ? '1' : '0')
      } catch {
        // Storage may be closed: it then holds for this visit.
      }
    },
  ]
}
