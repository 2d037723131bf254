import type { PackageLineFragment } from '@ankunft/api/staff/operations.generated.ts'
import { useTranslation } from 'react-i18next'

/** What is wrong with a package, in words, with the file where there is one. */
export function useFaultWords(): (fault: PackageLineFragment['faults'][number]) => string {
  const { t } = useTranslation('staff')
  return ({ code, file }) => {
    const what = t([`learning.faults.${code}`, 'learning.faults.other'] as never) as unknown as string
    return file ? t('learning.faultOf', { what, file }) : what
  }
}
