import '../../styles/whocan.css'
import type { WhoCanQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Name, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export type Candidate = WhoCanQuery['whoCan'][number]

/** The reasons that have words; a test holds them against the office's own. */
export const REASONS = ['on_duty', 'own_hours', 'hours_unknown', 'gender', 'gender_other', 'dialect', 'topic', 'sworn', 'price', 'way', 'load'] as const

/** Why somebody stands where they stand, in words. */
export function useReason(): (r: Candidate['reasons'][number]) => string {
  const { t } = useTranslation('staff')
  const { money, number } = useFormat()
  return ({ code, value }) => {
    const n = Number(value)
    switch (code) {
      case 'price':
        return n > 0 ? t('interpreting.reasons.price', { price: money(n) }) : t('interpreting.reasons.free')
      case 'way':
        return t('interpreting.reasons.way', { minutes: n })
      case 'load':
        return t('interpreting.reasons.load', { hours: number(Math.round(n / 6) / 10) })
      default:
        return t(`interpreting.reasons.${code}` as 'interpreting.reasons.on_duty', { defaultValue: code })
    }
  }
}

interface CandidatesProps {
  list: readonly Candidate[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

/** Who can, the best first. Whoever is ticked is asked, in the order of the list. */
export function Candidates({ list, chosen, onChange }: CandidatesProps) {
  const { t } = useTranslation('staff')
  const reason = useReason()
  const toggle = (id: string, on: boolean) => { onChange(list.map((c) => c.interpreter).filter((x) => (x === id ? on : chosen.includes(x)))) }
  return (
    <fieldset className="off-candidates">
      <legend>{t('interpreting.whoCan.found', { count: list.length })}</legend>
      <p className="ank-muted ank-small">{t('interpreting.whoCan.foundHelp')}</p>
      <ol>
        {list.map((c) => (
          <li key={c.interpreter}>
            <label className="off-candidate">
              <input type="checkbox" checked={chosen.includes(c.interpreter)} onChange={(e) => { toggle(c.interpreter, e.target.checked) }} />
              <span className="off-lined">
                <strong>{c.rank}. <Name>{c.name}</Name>{c.kind === 'agency' && <span className="ank-muted"> ({t('interpreting.kinds.agency')})</span>}</strong>
                <span className="ank-small">{c.reasons.map(reason).join(' · ')}</span>
              </span>
            </label>
          </li>
        ))}
      </ol>
    </fieldset>
  )
}
