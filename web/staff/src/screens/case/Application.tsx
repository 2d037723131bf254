import { TranslateField } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Facts, StatusBadge, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { language } from '../../parts/country.ts'
import { DeedAlert, useDeed } from '../../parts/deed.tsx'
import { Appointments } from './Appointments.tsx'
import { type CaseData, useCan, useCase } from './context.ts'

type Field = CaseData['content'][number]['fields'][number]

/** The whole application in German, as it was signed. */
export default function Application() {
  const { t } = useTranslation('staff')
  const { record } = useCase()
  return (
    <div className="off-application">
      <div className="ank-stack">
        {record.content.map((step) => (
          <section key={step.title} className="off-step">
            <h2>{step.title}</h2>
            <Facts facts={step.fields.map((f) => ({ id: f.key, term: f.label, value: <Answer field={f} /> }))} />
          </section>
        ))}
      </div>
      <aside className="ank-stack off-side" aria-label={t('application.side')}>
        <Appointments />
        <Seal record={record} />
        <Fee record={record} />
      </aside>
    </div>
  )
}

/** An answer. Free text stands as it was written; a machine's translation stands below and says what it is. */
function Answer({ field }: { field: Field }) {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const can = useCan()
  const deed = useDeed(TranslateField, record.id, again)
  if (!field.original) return <span className="off-answer">{field.value || t('application.empty')}</span>
  const translate = () => void deed.act({ input: { case: record.id, field: field.key } }).then((done) => { if (done) again() })
  return (
    <div className="off-foreign">
      <p className="ank-small ank-muted">{t('application.original', { language: language(field.language ?? record.language) })}</p>
      <blockquote dir="auto" lang={field.language ?? record.language}>
        {field.original}
      </blockquote>
      {field.translation ? (
        <div className="off-foreign__german">
          {field.machine && <StatusBadge tone="warning">{t('case.machine')}</StatusBadge>}
          <p className="off-answer">{field.translation}</p>
        </div>
      ) : (
        can.translateField && (
          <Button kind="secondary" size="small" icon="globe" busy={deed.busy} onClick={translate}>
            {t('application.translate')}
          </Button>
        )
      )}
      <DeedAlert deed={deed} />
    </div>
  )
}

function Seal({ record }: { record: CaseData }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const { seal } = record
  return (
    <section className="ank-card off-card">
      <h2>{t('seal.title')}</h2>
      <p>
        {seal.valid ? <StatusBadge tone="success" icon="shield">{t('seal.valid')}</StatusBadge> : <StatusBadge tone="danger">{t('seal.broken')}</StatusBadge>}
      </p>
      <p>{t(seal.valid ? 'seal.help' : 'seal.brokenHelp', { date: moment(seal.signedAt) })}</p>
      <p className="ank-muted ank-small">{t('seal.trust', { trust: t(`trust.${seal.trust}` as 'trust.email') })}</p>
      <details className="ank-small">
        <summary>{t('seal.digest')}</summary>
        <code className="off-hash">{seal.sha256}</code>
      </details>
    </section>
  )
}

function Fee({ record }: { record: CaseData }) {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  return (
    <section className="ank-card off-card">
      <h2>{t('fee.title')}</h2>
      <p className="off-sum">{money(record.fee.cents)}</p>
      <ul className="off-lines">
        {record.fee.lines.map((line) => (
          <li key={line.text}>
            <span>{line.text}</span>
            <span>{money(line.cents)}</span>
            <span className="ank-muted ank-small">{line.law}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
