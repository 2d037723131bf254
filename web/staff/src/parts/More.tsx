import { Button } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Longer lists by asking for more at once: right for lists of some dozens. */
const STEP = 50
const MOST = 100

export interface Pages {
  variables: { first: number; after?: string }
  /** The beginnings of the pages before this one. */
  before: readonly string[]
  longer: () => void
  turn: (to: string | undefined) => void
}

/** Grows to the server's limit, then turns pages. */
export function usePages(): Pages {
  const [first, setFirst] = useState(STEP)
  const [path, setPath] = useState<readonly string[]>([])
  const after = path.at(-1)
  return {
    variables: { first, ...(after ? { after } : {}) },
    before: path,
    longer: () => { setFirst((n) => Math.min(MOST, n + STEP)) },
    turn: (to) => { setPath((p) => (to ? [...p, to] : p.slice(0, -1))) },
  }
}

export function More({ pages, next, busy }: { pages: Pages; next: string | null | undefined; busy: boolean }) {
  const { t } = useTranslation('staff')
  if (!next && pages.before.length === 0) return null
  const full = pages.variables.first >= MOST
  return (
    <p className="ank-actions">
      {pages.before.length > 0 && (
        <Button kind="secondary" onClick={() => { pages.turn(undefined) }}>
          {t('list.before')}
        </Button>
      )}
      {next && (
        <Button kind="secondary" busy={busy} onClick={() => { if (full) pages.turn(next); else pages.longer() }}>
          {t(full ? 'list.after' : 'work.more')}
        </Button>
      )}
    </p>
  )
}
