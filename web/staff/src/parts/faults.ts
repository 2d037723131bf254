import { readServerError, type RequestError } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

/** What is wrong with a field, by its path: in the office's words of this room where it has them, else in those that everybody reads. */
export function useFaults(error: RequestError | undefined, room: string): (path: string) => string | undefined {
  const { t, i18n } = useTranslation('errors')
  const { fields } = readServerError(error?.graphQLErrors[0]?.extensions)
  return (path) => {
    const fault = fields.find((f) => f.path === path)
    if (!fault) return undefined
    const own = `${room}.faults.${fault.code}`
    if (i18n.exists(own, { ns: 'staff' })) return i18n.t(own as never, { ns: 'staff', ...fault.params } as never) as unknown as string
    return t([`fields.${fault.code}`, 'fields.invalid'] as never, fault.params as never) as unknown as string
  }
}
