import { useTranslation } from 'react-i18next'

/** What the office wrote freely stands in German, and says so: the frame speaks the person's language, the words are marked as German. */
export function German({ children }: { children: string }) {
  const { t, i18n } = useTranslation('portal')
  return (
    <figure className="german">
      {!i18n.language.startsWith('de') && <figcaption>{t('case.officeWrites')}</figcaption>}
      <blockquote lang="de" dir="ltr">{children}</blockquote>
    </figure>
  )
}
