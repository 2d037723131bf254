import { Line, type Stop, type StopState, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import type { CaseStep, Forecast } from './types.ts'

const STATES: Record<string, StopState> = { done: 'done', current: 'here', ahead: 'ahead' }
const KEYS = ['received', 'checking', 'waiting', 'deciding', 'decided', 'delivered', 'withdrawn'] as const

function known(key: string): (typeof KEYS)[number] {
  return KEYS.find((k) => k === key) ?? 'checking'
}

/** The way of a case: what is behind, where it stands, what comes. */
export function CaseLine({ steps, now }: { steps: readonly CaseStep[]; now?: string }) {
  const { t } = useTranslation('portal')
  const format = useFormat()
  const stops = steps.map((s): Stop => ({
    id: s.key,
    title: t(`case.steps.${known(s.key)}.title`),
    state: STATES[s.state] ?? 'ahead',
    when: s.at ? format.date(s.at) : undefined,
    children: s.state === 'current' ? (now ?? t(`case.steps.${known(s.key)}.text`)) : undefined,
  }))
  return <Line stops={stops} label={t('case.line')} />
}

/** When it will probably be done, and what stands behind that figure. */
export function ForecastText({ forecast }: { forecast: Forecast }) {
  const { t } = useTranslation('portal')
  const format = useFormat()
  return (
    <div className="forecast">
      <p className="forecast__date">{t('case.forecast', { date: format.date(forecast.on) })}</p>
      <p className="ank-muted ank-small">
        {forecast.basis === 'cases' ? t('case.forecastCases', { count: forecast.sample }) : t('case.forecastGoal')}
      </p>
    </div>
  )
}
