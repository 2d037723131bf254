import { Alert, EmptyState, PageViewer, StatusBadge, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { usePictures } from '../../parts/usePages.ts'
import { PaperBadge } from '../../parts/words.tsx'
import { TranslationsOf } from '../interpreters/TranslationsOf.tsx'
import { type ExtraData, type PaperData, useCase } from './context.ts'
import { isReason } from './papers.ts'

/** One paper: what it is for, what is known about its files, and its pages. */
export function PaperSheet({ paper }: { paper: PaperData }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const { record } = useCase()
  const seen = record.originals.find((o) => o.item === paper.item)
  const files = paper.document?.files ?? []
  const pages = usePictures(files.flatMap((f) => f.pageUrls))
  const unscanned = files.some((f) => f.state === 'unscanned')
  return (
    <>
      <header className="off-sheet__head">
        <h2>{paper.title}</h2>
        <PaperBadge state={paper.state} />
        {paper.reused && <StatusBadge tone="info" icon="retry">{t('paper.reusedLong')}</StatusBadge>}
        {unscanned && <StatusBadge tone="warning">{t('paper.unscanned')}</StatusBadge>}
        {files.some((f) => f.active) && <StatusBadge tone="warning">{t('paper.active')}</StatusBadge>}
        {paper.validUntil && <span className="ank-muted">{t('paper.validUntilDay', { date: date(paper.validUntil, 'short') })}</span>}
        {seen && <StatusBadge tone="success" icon="check">{t('paper.originalSeen', { name: seen.seenBy.name, date: date(seen.seenAt, 'short') })}</StatusBadge>}
        <p className="ank-muted ank-small off-sheet__why">{paper.why}</p>
      </header>
      {paper.state === 'rejected' && paper.reason && (
        <p className="off-sheet__reason">{t('paper.rejectedFor', { reason: isReason(paper.reason) ? t(`paper.reasons.${paper.reason}`) : paper.reason })}</p>
      )}
      {pages.length > 0 ? (
        <div className="off-sheet">
          <PageViewer key={paper.item} title={paper.title} pages={pages} turnKey="d" help={t('paper.viewerHelp', { title: paper.title })} />
        </div>
      ) : (
        <NoPages paper={paper} />
      )}
      {files.length > 0 && <Files files={files} />}
      {paper.document && pages.length > 0 && <TranslationsOf caseId={record.id} document={paper.document.id} title={paper.title} others={othersOf(record.papers, paper)} />}
    </>
  )
}

/** What may go to the translator with a paper: the others whose pages can be seen. */
function othersOf(papers: readonly PaperData[], paper: PaperData): { document: string; title: string }[] {
  return papers.flatMap((p) => (p.item !== paper.item && p.document?.files.some((f) => f.pageUrls.length > 0) ? [{ document: p.document.id, title: p.title }] : []))
}

/** What was given in although no list asks for it: it may matter. */
export function ExtraSheet({ paper }: { paper: ExtraData }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const { record } = useCase()
  const seen = record.originals.find((o) => o.item === paper.item)
  const doc = paper.document
  const pages = usePictures(doc?.files.flatMap((f) => f.pageUrls) ?? [])
  return (
    <>
      <header className="off-sheet__head">
        <h2>{paper.title}</h2>
        <PaperBadge state={paper.state} />
        <StatusBadge tone="info" icon="plus">{t('paper.extra')}</StatusBadge>
        {seen && <StatusBadge tone="success" icon="check">{t('paper.originalSeen', { name: seen.seenBy.name, date: date(seen.seenAt, 'short') })}</StatusBadge>}
        <p className="ank-muted ank-small off-sheet__why">{t(paper.listed ? 'paper.extraListed' : 'paper.extraNamed')}</p>
      </header>
      {paper.state === 'rejected' && doc && (
        <p className="off-sheet__reason">{t('paper.rejectedFor', { reason: doc.rejection && isReason(doc.rejection) ? t(`paper.reasons.${doc.rejection}`) : doc.remark })}</p>
      )}
      {pages.length > 0 && (
        <div className="off-sheet">
          <PageViewer key={paper.item} title={paper.title} pages={pages} turnKey="d" help={t('paper.viewerHelp', { title: paper.title })} />
        </div>
      )}
      {doc?.state === 'refused' && <Alert tone="danger" title={t('paper.refusedTitle')}><p>{t('paper.refusedHelp')}</p></Alert>}
      {doc?.state === 'checking' && <Alert tone="info" title={t('paper.examining')}><p>{t('paper.examiningHelp')}</p></Alert>}
      {doc && <Files files={doc.files} />}
    </>
  )
}

type FileData = NonNullable<PaperData['document']>['files'][number]

function Files({ files }: { files: readonly FileData[] }) {
  const { t } = useTranslation('staff')
  const { bytes } = useFormat()
  return (
    <details className="ank-small">
      <summary>{t('paper.files', { count: files.length })}</summary>
      <ul className="off-files">
        {files.map((f) => (
          <li key={f.id}>
            <bdi>{f.name}</bdi> <span className="ank-muted">{bytes(f.size)}</span>{' '}
            {f.state === 'refused' && <span>{t('paper.refused')}</span>}
            {f.originalUrl && (
              <a href={f.originalUrl} download>
                {t('paper.original')}
              </a>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Nothing to look at: still missing, still being examined, or refused. */
function NoPages({ paper }: { paper: PaperData }) {
  const { t } = useTranslation('staff')
  const state = paper.document?.state
  if (state === 'checking' || state === 'uploading') {
    return <Alert tone="info" title={t('paper.examining')}><p>{t('paper.examiningHelp')}</p></Alert>
  }
  if (state === 'refused') {
    return <Alert tone="danger" title={t('paper.refusedTitle')}><p>{t('paper.refusedHelp')}</p></Alert>
  }
  return <EmptyState title={t('paper.missingTitle')}>{t(paper.requested ? 'paper.missingRequested' : 'paper.missingHelp')}</EmptyState>
}
