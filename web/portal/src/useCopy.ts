import { useToast } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

/** Copies a text and says so; where the browser does not let us, that too. */
export function useCopy(): (text: string) => void {
  const { t } = useTranslation('portal')
  const say = useToast()
  return (text) => {
    navigator.clipboard.writeText(text).then(() => { say({ text: t('done.copied') }) }, () => { say({ text: t('done.notCopied') }) })
  }
}
