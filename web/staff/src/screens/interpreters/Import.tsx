import '../../styles/interpreters.css'
import { ImportInterpreters, type ImportInterpretersMutation } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Code, Icon, Loading, Name, Page, ProblemAlert, Table, useToast } from '@ankunft/ui'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { COLUMNS, EXAMPLE, LARGEST } from './list.ts'
import { useModeWords, useSkillWords } from './words.tsx'

type Report = ImportInterpretersMutation['importInterpreters']
type Refusal = 'tooLarge' | 'notText'

/** What a file says, if it is a text; why not otherwise. */
async function textOf(file: File): Promise<{ text: string } | { refusal: Refusal }> {
  if (file.size > LARGEST) return { refusal: 'tooLarge' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()) }
  } catch {
    return { refusal: 'notText' }
  }
}

/** A list of before comes into the directory: looked at first with all that is wrong in it, then whole or not at all. */
export default function Import() {
  const { t } = useTranslation('staff')
  const navigate = useNavigate()
  const say = useToast()
  const [chosen, setChosen] = useState<{ name: string; csv: string; report?: Report }>()
  const [refusal, setRefusal] = useState<Refusal>()
  const [{ fetching, error }, bring] = useMutation(ImportInterpreters)
  const look = async (file: File) => {
    setRefusal(undefined)
    setChosen(undefined)
    const read = await textOf(file)
    if ('refusal' in read) {
      setRefusal(read.refusal)
      return
    }
    setChosen({ name: file.name, csv: read.text })
    const { data } = await bring({ input: { csv: read.text, dryRun: true } })
    if (data) setChosen({ name: file.name, csv: read.text, report: data.importInterpreters })
  }
  const act = async () => {
    if (!chosen) return
    const { data } = await bring({ input: { csv: chosen.csv, dryRun: false } })
    if (!data) return
    const report = data.importInterpreters
    // Between looking and doing somebody may have been added: then it is told like before, and nothing was brought in.
    if (report.faults.length > 0) {
      setChosen({ ...chosen, report })
      return
    }
    say({ text: t('interpreting.import.done', { count: report.created }) })
    void navigate({ to: '/interpreters' })
  }
  const report = chosen?.report
  return (
    <Page title={t('interpreting.import.title')} lead={t('interpreting.import.lead')}>
      <p className="ank-noprint"><Link to="/interpreters" className="off-back"><Icon name="back" />{t('interpreting.parts.directory')}</Link></p>
      <Chooser busy={fetching} name={chosen?.name ?? ''} onFile={(file) => void look(file)} />
      {refusal && <Alert tone="danger" title={t(`interpreting.import.${refusal}`)} live />}
      <ProblemAlert error={error} />
      {chosen && !report && fetching && <><p role="status">{t('interpreting.import.checking')}</p><Loading lines={4} /></>}
      {report && report.faults.length > 0 && <Faults report={report} />}
      {report && report.faults.length === 0 && <Good report={report} busy={fetching} onAct={() => void act()} />}
      {!report && <Columns />}
    </Page>
  )
}

function Chooser({ busy, name, onFile }: { busy: boolean; name: string; onFile: (file: File) => void }) {
  const { t } = useTranslation('staff')
  const box = useRef<HTMLInputElement>(null)
  return (
    <p className="ank-actions">
      <Button kind="secondary" icon="upload" busy={busy} onClick={() => box.current?.click()}>{t('interpreting.import.choose')}</Button>
      {name && <Code>{name}</Code>}
      <input
        ref={box}
        type="file"
        hidden
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        aria-label={t('interpreting.import.file')}
        onChange={(e) => {
          const file = e.target.files?.[0]
          if (file) onFile(file)
          e.target.value = ''
        }}
      />
    </p>
  )
}

function Faults({ report }: { report: Report }) {
  const { t } = useTranslation('staff')
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
          { id: 'what', title: t('interpreting.import.what'), cell: (f) => t(`interpreting.import.codes.${f.code}` as 'interpreting.import.codes.unknown', { defaultValue: t('interpreting.import.codes.format') }) },
          { id: 'value', title: t('interpreting.import.value'), cell: (f) => f.value ? <Code>{f.value}</Code> : <span className="ank-muted">–</span> },
        ]}
      />
    </section>
  )
}

function Good({ report, busy, onAct }: { report: Report; busy: boolean; onAct: () => void }) {
  const { t } = useTranslation('staff')
  const skill = useSkillWords()
  const modes = useModeWords()
  if (report.lines === 0) return <Alert tone="warning" title={t('interpreting.import.none')} live />
  const more = report.lines > report.preview.length
  return (
    <section className="ank-stack">
      <Alert tone="success" title={t('interpreting.import.good', { count: report.lines })} live>
        <div className="ank-actions"><Button busy={busy} onClick={onAct}>{t('interpreting.import.act', { count: report.lines })}</Button></div>
      </Alert>
      <h2>{more ? t('interpreting.import.previewFirst', { count: report.preview.length }) : t('interpreting.import.preview')}</h2>
      <Table
        caption={t('interpreting.import.preview')}
        rows={report.preview}
        rowKey={(i) => i.id}
        columns={[
          { id: 'name', title: t('interpreting.name'), cell: (i) => <Name>{i.name}</Name> },
          { id: 'email', title: t('interpreting.email'), cell: (i) => i.email && <Code>{i.email}</Code> },
          { id: 'languages', title: t('interpreting.languages'), cell: (i) => <ul className="off-plain">{i.skills.map((s) => <li key={`${s.language} ${s.dialect} ${s.form}`}>{skill(s)}</li>)}</ul> },
          { id: 'modes', title: t('interpreting.mode'), cell: (i) => modes(i.modes) },
        ]}
      />
    </section>
  )
}

/** What a list may hold. */
function Columns() {
  const { t } = useTranslation('staff')
  return (
    <section className="ank-stack" aria-labelledby="columns">
      <h2 id="columns">{t('interpreting.import.columns')}</h2>
      <p>{t('interpreting.import.columnsHelp')}</p>
      <ul className="off-columns">{COLUMNS.map((c) => <li key={c}><Code>{c}</Code></li>)}</ul>
      <p>{t('interpreting.import.cellsHelp')}</p>
      <h3>{t('interpreting.import.example')}</h3>
      <pre className="off-example" tabIndex={0} aria-label={t('interpreting.import.example')} dir="ltr">{EXAMPLE}</pre>
    </section>
  )
}
