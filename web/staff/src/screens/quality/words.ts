import { useTranslation } from 'react-i18next'

/** What can be answered, from no to yes. */
export function values(most: number): number[] {
  return Array.from({ length: most }, (_, i) => i + 1)
}

/** A question of the city in the words of the office, and in one word for tables; a key without words stands for itself. */
export function useQuestion(): (key: string) => { question: string; label: string } {
  const { t } = useTranslation('staff')
  return (key) => ({
    question: t(`quality.question.${key}` as 'quality.question.understood', { defaultValue: key }),
    label: t(`quality.label.${key}` as 'quality.label.understood', { defaultValue: key }),
  })
}
