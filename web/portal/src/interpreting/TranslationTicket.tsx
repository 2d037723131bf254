import type { TranslationPageFragment } from '@ankunft/api/portal/operations.generated.ts'
import { useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export type Work = TranslationPageFragment

/** What is to be translated, until when, for how much; the paper itself is no part of it. */
export function TranslationTicket({ work: w }: { work: Work }) {
  const { t } = useTranslation('interpreting')
  const format = useFormat()
  return (
    <div className="ticket job">
      <dl className="figure"><dt>{t('translation.paper')}</dt><dd lang="de"><bdi>{w.title}</bdi></dd>{w.sworn && <dd className="job__hint">{t('translation.sworn')}</dd>}</dl>
      <dl className="figure job__language"><dt>{t('language')}</dt><dd>{t(w.direction === 'from_german' ? 'translation.fromGerman' : 'translation.intoGerman', { language: w.languageName })}</dd></dl>
      <dl className="figure"><dt>{t('translation.length')}</dt><dd>{t('translation.strokesAbout', { pages: w.pages, strokes: format.number(w.expectedStrokes) })}</dd></dl>
      <dl className="figure"><dt>{t('translation.due')}</dt><dd>{format.day(w.dueOn)}</dd></dl>
      <dl className="figure job__pay"><dt>{t('pay')}</dt><dd>{format.money(w.cents)}</dd><dd className="job__hint">{t('translation.strokesHint')}</dd></dl>
    </div>
  )
}
