import { TextModules, type Outcome } from '@ankunft/api/staff/operations.generated.ts'
import { Loading, ProblemAlert } from '@ankunft/ui'
import { Fragment, type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

interface TextModulesFieldProps {
  service: string
  outcome: Outcome
  value: readonly string[]
  onChange: (keys: string[]) => void
  /** What stands below: it comes with them, so that nothing moves below a finger. */
  children: ReactNode
}

/** Passages of the city for the letter, each with its words and the law it rests on. They stand in the letter in this order. */
export function TextModulesField({ service, outcome, value, onChange, children }: TextModulesFieldProps) {
  const { t } = useTranslation('staff')
  const id = useId()
  const [{ data, error, fetching }, again] = useQuery({ query: TextModules, variables: { service, outcome } })
  const modules = data?.textModules ?? []
  const toggle = (key: string, on: boolean) => {
    const chosen = new Set(value)
    if (on) chosen.add(key)
    else chosen.delete(key)
    const order = modules.map((m) => m.key)
    onChange([...order.filter((k) => chosen.has(k)), ...[...chosen].filter((k) => !order.includes(k))])
  }
  if (fetching) return <Loading />
  return (
    <>
      {error && <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />}
      {modules.length > 0 && (
        <fieldset className="ank-field off-modules">
          <legend className="ank-field__label">{t('decision.modules')}</legend>
          {modules.map((m) => (
            <div key={m.key} className="off-module">
              <label>
                <input type="checkbox" checked={value.includes(m.key)} aria-describedby={`${id}-${m.key}`} onChange={(e) => { toggle(m.key, e.target.checked) }} />
                <strong>{m.title}</strong>
                <span className="ank-muted ank-small">{m.law}</span>
              </label>
              <p id={`${id}-${m.key}`} className="ank-small">
                <Filled text={m.text} />
              </p>
            </div>
          ))}
        </fieldset>
      )}
      {children}
    </>
  )
}

const FILLED = ['name', 'received_on', 'service', 'title', 'valid_from', 'valid_until'] as const

/** What the case fills in is marked and named: {{valid_until}} */
function Filled({ text }: { text: string }) {
  const { t } = useTranslation('staff')
  const named = (place: string) => {
    const known = FILLED.find((f) => f === place)
    return known ? t(`decision.filled.${known}`) : place
  }
  return text.split(/(\{\{\s*[a-z0-9_]+\s*\}\})/).map((part, i) => (part.startsWith('{{') ? <mark key={i}>{named(part.slice(2, -2).trim())}</mark> : <Fragment key={i}>{part}</Fragment>))
}
