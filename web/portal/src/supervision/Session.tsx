import { CancelLedSupervision, HoldSupervision, type LedFragment, NoteSupervision } from '@ankunft/api/portal/operations.generated.ts'
import { Button, MoneyField, ProblemAlert, TextArea, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { clockOf, dayOf } from '../interpreting/time.ts'

interface SessionProps {
  session: LedFragment
  again: () => void
}

/** A session with who comes, the own notes, and what it costs. */
export function Session({ session: s, again }: SessionProps) {
  const { t } = useTranslation('partners')
  const { day, money } = useFormat()
  const [{ fetching: cancelling, error: kept }, cancel] = useMutation(CancelLedSupervision)
  return (
    <li className="ank-card matter">
      <h2 dir="auto">{s.title}</h2>
      <p><strong>{day(dayOf(s.from))}</strong>, <span dir="ltr">{clockOf(s.from)}–{clockOf(s.to)}</span>, <bdi>{s.place}</bdi></p>
      <p>{t(`supervision.${s.kind}`)} · {t(`supervision.${s.state}`)} · {t(s.state === 'held' ? 'supervision.billed' : 'supervision.agreed', { money: money(s.cents) })}</p>
      <p>{t('supervision.who')}: {s.members.length > 0 ? <bdi>{s.members.join(', ')}</bdi> : t('supervision.nobody')}</p>
      <Notes session={s} again={again} />
      {s.permitted.includes('holdSupervision') && <Bill session={s} again={again} />}
      <ProblemAlert error={kept} onRetry={again} />
      {s.permitted.includes('cancelLedSupervision') && <div><Button kind="tertiary" busy={cancelling} onClick={() => void cancel({ input: { id: s.id, version: s.version } }).then(again)}>{t('supervision.cancel')}</Button></div>}
    </li>
  )
}

function Notes({ session: s, again }: SessionProps) {
  const { t } = useTranslation('partners')
  const say = useToast()
  const [notes, setNotes] = useState(s.notes)
  const [{ fetching, error }, note] = useMutation(NoteSupervision)
  const save = async () => {
    const { data } = await note({ input: { id: s.id, was: s.notes, notes } })
    if (!data) return
    say({ text: t('supervision.saved') })
    again()
  }
  return (
    <details>
      <summary>{t('supervision.notes')}</summary>
      <div className="ank-stack">
        <ProblemAlert error={error} onRetry={again} />
        <TextArea label={t('supervision.notes')} hint={t('supervision.notesHint')} required={false} value={notes} onChange={setNotes} />
        <div><Button kind="secondary" busy={fetching} onClick={() => void save()}>{t('supervision.save')}</Button></div>
      </div>
    </details>
  )
}

function Bill({ session: s, again }: SessionProps) {
  const { t } = useTranslation('partners')
  const [cents, setCents] = useState<number | undefined>(s.cents)
  const [{ fetching, error }, hold] = useMutation(HoldSupervision)
  return (
    <>
      <ProblemAlert error={error} onRetry={again} />
      <MoneyField label={t('supervision.cents')} value={cents} onChange={setCents} />
      <div><Button busy={fetching} disabled={cents === undefined} onClick={() => void hold({ input: { id: s.id, version: s.version, cents: cents ?? 0 } }).then(again)}>{t('supervision.hold')}</Button></div>
    </>
  )
}
