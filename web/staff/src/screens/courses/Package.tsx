import '../../styles/learning.css'
import { BeginLearningUpload, CompleteLearningUpload, EndLearningPackage, LearningOffer, LearningPackages, type PackageLineFragment, SignLearningParts } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, ConfirmDialog, Facts, FilePicker, Loading, ProblemAlert, StatusBadge, Uploads, UploadTile, useFormat, useLookAgain, useUploader } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, useMutation, useQuery } from 'urql'
import { useFaultWords } from './faults.ts'

type Package = PackageLineFragment

const MEGABYTES = 200

/** What can be told before a single byte is sent. */
function refusalOf(file: File): string | undefined {
  if (file.size === 0) return 'empty'
  if (!/\.zip$/i.test(file.name)) return 'no_zip'
  if (file.size > MEGABYTES * 1024 * 1024) return 'too_large'
  return undefined
}

function usePackageUploads(course: string, onSettled: () => void) {
  const client = useClient()
  const [uploads] = useState(() => new Uploads<'course'>({ kind: 'course', id: course }, {
    begin: async ({ name, size }) => {
      const { data, error } = await client.mutation(BeginLearningUpload, { input: { course, name, size } }).toPromise()
      const begun = data?.beginLearningUpload
      return { data: begun && { beginUpload: { ...begun, file: begun.package } }, error }
    },
    sign: async ({ file, numbers }) => {
      const { data, error } = await client.mutation(SignLearningParts, { input: { package: file, numbers } }).toPromise()
      return { data: data && { signParts: data.signLearningParts }, error }
    },
    complete: ({ file }) => client.mutation(CompleteLearningUpload, { input: { package: file } }).toPromise(),
    cancel: ({ file }) => client.mutation(EndLearningPackage, { input: { package: file } }).toPromise(),
  }))
  return useUploader(uploads, onSettled)
}

/** The package of an online course: what is played now, what is being looked at, and the way for a new one. */
export function CoursePackage({ course }: { course: string }) {
  const { t } = useTranslation('staff')
  const [{ data, error }, read] = useQuery({ query: LearningPackages, variables: { course }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const uploader = usePackageUploads(course, again)
  const list = (data?.learningPackages ?? []).filter((p) => !p.endedAt)
  const played = list.find((p) => p.state === 'ready')
  const newest = list.find((p) => p.state !== 'uploading')
  useLookAgain(newest?.state === 'scanning', again)
  const why = (code: string) => t([`learning.refusals.${code}`, `problems.${code.replaceAll('.', '_')}.help`, 'learning.refusals.other'] as never) as unknown as string
  return (
    <section className="ank-stack lrn-package" aria-labelledby="package">
      <h3 id="package">{t('learning.package')}</h3>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={2} />}
      {data && !played && newest?.state !== 'scanning' && <p className="ank-muted">{t('learning.noPackage')}</p>}
      {played && <Played package={played} again={again} />}
      {newest?.state === 'scanning' && <p role="status"><StatusBadge tone="info" icon="shield">{t('learning.scanning', { name: newest.name })}</StatusBadge></p>}
      {newest?.state === 'refused' && <Refused package={newest} />}
      {uploader.jobs.filter((j) => j.state !== 'done').map((j) => (
        <UploadTile key={j.id} upload={{ name: j.file.name, size: j.file.size, sent: j.sent, state: j.state, ...(j.refusal && { problem: why(j.refusal) }) }} onRetry={() => { uploader.resume(j.id) }} onRemove={() => void uploader.remove(j.id)} />
      ))}
      <FilePicker one accept=".zip,application/zip" hint={t(played ? 'learning.replaceHint' : 'learning.uploadHint')} onFiles={(files) => { uploader.add(course, files, refusalOf) }} />
    </section>
  )
}

function Played({ package: p, again }: { package: Package; again: () => void }) {
  const { t } = useTranslation('staff')
  const { moment, number, bytes } = useFormat()
  const [asking, ask] = useState(false)
  const [{ data }] = useQuery({ query: LearningOffer, variables: { course: p.courseId }, requestPolicy: 'cache-and-network' })
  const [{ fetching, error }, end] = useMutation(EndLearningPackage)
  const act = async () => {
    const { data } = await end({ input: { package: p.id } })
    if (!data) return
    ask(false)
    again()
  }
  return (
    <>
      <Facts
        facts={[
          { id: 'title', term: t('learning.title'), value: p.title },
          { id: 'standard', term: t('learning.standard'), value: t(`learning.standards.${p.standard as 'scorm12'}`) },
          { id: 'size', term: t('learning.size'), value: [t('learning.parts', { count: p.items }), t('learning.files', { count: p.files, number: number(p.files) }), bytes(p.bytes)].join(', ') },
          { id: 'at', term: t('learning.importedAt'), value: moment(p.importedAt) },
        ]}
      />
      {data?.learningOffer.playable === false && <Alert tone="warning" title={t('problems.elearning_off.title')}><p>{t('problems.elearning_off.help')}</p></Alert>}
      {!p.scanned && <Alert tone="warning" title={t('learning.unscanned')} />}
      <div className="ank-actions"><Button kind="tertiary" size="small" onClick={() => { ask(true) }}>{t('learning.end')}</Button></div>
      <ConfirmDialog open={asking} title={t('learning.endOf', { title: p.title })} confirm={t('learning.end')} kind="danger" busy={fetching} onConfirm={() => void act()} onClose={() => { ask(false) }}>
        <ProblemAlert error={error} />
        <p>{t('learning.endHelp')}</p>
      </ConfirmDialog>
    </>
  )
}

/** All that is wrong with a package, at once: whoever made it mends it in one go. */
function Refused({ package: p }: { package: Package }) {
  const { t } = useTranslation('staff')
  const words = useFaultWords()
  return (
    <Alert tone="danger" title={t('learning.refused', { name: p.name })} live>
      <ul>{p.faults.map((f) => <li key={f.code + f.file}>{words(f)}</li>)}</ul>
      <p>{t('learning.refusedHelp')}</p>
    </Alert>
  )
}
