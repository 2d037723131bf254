import '../../styles/interpreters.css'
import '../../styles/workplace.css'
import { ImportPosts as Bring, type ImportPostsMutation } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Code, Icon, Loading, Page, ProblemAlert, StatusBadge, Table, useToast } from '@ankunft/ui'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { officeToday } from '../../risk.ts'

type Report = ImportPostsMutation['importPosts']

/** Bytes of a list, as the office bounds them. */
const LARGEST = 200 << 10

const EXAMPLE = `Stellennummer;Bezeichnung;Entgeltgruppe;Anteil;team;Besetzt mit;Personalnummer;Besetzt seit;Befristet bis;Art;Ausgeschrieben ab;Ausgeschrieben bis
32-101;Sachbearbeitung Studium;E 9b;1;study;Petra Lindner;40117;01.04.2021;;;;
32-104;Sachbearbeitung Familie;A 10;0,5;family;Olena Kravets;40233;01.09.2026;31.08.2027;Abordnung;;
32-107;Sachbearbeitung Familie;E 9b;1;family;;;;;;01.11.2026;15.12.2026`

/** The personnel office's list: compared first, with all that is wrong in it and all that it would change; then done as it was seen, whole or not at all. */
export default function ImportPosts() {
  const { t } = useTranslation('staff')
  const navigate = useNavigate()
  const say = useToast()
  const box = useRef<HTMLInputElement>(null)
  const [asOf, setAsOf] = useState(officeToday())
  const [chosen, setChosen] = useState<{ name: string; csv: string; report?: Report }>()
  const [refusal, setRefusal] = useState<'tooLarge' | 'notText'>()
  const [{ fetching, error }, bring] = useMutation(Bring)
  const look = async (name: string, csv: string) => {
    setChosen({ name, csv })
    const { data } = await bring({ input: { csv, asOf } })
    if (data) setChosen({ name, csv, report: data.importPosts })
  }
  const read = async (file: File) => {
    setRefusal(undefined)
    setChosen(undefined)
    if (file.size > LARGEST) {
      setRefusal('tooLarge')
      return
    }
    try {
      await look(file.name, new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()))
    } catch {
      setRefusal('notText')
    }
  }
  const act = async () => {
    if (!chosen?.report) return
    const { data } = await bring({ input: { csv: chosen.csv, asOf: chosen.report.asOf, digest: chosen.report.digest } })
    if (!data?.importPosts.done) return
    say({ text: t('posts.import.done') })
    await navigate({ to: '/workplace/posts' })
  }
  const report = chosen?.report
  return (
    <Page title={t('posts.import.title')} lead={t('posts.import.lead')}>
      <p className="ank-noprint"><Link to="/workplace/posts" className="off-back"><Icon name="back" />{t('posts.title')}</Link></p>
      <DayField label={t('posts.import.asOf')} hint={t('posts.import.asOfHint')} value={asOf} onChange={(v) => { setAsOf(v); setChosen(undefined) }} />
      <p className="ank-actions">
        <Button kind="secondary" icon="upload" busy={fetching} onClick={() => box.current?.click()}>{t('interpreting.import.choose')}</Button>
        {chosen && <Code>{chosen.name}</Code>}
        <input
          ref={box}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          aria-label={t('interpreting.import.file')}
          onChange={(e) => {
            const file = e.target.files?.[0]
            if (file) void read(file)
            e.target.value = ''
          }}
        />
      </p>
      {refusal && <Alert tone="danger" title={t(`interpreting.import.${refusal}`)} live />}
      <ProblemAlert error={error} {...(chosen && { onRetry: () => void look(chosen.name, chosen.csv) })} />
      {chosen && !report && fetching && <><p role="status">{t('interpreting.import.checking')}</p><Loading lines={4} /></>}
      {report && report.faults.length > 0 && <Faults report={report} />}
      {report && report.faults.length === 0 && <Changes report={report} busy={fetching} onAct={() => void act()} />}
      {!report && (
        <section className="ank-stack" aria-labelledby="example">
          <h2 id="example">{t('interpreting.import.example')}</h2>
          <p className="ank-measure">{t('posts.import.help')}</p>
          <pre className="off-example" tabIndex={0} aria-label={t('interpreting.import.example')} dir="ltr">{EXAMPLE}</pre>
        </section>
      )}
    </Page>
  )
}

function Faults({ report }: { report: Report }) {
  const { t, i18n } = useTranslation('staff')
  const words = (code: string) => {
    const own = `posts.import.codes.${code}`
    return i18n.exists(own, { ns: 'staff' }) ? t(own as 'posts.import.codes.overfilled') : t(`interpreting.import.codes.${code}` as 'interpreting.import.codes.unknown', { defaultValue: t('interpreting.import.codes.format') })
  }
  return (
    <section className="ank-stack">
      <Alert tone="danger" title={t('interpreting.import.faults', { count: report.faults.length })} live>{t('interpreting.import.faultsHelp')}</Alert>
      <Table
        caption={t('interpreting.import.what')}
        rows={report.faults.map((f, n) => ({ ...f, n }))}
        rowKey={(f) => String(f.n)}
        columns={[
          { id: 'line', title: t('interpreting.import.line'), end: true, cell: (f) => f.line },
          { id: 'column', title: t('interpreting.import.column'), cell: (f) => f.column ? <Code>{f.column}</Code> : t('interpreting.import.wholeLine') },
          { id: 'what', title: t('interpreting.import.what'), cell: (f) => words(f.code) },
          { id: 'value', title: t('interpreting.import.value'), cell: (f) => f.value ? <Code>{f.value}</Code> : <span className="ank-muted">–</span> },
        ]}
      />
    </section>
  )
}

const TONES = { new: 'success', changed: 'info', ended: 'warning' } as const

function Changes({ report, busy, onAct }: { report: Report; busy: boolean; onAct: () => void }) {
  const { t } = useTranslation('staff')
  if (report.changes.length === 0) return <Alert tone="success" title={t('posts.import.same', { count: report.unchanged })} live />
  return (
    <section className="ank-stack">
      <Alert tone="info" title={t('posts.import.changes', { count: report.changes.length })} live>
        <p>{t('posts.import.unchanged', { count: report.unchanged })}</p>
        <div className="ank-actions"><Button busy={busy} onClick={onAct}>{t('posts.import.act')}</Button></div>
      </Alert>
      <Table
        caption={t('posts.import.preview')}
        rows={report.changes}
        rowKey={(c) => c.number}
        columns={[
          { id: 'number', title: t('posts.number'), cell: (c) => <Code>{c.number}</Code> },
          { id: 'what', title: t('posts.import.becomes'), cell: (c) => <StatusBadge tone={TONES[c.what as keyof typeof TONES]}>{t(`posts.import.kinds.${c.what as keyof typeof TONES}`)}</StatusBadge> },
          { id: 'steps', title: t('posts.import.steps'), cell: (c) => (
            <ul className="off-plain">{c.steps.map((s, n) => <li key={n}>{t(`posts.import.fields.${s.field as 'title'}`)}: {s.before && <><del>{s.before}</del> → </>}{s.after || t('posts.import.gone')}</li>)}</ul>
          ) },
        ]}
      />
    </section>
  )
}
