import { Button, CheckboxGroup, Icon, RadioGroup, SelectField } from '@ankunft/ui'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ofPage, tongues } from '../interpreting/tongues.ts'
import { Pictogram } from './Pictogram.tsx'
import { Step } from './Step.tsx'
import { MOST_PEOPLE, NEEDS, PRIORITIES, type WalkInData, type Wish } from './types.ts'

interface WhoProps {
  walkIn: WalkInData
  concern: string
  busy: boolean
  onDraw: (wish: Wish) => void
}

/** How many come, whom the house calls first, and what they need at the counter. Nobody is asked for a name. */
export function Who({ walkIn, concern, busy, onDraw }: WhoProps) {
  const { t } = useTranslation('hall')
  const [people, setPeople] = useState(1)
  const [priority, setPriority] = useState('')
  const [needs, setNeeds] = useState<string[]>([])
  const { t: c, i18n } = useTranslation('common')
  const [tongue, setTongue] = useState(ofPage(i18n.language))
  const asked = c('interpreter.language')
  const asks = needs.includes('interpreter') && !needs.includes('sign_language')
  const text = walkIn.concerns.find((c) => c.key === concern)?.text
  return (
    <Step title={t('who.title')} lead={text}>
      <form className="ank-stack who" onSubmit={(event) => { event.preventDefault(); onDraw({ concern, people, priority, needs, tongue: asks ? tongue : '' }) }}>
        <Count value={people} onChange={setPeople} />
        <RadioGroup
          label={t('who.priority')}
          hint={t('who.priorityHint')}
          required={false}
          value={priority || 'none'}
          onChange={(value) => { setPriority(value === 'none' ? '' : value) }}
          options={[
            { value: 'none', label: t('who.none') },
            ...PRIORITIES.filter((p) => walkIn.priorities.includes(p)).map((p) => ({ value: p, label: <Choice picture={p} words={t(`who.priorities.${p}`)} /> })),
          ]}
        />
        <CheckboxGroup
          label={t('who.needs')}
          required={false}
          value={needs}
          onChange={setNeeds}
          options={NEEDS.filter((n) => walkIn.needs.includes(n)).map((n) => ({ value: n, label: <Choice picture={n} words={t(`who.need.${n}`)} /> }))}
        />
        {asks && <SelectField label={asked} required={false} value={tongue} onChange={setTongue} options={tongues('spoken', i18n.language)} />}
        <div className="ank-actions"><Button type="submit" busy={busy} iconAfter="next">{t('who.draw')}</Button></div>
      </form>
    </Step>
  )
}

function Choice({ picture, words }: { picture: string; words: string }) {
  return <span className="choice"><Pictogram name={picture} /><span>{words}</span></span>
}

function Count({ value, onChange }: { value: number; onChange: (people: number) => void }) {
  const { t } = useTranslation('hall')
  const id = useId()
  return (
    <div className="ank-field" role="group" aria-labelledby={id}>
      <span className="ank-field__label" id={id}>{t('who.people')}</span>
      <div className="count">
        <button type="button" className="count__button" disabled={value <= 1} aria-label={t('who.fewer')} onClick={() => { onChange(value - 1) }}><Icon name="minus" /></button>
        <output className="count__value">{t('who.count', { count: value })}</output>
        <button type="button" className="count__button" disabled={value >= MOST_PEOPLE} aria-label={t('who.more')} onClick={() => { onChange(value + 1) }}><Icon name="plus" /></button>
      </div>
    </div>
  )
}
