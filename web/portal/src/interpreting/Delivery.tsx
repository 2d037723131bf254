import { DeliverTranslation, RemoveTranslationFile } from '@ankunft/api/portal/operations.generated.ts'
import { ACCEPT, Button, describe, FilePicker, ProblemAlert, refusalOf, TextField, type UploadState, UploadTile } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useTranslationUploads } from './translationUploads.ts'
import type { Work } from './TranslationTicket.tsx'

const STATES: Record<Work['files'][number]['state'], UploadState> = {
  uploading: 'paused', received: 'checking', inspecting: 'checking', ready: 'done', unscanned: 'done', refused: 'refused',
}

/** The office takes no larger file, whatever a city allows for papers. */
const MEGABYTES = 50

/** Hands a translation in: its files, and how many strokes it has. */
export function Delivery({ work: w, again }: { work: Work; again: () => void }) {
  const { t } = useTranslation('interpreting')
  const { t: errors } = useTranslation('errors')
  const uploader = useTranslationUploads(w.token, again)
  const [strokes, setStrokes] = useState('')
  const [tried, setTried] = useState(false)
  const [removing, remove] = useMutation(RemoveTranslationFile)
  const [delivering, deliver] = useMutation(DeliverTranslation)
  const count = /^[0-9][0-9 .,]*$/.test(strokes.trim()) ? Number(strokes.replaceAll(/[ .,]/g, '')) : 0
  const jobs = uploader.jobs.filter((j) => j.state !== 'done')
  const underway = new Set(uploader.jobs.map((j) => j.fileId))
  const why = (code: string) => {
    const problem = describe({ code, fields: [] }, errors)
    return `${problem.title}. ${problem.help}`
  }
  const go = () => {
    setTried(true)
    if (count > 0) void deliver({ input: { token: w.token, strokes: count } })
  }
  return (
    <section className="ank-stack ank-noprint" aria-labelledby="delivery">
      <h2 id="delivery">{t('translation.upload')}</h2>
      <FilePicker accept={ACCEPT} hint={t('translation.uploadHelp')} onFiles={(files) => { uploader.add('translation', files, (f) => refusalOf(f, MEGABYTES)) }} />
      <ul className="files__list" role="list">
        {w.files.filter((f) => f.state !== 'uploading' || !underway.has(f.id)).map((f) => (
          <li key={f.id}>
            <UploadTile
              upload={{ name: f.name, size: f.size, sent: f.size, state: STATES[f.state], ...(f.refusal && { problem: why(`documents.${f.refusal}`) }) }}
              onRemove={() => void remove({ input: { token: w.token, file: f.id } })}
            />
          </li>
        ))}
        {jobs.map((j) => (
          <li key={j.id}>
            <UploadTile
              upload={{ name: j.file.name, size: j.file.size, sent: j.sent, state: j.state, ...(j.refusal && { problem: why(j.refusal) }) }}
              onPause={() => { uploader.pause(j.id) }}
              onResume={() => { uploader.resume(j.id) }}
              onRetry={() => { uploader.resume(j.id) }}
              onRemove={() => void uploader.remove(j.id)}
            />
          </li>
        ))}
      </ul>
      <TextField id="strokes" label={t('translation.strokes')} hint={t('translation.strokesHint')} short inputMode="numeric" value={strokes} onChange={setStrokes} autoComplete="off" error={tried && count <= 0 ? t('translation.strokesWrong') : undefined} />
      <ProblemAlert error={delivering.error ?? removing.error} />
      <div><Button busy={delivering.fetching} onClick={go}>{t('translation.deliver')}</Button></div>
    </section>
  )
}
