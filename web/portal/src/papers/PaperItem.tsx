import { ACCEPT, FilePicker, refusalOf, type Tone, type Uploader, type IconName, StatusBadge } from '@ankunft/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Files } from './Files.tsx'
import type { Paper } from './types.ts'

interface PaperItemProps {
  item: string
  title: string
  /** Of the title, where it is not the page's. */
  language?: string | undefined
  /** The level of its heading below those of the page. */
  heading?: 'h2' | 'h3'
  /** Texts of the list, where it is the list of a draft. */
  why?: string
  form?: string
  example?: string
  required: boolean
  badge: { tone: Tone; icon: IconName; text: string }
  /** What the office said about it. */
  note?: ReactNode
  papers: readonly Paper[]
  uploader: Uploader
  /** Whether files may be added now. */
  open: boolean
  megabytes: number
  onChanged: () => void
}

/** One paper of the list: why, how, what is there, and the way to send it. */
export function PaperItem(props: PaperItemProps) {
  const { item, title, language, heading: Heading = 'h3', why, form, example, required, badge, note, papers, uploader, open, megabytes, onChanged } = props
  const { t } = useTranslation('portal')
  return (
    <section className="ank-card paper" aria-labelledby={`paper-${item}`} id={`item-${item}`}>
      <div className="ank-row paper__head">
        <Heading id={`paper-${item}`}><span lang={language} dir="auto">{title}</span>{!required && <span className="ank-muted paper__optional"> {t('papers.optional')}</span>}</Heading>
        <StatusBadge tone={badge.tone} icon={badge.icon}>{badge.text}</StatusBadge>
      </div>
      {form && <p>{form}</p>}
      {(why || example) && (
        <details className="paper__more">
          <summary>{t('papers.why')}</summary>
          {why && <p>{why}</p>}
          {example && <p><strong>{t('papers.example')}</strong> {example}</p>}
        </details>
      )}
      {note}
      <Files item={item} papers={papers} uploader={uploader} onChanged={onChanged} />
      {open && (
        <div role="group" aria-label={t('papers.sendFor', { title })}>
          <FilePicker accept={ACCEPT} hint={t('papers.accepted', { count: megabytes })} onFiles={(files) => { uploader.add(item, files, (f) => refusalOf(f, megabytes)) }} />
        </div>
      )}
    </section>
  )
}
