import { Code, splitHours, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { Norm } from '../Norm.tsx'
import type { CaseOf } from './types.ts'

/** Whom to ask about this case. */
export function Contact({ contact }: { contact: CaseOf['contact'] }) {
  const { t } = useTranslation('portal')
  const format = useFormat()
  return (
    <section className="ank-stack side">
      <h2>{t('done.contact')}</h2>
      <address>
        <strong lang="de"><bdi>{contact.team}</bdi></strong>
        {contact.name && <span><bdi>{contact.name}</bdi></span>}
        {contact.phone && <a href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`}><Code>{contact.phone}</Code></a>}
        {contact.email && <a href={`mailto:${contact.email}`}><Code>{contact.email}</Code></a>}
        {contact.hours && splitHours(contact.hours).map((line) => <span key={line} className="ank-muted">{format.hours(line)}</span>)}
      </address>
    </section>
  )
}

/** What the office charges. */
export function Fee({ fee }: { fee: CaseOf['fee'] }) {
  const { t } = useTranslation('portal')
  const format = useFormat()
  return (
    <section className="ank-stack side">
      <h2>{t('done.fee')}</h2>
      <p className="side__figure">{fee.cents === 0 ? t('done.noFee') : format.money(fee.cents)}</p>
      {fee.lines.length > 0 && (
        <ul className="side__lines" role="list">
          {fee.lines.map((l) => <li key={l.text}><span>{l.text} <span className="ank-muted ank-small"><Norm law={l.law} /></span></span><span>{format.money(l.cents)}</span></li>)}
        </ul>
      )}
      {fee.cents > 0 && <p className="ank-muted ank-small">{t('done.feeHelp')}</p>}
    </section>
  )
}
