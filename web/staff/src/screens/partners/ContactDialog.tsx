import { type ContactFileFragment, type HelpTopic, KeepContact } from '@ankunft/api/staff/operations.generated.ts'
import { Checkbox, CheckboxGroup, SelectField, TextArea, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { FormDialog } from './FormDialog.tsx'
import { hoursOf, HoursField, typedHours } from './HoursField.tsx'
import { TOPICS, useHouses } from './words.ts'
import { type Words, WordsField } from './WordsField.tsx'

interface ContactProps { contact: ContactFileFragment | undefined; onClose: () => void; onDone: () => void }

function begun(c: ContactFileFragment | undefined) {
  return {
    name: c?.name ?? '', organisation: c?.organisationId ?? '', topics: [...(c?.topics ?? [])] as string[], languages: (c?.languages ?? ['de']).join(', '), street: c?.street ?? '', place: c?.place ?? '',
    phone: c?.phone ?? '', email: c?.email ?? '', website: c?.website ?? '', open: c?.public ?? true, ended: c?.ended ?? false, hours: typedHours(c?.hours ?? []),
    german: c?.words.find((w) => w.language === 'de')?.text ?? '', others: (c?.words ?? []).filter((w) => w.language !== 'de').map(({ language, text }): Words => ({ language, text })),
  }
}

/** Who helps with what, when, and how to reach them. */
export function ContactDialog({ contact: c, onClose, onDone }: ContactProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const { houses } = useHouses()
  const [draft, setDraft] = useState(() => begun(c))
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, keep] = useMutation(KeepContact)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    setTried(true)
    const hours = draft.hours.map(hoursOf).filter((h) => h !== undefined)
    if (hours.length < draft.hours.length) return
    const { name, street, place, phone, email, website, ended } = draft
    const { data } = await keep({
      input: {
        name, street, place, phone, email, website, ended, hours, topics: draft.topics as HelpTopic[], languages: draft.languages.split(/[\s,;]+/).filter(Boolean), public: draft.open,
        ...(draft.organisation && { organisation: draft.organisation }), ...(c && { id: c.id, version: c.version }), words: [{ language: 'de', text: draft.german }, ...draft.others],
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
      <TextArea label={t('partners.contact.words')} value={draft.german} onChange={(german) => { put({ german }) }} maxLength={2000} error={fault('words') ?? fault('words[0]')} />
      <WordsField value={draft.others} onChange={(others) => { put({ others }) }} fault={(language) => fault(`words[${String(draft.others.findIndex((w) => w.language === language) + 1)}]`)} />
      <TextField label={t('partners.contact.languages')} hint={t('partners.contact.languagesHint')} value={draft.languages} onChange={(languages) => { put({ languages }) }} error={fault('languages')} />
      <HoursField value={draft.hours} onChange={(hours) => { put({ hours }) }} tried={tried} />
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
