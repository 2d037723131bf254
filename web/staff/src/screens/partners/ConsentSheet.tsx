import '../../styles/case.css'
import '../../styles/clearing.css'
import '../../styles/partners.css'
import { ConsentSheet as Sheet, type ConsentSheetQuery, NoteConsent, TakeOutPage } from '@ankunft/api/staff/operations.generated.ts'
import { ACCEPT, Button, EmptyState, FilePicker, languages, Loading, Page, ProblemAlert, readServerError, refusalOf, UploadTile, useLookAgain, useToast } from '@ankunft/ui'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useTakingIn } from '../../parts/takeIn.ts'
import { CONSENT } from './words.ts'

type Data = ConsentSheetQuery
type Text = Data['consentSheet']['texts'][number]

/** What somebody signs to be referred: printed, signed, taken in, and then it is sent. */
export default function ConsentSheet() {
  const { t } = useTranslation('staff')
  const { id } = useParams({ from: '/partners/consent/$id' })
  const [{ data, error }, read] = useQuery({ query: Sheet, variables: { referral: id }, requestPolicy: 'network-only' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const files = data?.referralPapers.flatMap((d) => d.files) ?? []
  useLookAgain(files.some((f) => f.state === 'received' || f.state === 'inspecting'), again)
  const back = <Link to="/partners/referrals" className="ank-noprint">{t('partners.sheet.back')}</Link>
  if (readServerError(error?.graphQLErrors[0]?.extensions).code === 'network.none') return <Page title={t('partners.sheet.title')}><EmptyState title={t('partners.sheet.none')} action={back} /></Page>
  if (!data) return <Page title={t('partners.sheet.title')}>{error ? <ProblemAlert error={error} onRetry={again} /> : <Loading lines={8} />}</Page>
  return (
    <Page title={t('partners.sheet.title')} aside={<span className="ank-noprint"><Button kind="secondary" size="small" icon="print" onClick={() => { print() }}>{t('partners.meeting.print')}</Button></span>}>
      {back}
      <Words data={data} />
      <TakeInPart data={data} again={again} />
    </Page>
  )
}

function Words({ data }: { data: Data }) {
  const { t } = useTranslation('staff')
  const { referral: r, texts } = data.consentSheet
  return (
    <article className="ank-card ank-stack ptn-sheet">
      <p>{data.city.office}</p>
      {texts.map((x) => <InOne key={x.language} text={x} contact={r.contactName} passed={r.passed} />)}
      <div className="ptn-sign"><span>{t('partners.sheet.where')}</span><span>{t('partners.sheet.signature')}</span></div>
    </article>
  )
}

const FIELDS = [['name', 'name'], ['phone', 'phone'], ['email', 'email'], ['language', 'speaks'], ['concern', 'concern']] as const

function InOne({ text: x, contact, passed }: { text: Text; contact: string; passed: Data['consentSheet']['referral']['passed'] }) {
  const language = x.language === 'de-simple' ? 'de' : x.language
  return (
    <section lang={language} dir={languages.find((l) => l.tag === x.language)?.dir ?? 'ltr'} className="ank-stack">
      <h2>{x.passes}: <bdi>{contact}</bdi></h2>
      <dl className="ptn-facts">{FIELDS.map(([field, term]) => passed[field] && <div key={field}><dt>{x[term]}</dt><dd><bdi>{passed[field]}</bdi></dd></div>)}</dl>
      <p>{x.consent}</p>
    </section>
  )
}

/** The paper comes back with a signature: it is scanned or photographed, and looked at before anything is sent. */
function TakeInPart({ data, again }: { data: Data; again: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const navigate = useNavigate()
  const r = data.consentSheet.referral
  const uploader = useTakingIn('referral', r.id, again)
  const [{ fetching, error }, note] = useMutation(NoteConsent)
  const megabytes = data.city.limits.fileMegabytes
  const open = r.state === 'asked'
  const ready = data.referralPapers.some((d) => d.state === 'ready' || d.state === 'unscanned')
  const act = async () => {
    const { data: sent } = await note({ input: { referral: r.id, text: CONSENT } })
    if (!sent) return
    say({ text: t('partners.referral.sent') })
    await navigate({ to: '/partners/referrals' })
  }
  return (
    <section className="ank-stack ank-noprint" aria-labelledby="signed">
      <h2 id="signed">{t('partners.sheet.signed')}</h2>
      {!open && <p>{t(r.state === 'withdrawn' ? 'partners.sheet.over' : 'partners.sheet.done')}</p>}
      <Taken data={data} open={open} again={again} jobs={uploader.jobs} onRetry={(job) => { uploader.resume(job) }} onDrop={(job) => void uploader.remove(job)} />
      {open && (
        <>
          <div role="group" aria-label={t('partners.sheet.takeIn')}>
            <FilePicker accept={ACCEPT} hint={t('clearing.takeInHint', { count: megabytes })} onFiles={(files) => { uploader.add('consent', files, (f) => refusalOf(f, megabytes)) }} />
          </div>
          <ProblemAlert error={error} onRetry={again} />
          {ready ? <p>{t('partners.sheet.ready')}</p> : <p className="ank-muted">{t('partners.sheet.notYet')}</p>}
          <div><Button busy={fetching} disabled={!ready} onClick={() => void act()}>{t('partners.sheet.send')}</Button></div>
        </>
      )}
    </section>
  )
}

const STATES = { uploading: 'paused', received: 'checking', inspecting: 'checking', ready: 'done', unscanned: 'done', refused: 'refused' } as const

interface TakenProps {
  data: Data
  open: boolean
  again: () => void
  jobs: ReturnType<typeof useTakingIn>['jobs']
  onRetry: (job: number) => void
  onDrop: (job: number) => void
}

function Taken({ data, open, again, jobs, onRetry, onDrop }: TakenProps) {
  const { t } = useTranslation('staff')
  const [{ error }, takeOut] = useMutation(TakeOutPage)
  const coming = jobs.filter((j) => j.state !== 'done')
  const here = new Set(jobs.map((j) => j.fileId))
  const files = data.referralPapers.flatMap((d) => d.files).filter((f) => f.state !== 'uploading' || !here.has(f.id))
  if (files.length + coming.length === 0) return null
  return (
    <>
      <ol className="off-clearing__pages" role="list" aria-label={t('partners.sheet.pages')}>
        {files.map((f) => (
          <li key={f.id}>
            <UploadTile
              upload={{ name: f.name, size: f.size, sent: f.size, state: STATES[f.state], ...(f.thumbUrl && { thumbnail: f.thumbUrl }), ...(f.refusal && { problem: t('partners.sheet.refused') }) }}
              {...(open && { onRemove: () => void takeOut({ input: { file: f.id } }).then(again) })}
            />
            {f.originalUrl && <a href={f.originalUrl} download>{t('partners.sheet.original', { name: f.name })}</a>}
          </li>
        ))}
        {coming.map((j) => <li key={j.id}><UploadTile upload={{ name: j.file.name, size: j.file.size, sent: j.sent, state: j.state, ...(j.refusal && { problem: t('partners.sheet.refused') }) }} onRetry={() => { onRetry(j.id) }} onRemove={() => { onDrop(j.id) }} /></li>)}
      </ol>
      <ProblemAlert error={error} />
    </>
  )
}
