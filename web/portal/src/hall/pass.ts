// What a phone has for having been in the hall: for this window, and for as long as it holds.
const NAME = 'ankunft.pass'

export interface Pass { site: string; pass: string; until: string }

let memory: Pass | undefined

export function keepPass(pass: Pass): void {
  memory = pass
  try {
    sessionStorage.setItem(NAME, JSON.stringify(pass))
  } catch {
    // Closed storage: it then holds as long as the page.
  }
}

/** The pass for a site, if there is one that still holds. */
export function keptPass(site: string): string | undefined {
  const kept = read()
  return kept?.site === site && Date.parse(kept.until) > Date.now() ? kept.pass : undefined
}

export function dropPass(): void {
  memory = undefined
  try {
    sessionStorage.removeItem(NAME)
  } catch {
    // Nothing was kept there.
  }
}

function read(): Pass | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(NAME) ?? 'null') as Partial<Record<keyof Pass, unknown>> | null
    if (kept && typeof kept.site === 'string' && typeof kept.pass === 'string' && typeof kept.until === 'string') return kept as Pass
  } catch {
    // Closed storage, or something else lies there.
  }
  return memory
}
