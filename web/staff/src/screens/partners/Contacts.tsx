import { type ContactFileFragment, Contacts as All } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert, StatusBadge, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { language } from '../../parts/country.ts'
import { clockOf } from '../plan/week.ts'
import { ContactDialog } from './ContactDialog.tsx'

type Contact = ContactFileFragment

/** Who helps: for everybody, or for the office alone. */
export default function Contacts() {
  const { t } = useTranslation('staff')
  const keeps = useMay()('partners.keep')
  const [writing, write] = useState<Contact | 'new'>()
  const [{ data, error }, read] = useQuery({ query: All, requestPolicy: 'cache-and-network' })
  const weekdays = useFormat().weekdays()
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <section className="ank-stack" aria-labelledby="contacts">
      <div className="off-roombar">
        <h2 id="contacts">{t('partners.parts.contacts')}</h2>
        {keeps && <Button size="small" icon="plus" onClick={() => { write('new') }}>{t('partners.contact.add')}</Button>}
      </div>
      <p>{t('partners.contact.lead')}</p>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data?.contacts.length === 0 && <EmptyState title={t('partners.contact.none')}>{t('partners.contact.noneHelp')}</EmptyState>}
      {data?.contacts.map((c) => (
        <article key={c.id} className="ank-card ank-stack" aria-labelledby={`contact-${c.id}`}>
          <div className="off-roombar">
            <h3 id={`contact-${c.id}`}>{c.name}</h3>
            <span><StatusBadge tone={c.public ? 'success' : 'neutral'}>{t(c.public ? 'partners.contact.public' : 'partners.contact.internal')}</StatusBadge> {c.ended && <StatusBadge tone="warning">{t('partners.people.ended')}</StatusBadge>}</span>
          </div>
          <p className="ank-muted">{c.topics.map((k) => t(`partners.topics.${k}`)).join(' · ')}</p>
          <p className="ptn-text">{c.words.find((w) => w.language === 'de')?.text}</p>
          <p>{[[c.street, c.place].filter(Boolean).join(', '), c.phone, c.email, c.website].filter(Boolean).join(' · ')}</p>
          <p>{t('partners.contact.speaks', { languages: c.languages.map(language).join(', ') })}{c.words.length > 1 && <> · {t('partners.contact.writtenIn', { languages: c.words.map((w) => (w.language === 'de-simple' ? t('partners.contact.plain') : language(w.language))).join(', ') })}</>}</p>
          {c.hours.length > 0 && <p>{t('partners.contact.hours')}: {c.hours.map((h) => `${weekdays[h.weekday - 1]?.short ?? ''} ${clockOf(h.fromMinute)}–${clockOf(h.toMinute)}`).join(', ')}</p>}
          {keeps && <div><Button kind="tertiary" size="small" aria-label={t('partners.people.changeOf', { name: c.name })} onClick={() => { write(c) }}>{t('action.change')}</Button></div>}
        </article>
      ))}
      {writing && <ContactDialog contact={writing === 'new' ? undefined : writing} onClose={() => { write(undefined) }} onDone={again} />}
    </section>
  )
}
