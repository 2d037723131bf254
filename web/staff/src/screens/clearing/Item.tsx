import { TakeOutPage, TurnPages } from '@ankunft/api/staff/operations.generated.ts'
import { ACCEPT, Button, Checkbox, describe, FilePicker, Icon, type IconName, ProblemAlert, refusalOf, StatusBadge, type Tone, type Uploader, type UploadState, UploadTile, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { isReason } from '../case/papers.ts'
import type { VisitItem } from './visit.ts'

/** What stands beside the list is never missing: it is here or not yet. */
const EMPTY = { tone: 'neutral', icon: 'info' } as const

const LOOK: Record<VisitItem['state'], { tone: Tone; icon: IconName }> = {
  missing: { tone: 'warning', icon: 'alert' },
  to_check: { tone: 'info', icon: 'clock' },
  accepted: { tone: 'success', icon: 'check' },
  rejected: { tone: 'danger', icon: 'alert' },
  waived: { tone: 'neutral', icon: 'info' },
  taken: { tone: 'success', icon: 'check' },
}

interface ItemProps {
  item: VisitItem
  /** The person's language, for the name of the paper beside the German one. */
  tongue: string
  uploader: Uploader
  megabytes: number
  onSeen?: ((seen: boolean) => void) | undefined
  /** Takes it from beside the list again. */
  onDrop?: (() => void) | undefined
  onChanged: () => void
}

/** One paper of the list: how it stands, taking it in, and the original. */
export function Item({ item: i, tongue, uploader, megabytes, onSeen, onDrop, onChanged }: ItemProps) {
  const { t } = useTranslation('staff')
  const { date, moment } = useFormat()
  const open = i.takes
  const empty = i.extra && i.state === 'missing'
  return (
    <section className="ank-card ank-stack off-clearing__item" aria-labelledby={`item-${i.item}`}>
      <div className="ank-row">
        <span className="off-lined">
          <h3 id={`item-${i.item}`}>{i.title}{!i.required && !i.extra && <span className="ank-muted"> {t('clearing.optional')}</span>}</h3>
          {i.titleOther !== i.title && <span className="ank-muted" lang={tongue} dir="auto">{i.titleOther}</span>}
        </span>
        <StatusBadge {...(empty ? EMPTY : LOOK[i.state])}>{t(`clearing.itemStates.${empty ? 'empty' : i.state}`)}</StatusBadge>
      </div>
      {open && i.form && <p>{i.form}</p>}
      {i.state === 'rejected' && i.reason && <p>{t('clearing.rejected', { reason: isReason(i.reason) ? t(`paper.reasons.${i.reason}`) : i.reason })}</p>}
      {i.validUntil && <p className="ank-muted ank-small">{t('paper.validUntilDay', { date: date(i.validUntil, 'short') })}</p>}
      <Pages item={i} uploader={uploader} onChanged={onChanged} />
      {open && (
        <div role="group" aria-label={t('clearing.takeIn', { title: i.title })}>
          <FilePicker accept={ACCEPT} hint={t('clearing.takeInHint', { count: megabytes })} onFiles={(files) => { uploader.add(i.item, files, (f) => refusalOf(f, megabytes)) }} />
        </div>
      )}
      {onSeen ? (
        <Checkbox checked={i.original !== null} onChange={onSeen} required={false}>{t('clearing.original')}</Checkbox>
      ) : (
        i.original && <p className="ank-small"><Icon name="check" /> {t('clearing.originalBy', { name: i.original.by, at: moment(i.original.at) })}</p>
      )}
      {onDrop && empty && !uploader.jobs.some((j) => j.item === i.item) && (
        <div><Button kind="tertiary" size="small" aria-label={t('clearing.dropOne', { title: i.title })} onClick={onDrop}>{t('clearing.drop')}</Button></div>
      )}
    </section>
  )
}

type Document = NonNullable<VisitItem['document']>

const STATES: Record<Document['files'][number]['state'], UploadState> = {
  uploading: 'paused', received: 'checking', inspecting: 'checking', ready: 'done', unscanned: 'done', refused: 'refused',
}

/** The pages of a paper: those that are there, and those on their way. */
function Pages({ item, uploader, onChanged }: { item: VisitItem; uploader: Uploader; onChanged: () => void }) {
  const { t } = useTranslation('staff')
  const { t: errors } = useTranslation('errors')
  const [taking, takeOut] = useMutation(TakeOutPage)
  const [turning, turn] = useMutation(TurnPages)
  const jobs = uploader.jobs.filter((j) => j.item === item.item && j.state !== 'done')
  const here = new Set(uploader.jobs.map((j) => j.fileId))
  const doc = item.document
  const files = doc?.files.filter((f) => f.state !== 'uploading' || !here.has(f.id)) ?? []
  const why = (code: string) => {
    const problem = describe({ code, fields: [] }, errors)
    return `${problem.title}. ${problem.help}`
  }
  if (files.length + jobs.length === 0) return null
  const drop = async (file: string) => {
    await takeOut({ input: { file } })
    onChanged()
  }
  const forward = async (d: Document, at: number) => {
    const order = d.files.map((f) => f.id)
    order.splice(at - 1, 2, order[at] ?? '', order[at - 1] ?? '')
    await turn({ input: { document: d.id, version: d.version, files: order } })
    onChanged()
  }
  return (
    <>
      {/* Pictures only while papers are taken in: afterwards they belong to the case, which the desk may not open. */}
      <ol className="off-clearing__pages" role="list" aria-label={t('clearing.pagesOf', { title: item.title })}>
        {files.map((f, at) => (
          <li key={f.id}>
            <UploadTile
              upload={{ name: f.name, size: f.size, sent: f.size, state: STATES[f.state], ...(item.takes && f.thumbUrl && { thumbnail: f.thumbUrl }), ...(f.refusal && { problem: why(`documents.${f.refusal}`) }) }}
              tools={doc && at > 0 && doc.permitted.includes('arrange') && (
                <button type="button" className="ank-tool" aria-label={t('clearing.earlier', { name: f.name })} title={t('clearing.earlier', { name: f.name })} onClick={() => void forward(doc, at)}>
                  <Icon name="up" />
                </button>
              )}
              {...(doc?.permitted.includes('remove_file') && { onRemove: () => void drop(f.id) })}
            />
          </li>
        ))}
        {jobs.map((j) => (
          <li key={j.id}>
            <UploadTile
              upload={{ name: j.file.name, size: j.file.size, sent: j.sent, state: j.state, ...(j.refusal && { problem: why(j.refusal) }) }}
              onRetry={() => { uploader.resume(j.id) }}
              onRemove={() => void uploader.remove(j.id)}
            />
          </li>
        ))}
      </ol>
      <ProblemAlert error={taking.error ?? turning.error} />
    </>
  )
}
