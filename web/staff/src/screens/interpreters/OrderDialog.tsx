import '../../styles/whocan.css'
import { type LanguageDirection, OrderTranslation, type TranslationWanted, Translators } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Checkbox, Dialog, EmptyState, isDate, Loading, Name, ProblemAlert, RadioGroup, SelectField, TextArea, TextField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { useKey } from '../appointments/types.ts'
import { approved, CostCentre, Over } from './Pays.tsx'
import { tongues } from './languages.ts'

/** Another paper of the case, that may go with it. */
export interface OtherPaper {
  document: string
  title: string
}

interface OrderProps {
  document: string
  title: string
  others: readonly OtherPaper[]
  onClose: () => void
  onDone: () => void
}

/** Has a paper translated: into which language until when, and whom to ask. */
export function OrderDialog({ document, title, others, onClose, onDone }: OrderProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const { money } = useFormat()
  const key = useKey()
  const [wish, setWish] = useState({ language: '', direction: 'into_german', sworn: true, difficult: false, dueOn: addDays(officeToday(), 14), strokes: '', note: '', costCentre: '', approval: '' })
  const set = (next: Partial<typeof wish>) => { setWish((w) => ({ ...w, ...next })) }
  const [more, setMore] = useState<readonly string[]>([])
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [tried, setTried] = useState(false)
  const strokes = Number(wish.strokes.replaceAll('.', '')) || 0
  const what: TranslationWanted = { document, more, language: wish.language, direction: wish.direction as LanguageDirection, sworn: wish.sworn, difficult: wish.difficult, strokes }
  const [{ data, error, fetching }] = useQuery({ query: Translators, variables: { wanted: what }, pause: !wish.language, requestPolicy: 'network-only' })
  const [{ fetching: ordering, error: refused }, order] = useMutation(OrderTranslation)
  const fault = useFaults(refused, 'interpreting')
  const found = wish.language && !fetching ? data?.translators : undefined
  const act = async () => {
    setTried(true)
    if (!wish.language || !isDate(wish.dueOn)) return
    const input = {
      ...what, dueOn: wish.dueOn, note: wish.note.trim(), costCentre: wish.costCentre.trim(), chosen: found?.map((c) => c.interpreter).filter((id) => chosen.includes(id)) ?? [],
      ...approved(refused, wish.approval),
    }
    const { data: made, error: fail } = await order({ input: { ...input, key: key.keyOf(JSON.stringify(input)) } })
    if (!fail?.networkError) key.answered()
    if (!made) return
    say({ text: t(made.orderTranslation.state === 'unfilled' ? 'interpreting.translation.orderedNobody' : 'interpreting.translation.ordered') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('interpreting.translation.orderTitle', { title })}
      onClose={onClose}
      actions={
        <>
          <Button busy={ordering} onClick={() => void act()}>{t('interpreting.translation.orderAct')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <div className="off-grid off-grid--narrow">
          <SelectField label={t('interpreting.language')} value={wish.language} onChange={(language) => { set({ language }); setChosen([]) }} options={tongues('spoken', wish.language)} error={(tried && !wish.language ? t('interpreting.whoCan.needed') : undefined) ?? fault('language')} />
          <DayField label={t('interpreting.translation.dueOn')} value={wish.dueOn} onChange={(dueOn) => { set({ dueOn }) }} min={addDays(officeToday(), 1)} error={fault('dueOn')} />
        </div>
        <RadioGroup label={t('interpreting.direction')} value={wish.direction} onChange={(direction) => { set({ direction }) }} options={(['into_german', 'from_german'] as const).map((d) => ({ value: d, label: t(`interpreting.directions.${d}`) }))} />
        <Checkbox required={false} checked={wish.sworn} onChange={(sworn) => { set({ sworn }) }}>{t('interpreting.translation.sworn')}</Checkbox>
        <Checkbox required={false} checked={wish.difficult} onChange={(difficult) => { set({ difficult }) }}>{t('interpreting.translation.difficult')}</Checkbox>
        <Others others={others} more={more} onChange={setMore} />
        <TextField label={t('interpreting.translation.strokes')} hint={t('interpreting.translation.strokesHint')} required={false} short value={wish.strokes} onChange={(text) => { set({ strokes: text }) }} autoComplete="off" error={fault('strokes')} />
        {fetching && wish.language && <Loading lines={2} />}
        {found?.length === 0 && <EmptyState title={t('interpreting.translation.nobody')}>{t('interpreting.translation.nobodyHelp')}</EmptyState>}
        {found && found.length > 0 && (
          <fieldset className="off-candidates">
            <legend>{t('interpreting.whoCan.found', { count: found.length })}</legend>
            <p className="ank-muted ank-small">{t('interpreting.whoCan.foundHelp')}</p>
            <ol>
              {found.map((c) => (
                <li key={c.interpreter}>
                  <label className="off-candidate">
                    <input type="checkbox" checked={chosen.includes(c.interpreter)} onChange={(e) => { setChosen((list) => (e.target.checked ? [...list, c.interpreter] : list.filter((x) => x !== c.interpreter))) }} />
                    <span className="off-lined">
                      <strong>{c.rank}. <Name>{c.name}</Name></strong>
                      <span className="ank-small">{[money(c.cents), c.sworn && t('interpreting.sworn'), c.orders > 0 && t('interpreting.translation.busy', { count: c.orders })].filter(Boolean).join(' · ')}</span>
                    </span>
                  </label>
                </li>
              ))}
            </ol>
          </fieldset>
        )}
        <CostCentre value={wish.costCentre} onChange={(costCentre) => { set({ costCentre }) }} error={fault('costCentre')} />
        <TextArea label={t('interpreting.translation.note')} hint={t('interpreting.translation.noteHint')} required={false} value={wish.note} onChange={(note) => { set({ note }) }} maxLength={1000} error={fault('note')} />
        <Over error={refused} approval={wish.approval} onChange={(approval) => { set({ approval }) }} fault={fault('approval')} />
      </div>
    </Dialog>
  )
}

/** Which other papers go along: together they are one order. */
function Others({ others, more, onChange }: { others: readonly OtherPaper[]; more: readonly string[]; onChange: (more: readonly string[]) => void }) {
  const { t } = useTranslation('staff')
  if (others.length === 0) return null
  return (
    <fieldset className="off-candidates">
      <legend>{t('interpreting.translation.more')}</legend>
      {others.map((o) => (
        <Checkbox key={o.document} required={false} checked={more.includes(o.document)} onChange={(along) => { onChange(along ? [...more, o.document] : more.filter((id) => id !== o.document)) }}>{o.title}</Checkbox>
      ))}
    </fieldset>
  )
}
