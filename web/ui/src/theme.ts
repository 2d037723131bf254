/** What the person wants to see; "system" follows the device. */
export type Theme = 'system' | 'light' | 'dark'

const KEY = 'ankunft.theme'

/** The stored wish; public/theme.js reads the same key before the first paint. */
export function storedTheme(): Theme {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return 'system'
  }
}

/** Applies and remembers a theme. */
export function setTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') root.removeAttribute('data-kern-theme')
  else root.setAttribute('data-kern-theme', theme)
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Storage may be closed: the theme then holds for this visit.
  }
}
