import { Button, Code, Facts, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { norms } from '../law.ts'
import { CALENDAR, saveFile } from './file.ts'
import { Qr } from './Qr.tsx'
import type { Managed } from './types.ts'

/** All that one needs on the day: when, where, the code for the door, the papers. Made to be printed, too. */
export function Appointment({ appointment: a }: { appointment: Managed }) {
  const { t } = useTranslation('appointments')
  return (
    <div className="done">
      <Ticket appointment={a} />
      <div className="columns">
        <div className="ank-stack columns__main"><Papers appointment={a} /></div>
        <div className="columns__side">
          <section className="ank-stack side" aria-labelledby="details">
            <h2 id="details">{t('manage.details')}</h2>
            <Facts facts={[
              { id: 'concern', term: t('manage.concern'), value: norms(a.concern.title) },
              { id: 'people', term: t('manage.people'), value: t('people.count', { count: a.people }) },
              { id: 'minutes', term: t('manage.length'), value: t('duration', { count: a.minutes }) },
            ]} />
          </section>
        </div>
      </div>
    </div>
  )
}

function Ticket({ appointment: a }: { appointment: Managed }) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const called = a.purpose === 'phone'
  return (
    <div className="ticket appointment">
      <div className="appointment__facts">
        <dl className="figure"><dt>{t('manage.when')}</dt><dd>{t('moment', { date: format.day(a.day), time: a.time })}</dd></dl>
        <dl className="figure"><dt>{t('manage.number')}</dt><dd><Code>{a.number}</Code></dd></dl>
        <dl className="figure figure--place">
          <dt>{t(called ? 'manage.how' : 'manage.where')}</dt>
          {called ? <dd>{t('by.phoneHint')}</dd> : <dd lang="de"><bdi>{a.site.name}</bdi><br /><bdi>{a.site.street}, {a.site.place}</bdi></dd>}
          {!called && a.site.hint && <dd className="appointment__hint" lang="de"><bdi>{a.site.hint}</bdi></dd>}
        </dl>
        <div className="ank-row ank-noprint">
          <Button icon="clock" onClick={() => { saveFile(CALENDAR, a.calendar) }}>{t('manage.calendar')}</Button>
          <Button kind="tertiary" icon="print" onClick={() => { print() }}>{t('manage.print')}</Button>
        </div>
      </div>
      {a.checkIn && !called && (
        <figure className="appointment__code">
          <Qr text={a.checkIn} label={t('manage.qrAlt', { number: a.number })} />
          <figcaption>{t('manage.qr')}</figcaption>
        </figure>
      )}
    </div>
  )
}

function Papers({ appointment: a }: { appointment: Managed }) {
  const { t } = useTranslation('appointments')
  if (a.purpose === 'phone') return null
  return (
    <section className="ank-stack" aria-labelledby="bring">
      <h2 id="bring">{t('manage.papers')}</h2>
      <p className="ank-muted ank-measure">{t('manage.noPapers')} {a.papers.length > 0 && t('manage.papersHelp')}</p>
      {a.papers.length > 0 && (
        <ul className="bring" role="list">
          {a.papers.map((p) => (
            <li key={`${p.whose ?? ''} ${p.title}`}>
              <p><span className="bring__box" />{p.title}{p.whose && <> · <bdi>{p.whose}</bdi></>}{!p.required && <span className="ank-muted"> ({t('manage.optional')})</span>}</p>
              {p.why && <p className="ank-muted ank-small">{norms(p.why)}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
