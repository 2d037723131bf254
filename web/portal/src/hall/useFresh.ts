import { type Fresh, useFresh as useFreshQuery } from '@ankunft/api'
import type { Known } from '@ankunft/api/known.ts'
import { HallChanged } from '@ankunft/api/portal/operations.generated.ts'

const RENEWED = 'ankunft.renewed'

/** The office runs a newer version than this page: a machine that stands for weeks loads it by itself, but never in a circle. */
function renew(): void {
  try {
    if (Date.now() - Number(sessionStorage.getItem(RENEWED)) < 60_000) return
    sessionStorage.setItem(RENEWED, String(Date.now()))
    location.reload()
  } catch {
    // Closed storage: the page then says that it must be loaded anew.
  }
}

/** Something that is asked again whenever the hall of a site changes. `every`: how often without any hint, in milliseconds. */
export function useFresh<Data, Variables extends object>(document: Known<Data, Variables>, variables: Variables | undefined, site: string | ((data: Data) => string), every?: number): Fresh<Data> {
  const about = typeof site === 'string' ? { site } : (data: Data) => ({ site: site(data) })
  return useFreshQuery(document, variables, { hints: HallChanged, about, onOutdated: renew, ...(every !== undefined && { every }) })
}
