import { AddNote } from '@ankunft/api/staff/operations.generated.ts'
import { Button, SelectField, TextArea, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeedAlert, useDeed } from '../../parts/deed.tsx'
import { useCan, useCase } from './context.ts'

/** What a note is about: nothing but itself, or a contact with the person. */
const CHANNELS = ['note', 'phone', 'mail', 'visit'] as const

/** The office's own notes, and who was in touch how. They stay as written, and a person who inspects the file reads them. */
export default function Notes() {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const { record, again } = useCase()
  const can = useCan().addNote
  const [text, setText] = useState('')
  const [channel, setChannel] = useState('note')
  const deed = useDeed(AddNote, record.id, again)
  const add = async () => {
    if (!text.trim() || !(await deed.act({ input: { case: record.id, text: text.trim(), channel: channel === 'note' ? '' : channel } }))) return
    setText('')
    setChannel('note')
    again()
  }
  return (
    <div className="off-column">
      {can && (
        <form className="ank-stack" onSubmit={(e) => { e.preventDefault(); void add() }}>
          <SelectField label={t('notes.channel')} value={channel} onChange={setChannel} options={CHANNELS.map((c) => ({ value: c, label: t(`notes.channels.${c}`) }))} />
          <TextArea label={t('notes.new')} hint={t('notes.hint')} value={text} onChange={setText} maxLength={10_000} />
          <DeedAlert deed={deed} />
          <div className="ank-actions">
            <Button type="submit" busy={deed.busy}>{t('notes.add')}</Button>
          </div>
        </form>
      )}
      {record.notes.length === 0 && <p className="ank-muted">{t('notes.none')}</p>}
      <ol className="off-notes">
        {record.notes.map((n) => (
          <li key={n.id}>
            <p className="ank-muted ank-small">
              <strong>{n.author.name}</strong> · {[moment(n.at), ...CHANNELS.filter((c) => c === n.channel).map((c) => t(`notes.channels.${c}`))].join(' · ')}
            </p>
            <p className="off-answer">{n.text}</p>
          </li>
        ))}
      </ol>
    </div>
  )
}
