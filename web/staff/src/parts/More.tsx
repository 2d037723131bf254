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
  /** No page is longer: on to the next one. */
  full: boolean
  longer: () => void
  turn: (to: string | undefined) => void
}

/** Grows to the server's limit, then turns pages; rows that hold much come in smaller steps. */
export function usePages(step = STEP, most = MOST): Pages {
  const [first, setFirst] = useState(step)
  const [path, setPath] = useState<readonly string[]>([])
  const after = path.at(-1)
  return {
    variables: { first, ...(after ? { after } : {}) },
    before: path,
    full: first >= most,
    longer: () => { setFirst((n) => Math.min(most, n + step)) },
    turn: (to) => { setPath((p) => (to ? [...p, to] : p.slice(0, -1))) },
  }
}

export function More({ pages, next, busy }: { pages: Pages; next: string | null | undefined; busy: boolean }) {
  const { t } = useTranslation('staff')
  if (!next && pages.before.length === 0) return null
  return (
    <p className="ank-actions">
      {pages.before.length > 0 && (
        <Button kind="secondary" onClick={() => { pages.turn(undefined) }}>
          {t('list.before')}
        </Button>
      )}
      {next && (
        <Button kind="secondary" busy={busy} onClick={() => { if (pages.full) pages.turn(next); else pages.longer() }}>
          {t(pages.full ? 'list.after' : 'work.more')}
        </Button>
      )}
    </p>
  )
}
