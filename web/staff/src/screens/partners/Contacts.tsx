import { type ContactFileFragment, Contacts as All, type HelpTopic, KeepContact } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Checkbox, CheckboxGroup, EmptyState, Loading, ProblemAlert, SelectField, StatusBadge, TextArea, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { useFaults } from '../../parts/faults.ts'
import { FormDialog } from './FormDialog.tsx'
import { TOPICS, useHouses } from './words.ts'

type Contact = ContactFileFragment

/** Who helps: for everybody, or for the office alone. */
export default function Contacts() {
  const { t } = useTranslation('staff')
  const keeps = useMay()('partners.keep')
  const [writing, write] = useState<Contact | 'new'>()
  const [{ data, error }, read] = useQuery({ query: All, requestPolicy: 'cache-and-network' })
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
      {data?.contacts.length === 0 && <EmptyState title={t('partners.contact.none')} />}
      {data?.contacts.map((c) => (
        <article key={c.id} className="ank-card ank-stack" aria-labelledby={`contact-${c.id}`}>
          <div className="off-roombar">
            <h3 id={`contact-${c.id}`}>{c.name}</h3>
            <span><StatusBadge tone={c.public ? 'success' : 'neutral'}>{t(c.public ? 'partners.contact.public' : 'partners.contact.internal')}</StatusBadge> {c.ended && <StatusBadge tone="warning">{t('partners.people.ended')}</StatusBadge>}</span>
          </div>
          <p className="ank-muted">{c.topics.map((k) => t(`partners.topics.${k}`)).join(' · ')}</p>
          <p className="ptn-text">{c.words.find((w) => w.language === 'de')?.text}</p>
          <p>{[[c.street, c.place].filter(Boolean).join(', '), c.phone, c.email, c.website, c.languages.join(', ')].filter(Boolean).join(' · ')}</p>
          {keeps && <div><Button kind="tertiary" size="small" aria-label={t('partners.people.changeOf', { name: c.name })} onClick={() => { write(c) }}>{t('action.change')}</Button></div>}
        </article>
      ))}
      {writing && <ContactDialog contact={writing === 'new' ? undefined : writing} onClose={() => { write(undefined) }} onDone={again} />}
    </section>
  )
}

function ContactDialog({ contact: c, onClose, onDone }: { contact: Contact | undefined; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const { houses } = useHouses()
  const german = c?.words.find((w) => w.language === 'de')?.text ?? ''
  const [draft, setDraft] = useState({
    name: c?.name ?? '', organisation: c?.organisationId ?? '', topics: [...(c?.topics ?? [])] as string[], languages: (c?.languages ?? ['de']).join(', '), words: german, street: c?.street ?? '', place: c?.place ?? '',
    phone: c?.phone ?? '', email: c?.email ?? '', website: c?.website ?? '', open: c?.public ?? true, ended: c?.ended ?? false,
  })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [{ fetching, error }, keep] = useMutation(KeepContact)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    const { data } = await keep({
      input: {
        name: draft.name, topics: draft.topics as HelpTopic[], languages: draft.languages.split(/[\s,;]+/).filter(Boolean), street: draft.street, place: draft.place, phone: draft.phone, email: draft.email, website: draft.website,
        public: draft.open, ended: draft.ended, ...(draft.organisation && { organisation: draft.organisation }), ...(c && { id: c.id, version: c.version }),
        words: [{ language: 'de', text: draft.words }, ...(c?.words ?? []).filter((w) => w.language !== 'de').map(({ language, text }) => ({ language, text }))],
        hours: (c?.hours ?? []).map(({ weekday, fromMinute, toMinute }) => ({ weekday, fromMinute, toMinute })),
      },
    })
    if (!data) return
    say({ text: t('partners.contact.kept') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={c ? t('partners.people.changeOf', { name: c.name }) : t('partners.contact.add')} act={t('partners.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <TextField label={t('partners.name')} value={draft.name} onChange={(name) => { put({ name }) }} maxLength={200} error={fault('name')} />
      <SelectField label={t('partners.contact.house')} hint={t('partners.contact.houseHint')} required={false} value={draft.organisation} onChange={(organisation) => { put({ organisation }) }} options={houses.filter((h) => !h.ended).map((h) => ({ value: h.id, label: h.name }))} error={fault('organisation')} />
      <CheckboxGroup label={t('partners.contact.topics')} value={draft.topics} onChange={(topics) => { put({ topics }) }} options={TOPICS.map((k) => ({ value: k, label: t(`partners.topics.${k}`) }))} error={fault('topics')} />
      <TextArea label={t('partners.contact.words')} value={draft.words} onChange={(words) => { put({ words }) }} maxLength={2000} error={fault('words') ?? fault('words[0]')} />
      <TextField label={t('partners.contact.languages')} hint={t('partners.contact.languagesHint')} value={draft.languages} onChange={(languages) => { put({ languages }) }} error={fault('languages')} />
      <TextField label={t('partners.contact.street')} required={false} value={draft.street} onChange={(street) => { put({ street }) }} error={fault('street')} />
      <TextField label={t('partners.contact.place')} required={false} value={draft.place} onChange={(place) => { put({ place }) }} error={fault('place')} />
      <TextField label={t('partners.phone')} required={false} value={draft.phone} onChange={(phone) => { put({ phone }) }} error={fault('phone')} />
      <TextField label={t('partners.email')} required={false} value={draft.email} onChange={(email) => { put({ email }) }} error={fault('email')} />
      <TextField label={t('partners.contact.website')} required={false} value={draft.website} onChange={(website) => { put({ website }) }} error={fault('website')} />
      <Checkbox checked={draft.open} onChange={(open) => { put({ open }) }}>{t('partners.contact.isPublic')}</Checkbox>
      {c && <Checkbox checked={draft.ended} onChange={(ended) => { put({ ended }) }}>{t('partners.contact.end')}</Checkbox>}
    </FormDialog>
  )
}
