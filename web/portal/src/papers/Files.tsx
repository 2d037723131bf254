import { ArrangeFiles, CancelUpload, RemoveFile } from '@ankunft/api/portal/operations.generated.ts'
import { describe, Icon, type Job, ProblemAlert, type Uploader, type UploadState, UploadTile } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import type { Paper, PaperFile } from './types.ts'

const STATES: Record<PaperFile['state'], UploadState> = {
  uploading: 'paused', received: 'checking', inspecting: 'checking', ready: 'done', unscanned: 'done', refused: 'refused',
}

/** The files of one item: those that the office has, and those on their way from this device. */
export function Files({ item, papers, uploader, onChanged }: { item: string; papers: readonly Paper[]; uploader: Uploader; onChanged: () => void }) {
  const { t } = useTranslation('portal')
  const { t: errors } = useTranslation('errors')
  const [removing, remove] = useMutation(RemoveFile)
  const [cancelling, cancel] = useMutation(CancelUpload)
  const jobs = uploader.jobs.filter((j) => j.item === item && j.state !== 'done')
  const here = new Set(uploader.jobs.map((j) => j.fileId))
  const why = (code: string) => {
    const problem = describe({ code, fields: [] }, errors)
    return `${problem.title}. ${problem.help}`
  }
  const drop = async (f: PaperFile) => {
    const done = f.state === 'uploading' ? await cancel({ input: { file: f.id } }) : await remove({ input: { file: f.id } })
    if (!done.error) onChanged()
  }
  // A file under way from this device stands among the jobs; one that waits for another try elsewhere is listed here.
  const shown = papers.filter((p) => !p.reused).flatMap((p) => p.files.filter((f) => f.state !== 'uploading' || !here.has(f.id)).map((f) => ({ f, p })))
  if (shown.length + jobs.length === 0) return null
  return (
    <div className="ank-stack files">
      <ul className="files__list" role="list">
        {shown.map(({ f, p }) => (
          <li key={f.id}>
            <UploadTile
              upload={{
                name: f.name, size: f.size, sent: f.state === 'uploading' ? 0 : f.size, state: STATES[f.state],
                ...(f.thumbUrl && { thumbnail: f.thumbUrl }),
                ...(f.refusal ? { problem: why(`documents.${f.refusal}`) } : f.state === 'uploading' ? { problem: t('papers.brokenOff') } : {}),
              }}
              tools={<Order paper={p} file={f} onChanged={onChanged} />}
              {...(p.permitted.includes('remove_file') && { onRemove: () => void drop(f) })}
            />
            {f.duplicateOf && <p className="ank-muted ank-small">{t('papers.duplicate')}</p>}
          </li>
        ))}
        {jobs.map((j) => <li key={j.id}><JobTile job={j} uploader={uploader} problem={j.refusal ? why(j.refusal) : j.state === 'failed' ? t('papers.failed') : undefined} /></li>)}
      </ul>
      <ProblemAlert error={removing.error ?? cancelling.error} />
    </div>
  )
}

function JobTile({ job: j, uploader, problem }: { job: Job; uploader: Uploader; problem: string | undefined }) {
  return (
    <UploadTile
      upload={{ name: j.file.name, size: j.file.size, sent: j.sent, state: j.state, ...(problem && { problem }) }}
      onPause={() => { uploader.pause(j.id) }}
      onResume={() => { uploader.resume(j.id) }}
      onRetry={() => { uploader.resume(j.id) }}
      onRemove={() => void uploader.remove(j.id)}
    />
  )
}

const MOVES = ['up', 'down'] as const

/** Moves a page of a document of several files. */
function Order({ paper, file, onChanged }: { paper: Paper; file: PaperFile; onChanged: () => void }) {
  const { t } = useTranslation('portal')
  const [, arrange] = useMutation(ArrangeFiles)
  const at = paper.files.findIndex((f) => f.id === file.id)
  if (paper.files.length < 2 || !paper.permitted.includes('arrange')) return null
  const move = async (to: number) => {
    const files = paper.files.map((f) => f.id).filter((id) => id !== file.id)
    files.splice(to, 0, file.id)
    await arrange({ input: { document: paper.id, version: paper.version, files } })
    onChanged()
  }
  const labels = { up: t('papers.earlier', { name: file.name }), down: t('papers.laterPage', { name: file.name }) }
  const tool = (icon: 'up' | 'down', to: number) => (
    <button key={icon} type="button" className="ank-tool" aria-label={labels[icon]} title={labels[icon]} disabled={to < 0 || to >= paper.files.length} onClick={() => void move(to)}>
      <Icon name={icon} />
    </button>
  )
  return (
    <>
      {MOVES.map((icon) => tool(icon, icon === 'up' ? at - 1 : at + 1))}
    </>
  )
}
