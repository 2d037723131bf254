import '../styles/case.css'
import '../styles/partner.css'
import { HelpContacts, type HelpContactsQuery, type HelpContactsQueryVariables } from '@ankunft/api/portal/operations.generated.ts'
import { EmptyState, Facts, Loading, Page, ProblemAlert, SelectField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { TOPICS } from '../partner/words.ts'

type Contact = HelpContactsQuery['helpContacts'][number]

/** In which languages people are helped most often, beside those of the portal. */
const SPOKEN = ['de', 'en', 'ar', 'fa', 'fr', 'ku', 'ps', 'ru', 'es', 'so', 'ti', 'tr', 'uk', 'ur', 'vi'] as const

/** Who helps, independently of the office: by topic and by language. */
export default function Help() {
  const { t, i18n } = useTranslation('partners')
  const [topic, setTopic] = useState('')
  const [language, setLanguage] = useState('')
  const variables = { reader: i18n.language, ...(topic && { topic }), ...(language && { language }) } as HelpContactsQueryVariables
  const [{ data, error }, again] = useQuery({ query: HelpContacts, variables, requestPolicy: 'cache-and-network' })
  const names = useLanguageNames()
  return (
    <Page title={t('help.title')} lead={t('help.lead')}>
      <SelectField id="topic" label={t('help.topic')} required={false} value={topic} onChange={setTopic} options={TOPICS.map((k) => ({ value: k, label: t(`topic.${k}`) }))} />
      <SelectField id="language" label={t('help.language')} required={false} value={language} onChange={setLanguage} options={SPOKEN.map((l) => ({ value: l, label: names(l) }))} />
      <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
      {!data && !error && <Loading lines={6} />}
      {data?.helpContacts.length === 0 && <EmptyState title={t('help.none')}>{t('help.noneHelp')}</EmptyState>}
      <ul className="matters" role="list">{data?.helpContacts.map((c) => <One key={c.id} contact={c} />)}</ul>
    </Page>
  )
}

/** Names of languages in the language of the page. */
function useLanguageNames(): (code: string) => string {
  const { i18n } = useTranslation()
  const names = new Intl.DisplayNames([i18n.language === 'de-simple' ? 'de' : i18n.language, 'de'], { type: 'language' })
  return (code) => names.of(code) ?? code
}

function One({ contact: c }: { contact: Contact }) {
  const { t } = useTranslation('partners')
  const { weekdays } = useFormat()
  const names = useLanguageNames()
  const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const days = weekdays()
  const site = c.website.replace('https://', '')
  const reach = [c.phone && <a key="phone" href={`tel:${c.phone.replace(/[^+\d]/g, '')}`} dir="ltr">{c.phone}</a>, c.email && <a key="email" href={`mailto:${c.email}`} dir="ltr">{c.email}</a>, c.website && <a key="web" href={c.website} rel="noreferrer" dir="ltr">{site}</a>].filter(Boolean)
  const facts = [
    { id: 'languages', term: t('help.languages'), value: c.languages.map(names).join(', '), there: c.languages.length > 0 },
    { id: 'hours', term: t('help.hours'), value: <ul className="ptn-list">{c.hours.map((h) => <li key={`${String(h.weekday)}-${String(h.fromMinute)}`}>{days[h.weekday - 1]?.long} <span dir="ltr">{clock(h.fromMinute)}–{clock(h.toMinute)}</span></li>)}</ul>, there: c.hours.length > 0 },
    { id: 'address', term: t('help.address'), value: <bdi>{[c.street, c.place].filter(Boolean).join(', ')}</bdi>, there: c.street !== '' || c.place !== '' },
    { id: 'reach', term: t('help.reach'), value: <ul className="ptn-list">{reach.map((r, i) => <li key={i}>{r}</li>)}</ul>, there: reach.length > 0 },
  ].filter((f) => f.there)
  return (
    <li className="ank-card matter">
      <h2><bdi>{c.name}</bdi></h2>
      <p className="ank-muted">{c.topics.map((k) => t(`topic.${k}`)).join(' · ')}</p>
      <p lang={c.text.language === 'de-simple' ? 'de' : c.text.language} dir="auto" className="ank-measure ptn-text">{c.text.text}</p>
      <Facts facts={facts} />
    </li>
  )
}
