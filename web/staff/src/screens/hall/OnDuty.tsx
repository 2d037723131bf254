import { InterpretersOnDuty, InterpretingChanged } from '@ankunft/api/staff/operations.generated.ts'
import { useLive } from '@ankunft/api'
import { Name } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'

/** Which interpreters are in the house now, and who is due but was not seen yet. */
export function OnDuty({ site }: { site: string }) {
  const { t } = useTranslation('staff')
  const reads = useMay()('interpreters.read')
  const [{ data }, read] = useQuery({ query: InterpretersOnDuty, variables: { site }, pause: !reads, requestPolicy: 'cache-and-network' })
  useLive(InterpretingChanged, reads ? {} : undefined, () => { read({ requestPolicy: 'network-only' }) })
  const list = data?.interpretersOnDuty ?? []
  if (list.length === 0) return null
  return (
    <p className="ank-small">
      {t('hall.interpreters')}{' '}
      {list.map((s, n) => <span key={s.id}>{n > 0 && ', '}<strong>{s.languageName}</strong> (<Name>{s.name}</Name>{s.state === 'confirmed' && <>, {t('hall.notSeen')}</>})</span>)}
    </p>
  )
}
