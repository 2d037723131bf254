import { RequestPapers } from '@ankunft/api/staff/operations.generated.ts'
import { Button, CheckboxGroup, Dialog, isDate, TextArea, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayField } from '../../parts/DayField.tsx'
import { DeedAlert, useDeed } from '../../parts/deed.tsx'
import { addDays, officeToday } from '../../risk.ts'
import { useCase } from './context.ts'
import { isReason, owed } from './papers.ts'

/** Days: what the person gets unless the clerk chooses otherwise, and what the server takes. */
const USUAL = 21
const SHORTEST = 7
const LONGEST = 365

/** Asks for exactly what is missing (AufenthG §82(1)); all that must be there is chosen already. */
export function RequestDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const say = useToast()
  const today = officeToday()
  const open = owed(record.papers)
  const [items, setItems] = useState(() => open.filter((p) => p.required).map((p) => p.item))
  const [dueOn, setDueOn] = useState(addDays(today, USUAL))
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const deed = useDeed(RequestPapers, record.id, again)
  const early = !isDate(dueOn) || dueOn < addDays(today, SHORTEST) || dueOn > addDays(today, LONGEST)
  const ask = async () => {
    setTried(true)
    if (items.length === 0 || early) return
    if (!(await deed.act({ input: { case: record.id, version: record.version, items, dueOn, ...(text.trim() ? { text: text.trim() } : {}) } }))) return
    say({ text: t('request.sent') })
    again()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('request.title')}
      onClose={onClose}
      actions={
        <>
          <Button busy={deed.busy} icon="mail" onClick={() => void ask()}>
            {t('request.send')}
          </Button>
          <Button kind="tertiary" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </>
      }
    >
      <div className="ank-stack off-request">
        <p className="ank-muted">{t('request.help')}</p>
        <DeedAlert deed={deed} />
        <CheckboxGroup
          label={t('request.items')}
          value={items}
          onChange={setItems}
          error={tried && items.length === 0 ? t('request.itemsMissing') : undefined}
          options={open.map((p) => ({ value: p.item, label: p.title, hint: p.reason && (isReason(p.reason) ? t(`paper.reasons.${p.reason}`) : p.reason) }))}
        />
        <DayField label={t('request.due')} hint={t('request.dueHint')} value={dueOn} onChange={setDueOn} min={addDays(today, SHORTEST)} max={addDays(today, LONGEST)} error={tried && early ? t('request.dueWrong') : undefined} />
        <TextArea label={t('request.text')} hint={t('request.textHint')} required={false} value={text} onChange={setText} maxLength={2000} />
      </div>
    </Dialog>
  )
}
