import { NoteTicket } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ProblemAlert, TextArea, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import type { Place } from './types.ts'

export const NOTE = 500

/** What the next colleague should know; it goes along when the ticket is parked or sent on. */
export function Note({ place }: { place: Place }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [typed, setTyped] = useState<string>()
  const [{ fetching, error }, write] = useMutation(NoteTicket)
  const text = typed ?? place.note
  const act = async () => {
    const { error: refused } = await write({ input: { id: place.id, note: text.trim() } })
    if (refused) return
    setTyped(undefined)
    say({ text: t('hall.noted') })
  }
  return (
    <div className="off-now__note">
      <ProblemAlert error={error} />
      <TextArea label={t('hall.note')} hint={t('hall.noteHint')} required={false} value={text} onChange={setTyped} maxLength={NOTE} />
      {text.trim() !== place.note && <Button kind="secondary" size="small" busy={fetching} onClick={() => void act()}>{t('hall.noteSave')}</Button>}
    </div>
  )
}
