/** What the file picker offers: the types, and the endings for phones that do not know HEIC by its type. */
export const ACCEPT = 'image/jpeg,image/png,image/heic,image/heif,application/pdf,.jpg,.jpeg,.png,.heic,.heif,.pdf'

const TYPES = new Set(['image/jpeg', 'image/png', 'image/heic', 'image/heif', 'application/pdf'])
const ENDING = /\.(jpe?g|png|heic|heif|pdf)$/i

/**
 * What can be told before a single byte is sent: the code of the refusal, or undefined. The server looks at the content itself; this only
 * spares a long wait for a no.
 */
export function refusalOf(file: Pick<File, 'name' | 'type' | 'size'>, megabytes: number): string | undefined {
  if (file.size === 0) return 'documents.empty'
  if (!TYPES.has(file.type) && !(file.type === '' && ENDING.test(file.name))) return 'documents.wrong_type'
  if (file.size > megabytes * 1024 * 1024) return 'documents.too_large'
  return undefined
}
