/** Arabic and Persian digits as Latin ones, dashes of all kinds as "-", no spaces, capitals: how people copy from paper. */
function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669]/g, (c) => String(c.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (c) => String(c.charCodeAt(0) - 0x06f0))
    .replace(/[\u2010-\u2015\u2212_.\u00ad]/g, '-')
    .replace(/[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .toUpperCase()
}

/** The case number, however it was typed: year, running number, check digit. */
export function tidyNumber(text: string): string {
  const typed = tidy(text)
  const digits = /^(\d{4})(\d{6,})(\d)$/.exec(typed.replaceAll('-', ''))
  return (digits ? digits.slice(1).join('-') : typed).slice(0, 40)
}

/** The secret code, however it was typed; the server puts the dashes where they belong. */
export function tidyCode(text: string): string {
  return tidy(text).slice(0, 40)
}
