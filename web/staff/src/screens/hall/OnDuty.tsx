import { useLive } from '@ankunft/api'
import { InterpretingChanged, PresentInterpreters, type PresentInterpretersQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Name, StatusBadge } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { timeOf } from './types.ts'

type Present = PresentInterpretersQuery['presentInterpreters'][number]

/** Which interpreters are in the house now, by language: until when, at which counter, and who is due but was not seen yet. */
export function OnDuty({ site }: { site: string }) {
  const { t } = useTranslation('staff')
  const reads = useMay()('interpreters.read')
  const [{ data }, read] = useQuery({ query: PresentInterpreters, variables: { site }, pause: !reads, requestPolicy: 'cache-and-network' })
  useLive(InterpretingChanged, reads ? {} : undefined, () => { read({ requestPolicy: 'network-only' }) })
  const list = data?.presentInterpreters ?? []
  if (list.length === 0) return null
  const languages = [...new Set(list.map((p) => p.languageName))]
  return (
    <section aria-labelledby={`present-${site}`}>
      <h3 id={`present-${site}`} className="ank-small">{t('hall.interpreters')}</h3>
      <dl className="off-present">
        {languages.map((language) => (
          <div key={language}>
            <dt>{language}</dt>
            {list.filter((p) => p.languageName === language).map((p, n) => <dd key={n}><One present={p} /></dd>)}
          </div>
        ))}
      </dl>
    </section>
  )
}

function One({ present: p }: { present: Present }) {
  const { t } = useTranslation('staff')
  return (
    <>
      {p.onDuty ? <Name>{p.name}</Name> : t('hall.forAppointment')}, {t('hall.hereUntil', { at: timeOf(p.until) })}{' '}
      {p.counter ? <StatusBadge tone="info">{t('hall.interpretsAt', { counter: p.counter })}</StatusBadge> : p.onDuty && <StatusBadge tone={p.seen ? 'success' : 'neutral'}>{t(p.seen ? 'hall.interpreterFree' : 'hall.notSeen')}</StatusBadge>}
    </>
  )
}
