import { type InterpreterFileFragment, SettleChange } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Dialog, ProblemAlert, TextArea, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { tongue } from './languages.ts'
import { useModeWords, useSites, useSkillWords } from './words.tsx'

type Change = NonNullable<InterpreterFileFragment['change']>

interface ChangeProps {
  interpreter: InterpreterFileFragment
  change: Change
  again: () => void
}

/** What somebody changed themselves: as it is and as it would be, side by side, until the office has confirmed or refused it. */
export function OwnChange({ interpreter: i, change: c, again }: ChangeProps) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const say = useToast()
  const [refusing, setRefusing] = useState(false)
  const [{ fetching, error }, settle] = useMutation(SettleChange)
  const rows = useDifferences(i, c)
  const confirm = async () => {
    const { error: refused } = await settle({ input: { change: c.id, confirmed: true } })
    if (!refused) say({ text: t('interpreting.own.confirmed') })
    again()
  }
  return (
    <Alert tone="info" title={t('interpreting.own.title', { at: moment(c.toldAt) })}>
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <div className="ank-table__frame">
          <table className="ank-table off-own">
            <caption className="ank-hidden">{t('interpreting.own.caption')}</caption>
            <thead>
              <tr><th scope="col">{t('interpreting.own.what')}</th><th scope="col">{t('interpreting.own.now')}</th><th scope="col">{t('interpreting.own.wished')}</th></tr>
            </thead>
            <tbody>
              {rows.map((r) => <tr key={r.what}><th scope="row">{r.what}</th><td>{r.now || '–'}</td><td><strong>{r.wished || '–'}</strong></td></tr>)}
            </tbody>
          </table>
        </div>
        <div className="ank-actions">
          <Button size="small" busy={fetching} onClick={() => void confirm()}>{t('interpreting.own.confirm')}</Button>
          <Button kind="secondary" size="small" onClick={() => { setRefusing(true) }}>{t('interpreting.own.refuse')}</Button>
        </div>
      </div>
      {refusing && <RefuseDialog change={c} onClose={() => { setRefusing(false) }} onDone={again} />}
    </Alert>
  )
}

/** What would be another afterwards. */
function useDifferences(i: InterpreterFileFragment, { facts: f }: Change): { what: string; now: string; wished: string }[] {
  const { t } = useTranslation('staff')
  const modes = useModeWords()
  const { site } = useSites()
  const skill = useSkillWords()
  const vat = (exempt: boolean) => t(exempt ? 'interpreting.exempt' : 'interpreting.withVat')
  const told = (f.skills ?? []).map((s) => skill({ __typename: 'InterpreterSkill', language: s.language, name: tongue(s.language), dialect: s.dialect ?? '', form: s.form, direction: s.direction ?? 'both', level: s.level ?? 'C1', sworn: s.sworn ?? false }))
  const all = [
    [t('interpreting.languages'), i.skills.map(skill).join('; '), f.skills && told.join('; ')],
    [t('interpreting.mode'), modes(i.modes), f.modes && modes(f.modes)],
    [t('interpreting.sites'), i.sites.map(site).join(', ') || t('interpreting.allSites'), f.sites && (f.sites.map(site).join(', ') || t('interpreting.allSites'))],
    [t('interpreting.travelMinutes'), String(i.travelMinutes), f.travelMinutes === null ? null : String(f.travelMinutes)],
    [t('interpreting.travelKm'), String(i.travelKm), f.travelKm === null ? null : String(f.travelKm)],
    [t('interpreting.taxNumber'), i.tax?.number ?? '', f.taxNumber],
    [t('interpreting.vatId'), i.tax?.vatId ?? '', f.vatId],
    [t('interpreting.iban'), i.tax?.iban ?? '', f.iban],
    [t('interpreting.vat'), vat(i.tax?.exempt ?? false), f.exempt === null ? null : vat(f.exempt)],
  ] as const
  return all.flatMap(([what, now, wished]) => (wished === null || wished === now ? [] : [{ what, now, wished }]))
}

function RefuseDialog({ change: c, onClose, onDone }: { change: Change; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, settle] = useMutation(SettleChange)
  const fault = useFaults(error, 'interpreting')
  const act = async () => {
    setTried(true)
    if (!reason.trim()) return
    const { error: refused } = await settle({ input: { change: c.id, confirmed: false, reason: reason.trim() } })
    if (refused) return
    say({ text: t('interpreting.own.refused') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('interpreting.own.refuseTitle')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act()}>{t('interpreting.own.refuse')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <TextArea label={t('interpreting.own.reason')} hint={t('interpreting.own.reasonHint')} value={reason} onChange={setReason} maxLength={500} error={tried && !reason.trim() ? t('interpreting.own.reasonMissing') : fault('reason')} />
      </div>
    </Dialog>
  )
}
