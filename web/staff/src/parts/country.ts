const names = new Intl.DisplayNames(['de'], { type: 'region' })
const languages = new Intl.DisplayNames(['de'], { type: 'language' })

/** German name of a country by ISO 3166-1 alpha-2; what is no code comes back as it is. */
export function country(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code
}

/** German name of a language by its BCP 47 tag. */
export function language(tag: string): string {
  try {
    return languages.of(tag) ?? tag
  } catch {
    return tag
  }
}
