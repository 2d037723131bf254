// Every part of the library on one page, for the eye and for axe. Not shipped: `npm run gallery`.
import '../src/styles/index.css'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import * as ui from '../src/index.ts'
import { CountryField } from '../src/fields/CountryField.tsx'
import { pageImage } from './sample.ts'

function Fields() {
  const [text, setText] = useState('')
  const [date, setDate] = useState('2024-02-29')
  const [choice, setChoice] = useState('yes')
  const [several, setSeveral] = useState<string[]>(['a'])
  const [country, setCountry] = useState('SY')
  const [cents, setCents] = useState<number | undefined>(93450)
  return (
    <div className="ank-stack">
      <ui.ErrorSummary attempt={0} problems={[{ field: 'family', text: 'Bitte füllen Sie dieses Feld aus' }, { field: 'born', text: 'Diesen Tag gibt es nicht' }]} />
      <ui.NameField id="family" label="Familienname" hint="So wie im Pass, in lateinischen Buchstaben" value={text} onChange={setText} error="Bitte füllen Sie dieses Feld aus" />
      <ui.OriginalNameField label="Name in der eigenen Schrift" value="محمود درويش" onChange={setText} />
      <ui.DateField id="born" label="Geburtsdatum" hint="Zum Beispiel 5 3 1998" value={date} onChange={setDate} />
      <CountryField label="Staatsangehörigkeit" value={country} onChange={setCountry} />
      <ui.RadioGroup
        label="Kommt Ihre Familie mit?"
        why="Dann fragen wir nach den Angaben Ihrer Familie und Sie stellen die Anträge zusammen."
        value={choice}
        onChange={setChoice}
        options={[{ value: 'yes', label: 'Ja', hint: 'Ehepartner oder Kinder' }, { value: 'no', label: 'Nein' }]}
      />
      <ui.CheckboxGroup label="Was trifft zu?" value={several} onChange={setSeveral} options={[{ value: 'a', label: 'Ich studiere noch' }, { value: 'b', label: 'Ich habe die Hochschule gewechselt' }]} />
      <ui.SelectField label="Familienstand" value="" onChange={setText} options={[{ value: 'l', label: 'ledig' }]} required={false} />
      <ui.MoneyField label="Monatliches Einkommen" value={cents} onChange={setCents} />
      <ui.EmailField label="E-Mail" value="amina@example.org" onChange={setText} />
      <ui.PhoneField label="Telefon" value="+49 151 2345678" onChange={setText} />
      <ui.TextArea label="Was sollen wir noch wissen?" value={text} onChange={setText} maxLength={60} required={false} />
      <div className="ank-actions">
        <ui.Button iconAfter="next">Weiter</ui.Button>
        <ui.Button kind="secondary" icon="back">Zurück</ui.Button>
        <ui.Button kind="tertiary">Später weitermachen</ui.Button>
        <ui.Button kind="danger" icon="trash">Löschen</ui.Button>
        <ui.Button busy>Absenden</ui.Button>
      </div>
    </div>
  )
}

const TONES = ['info', 'success', 'warning', 'danger', 'neutral'] as const
const STATES = ['uploading', 'paused', 'checking', 'done', 'failed', 'refused'] as const

function Parts() {
  const [open, setOpen] = useState(false)
  const say = ui.useToast()
  return (
    <div className="ank-stack">
      {TONES.map((tone) => <ui.Alert key={tone} tone={tone} title="Wir brauchen noch etwas von Ihnen">Bitte schicken Sie uns die Bescheinigung bis zum 3. März 2026.</ui.Alert>)}
      <div className="ank-row">{TONES.map((tone) => <ui.StatusBadge key={tone} tone={tone}>In Prüfung</ui.StatusBadge>)}</div>
      <ui.Progress current={3} titles={['Person', 'Aufenthalt', 'Studium', 'Familie', 'Geld', 'Wohnen']} />
      <ui.Line
        label="Stand"
        stops={[
          { id: 'a', title: 'Eingegangen', state: 'done', when: '3. März 2026' },
          { id: 'b', title: 'Wir prüfen Ihre Unterlagen', state: 'here', when: 'seit 5. März', children: 'Amina Yılmaz, Team Studium, kümmert sich darum.' },
          { id: 'c', title: 'Entscheidung', state: 'ahead', when: 'bis 2. April' },
        ]}
      />
      <ui.Facts facts={[{ id: '1', term: 'Fallnummer', value: <ui.Code>MS-2026-000123</ui.Code> }, { id: '2', term: 'Name', value: <ui.Name>محمود درويش</ui.Name>, action: <a href="#x">Ändern</a> }]} />
      {STATES.map((state) => (
        <ui.UploadTile key={state} upload={{ name: `Pass-${state}.pdf`, size: 4_200_000, sent: 2_600_000, state, ...(state === 'refused' ? { problem: 'Dieses PDF ist mit einem Kennwort geschützt. Machen Sie Fotos von den Seiten.' } : {}) }} onPause={() => undefined} onResume={() => undefined} onRetry={() => undefined} onRemove={() => undefined} />
      ))}
      <ui.FilePicker accept="image/*,.pdf" hint="Fotos oder PDF, höchstens 50 MB je Datei" onFiles={() => undefined} />
      <ui.Tabs label="Teile" tabs={[{ id: 'a', title: 'Antrag', content: () => <p>…</p> }, { id: 'b', title: 'Unterlagen', count: 7, content: () => <p>…</p> }]} />
      <ui.Table
        caption="Fälle"
        rows={[{ n: 'MS-2026-000123', who: 'Nguyễn Thị Hoa', days: 3 }, { n: 'MS-2026-000124', who: 'Олена Шевченко', days: 12 }]}
        rowKey={(r) => r.n}
        columns={[{ id: 'n', title: 'Fall', cell: (r) => <ui.Code>{r.n}</ui.Code> }, { id: 'w', title: 'Person', cell: (r) => <ui.Name>{r.who}</ui.Name> }, { id: 'd', title: 'Tage', end: true, cell: (r) => r.days }]}
        onOpen={() => undefined}
      />
      <div className="gallery-viewer"><ui.PageViewer title="Reisepass" pages={[pageImage('1'), pageImage('2')]} /></div>
      <ui.EmptyState title="Hier ist noch nichts" action={<ui.Button onClick={() => { setOpen(true) }}>Löschen …</ui.Button>}>Wenn Sie einen Antrag beginnen, finden Sie ihn hier wieder.</ui.EmptyState>
      <ui.Button kind="secondary" onClick={() => { say({ text: 'Datei entfernt', undo: () => undefined }) }}>Hinweis zeigen</ui.Button>
      <ui.ConfirmDialog open={open} onClose={() => { setOpen(false) }} onConfirm={() => { setOpen(false) }} kind="danger" confirm="Entwurf löschen" title="Diesen Entwurf löschen?">Das lässt sich nicht rückgängig machen.</ui.ConfirmDialog>
    </div>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('no #root')
const texts = await ui.startTexts(ui.startLanguage(), ['common', 'portal', 'errors', 'staff'])
// ?dir=rtl shows the parts mirrored, whatever languages are there.
if (new URLSearchParams(location.search).get('dir') === 'rtl') {
  document.documentElement.dir = 'rtl'
  await import('../src/styles/arabic.css')
}
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={texts}>
      <ui.ToastProvider>
        <ui.AppShell brand={(inside) => <a href="#top" className="ank-brand">{inside}</a>} links={null}>
          <ui.Page title="Bausteine" lead="Alles, woraus die beiden Apps bestehen.">
            <Fields />
            <Parts />
          </ui.Page>
        </ui.AppShell>
      </ui.ToastProvider>
    </I18nextProvider>
  </StrictMode>,
)
