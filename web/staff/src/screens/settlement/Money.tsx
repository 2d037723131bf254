import '../../styles/settlement.css'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../me.tsx'
import { Batches } from './Batches.tsx'
import { Claims } from './Claims.tsx'
import { Invoices } from './Invoices.tsx'
import { ROOMS } from './search.ts'
import { Year } from './Year.tsx'

/** What is owed to interpreters, from the signed times to the treasury. */
export default function Money() {
  const { t } = useTranslation('staff')
  const { room = 'claims', show = 'todo' } = useSearch({ from: '/interpreters/money' })
  const navigate = useNavigate({ from: '/interpreters/money' })
  const may = useMay()
  const open = ROOMS.filter((r) => may(r === 'claims' ? 'settlement.read' : 'settlement.audit'))
  return (
    <section className="ank-stack" aria-labelledby="settlement">
      <h2 id="settlement">{t('interpreting.parts.money')}</h2>
      <p>{t('settlement.lead')}</p>
      {open.length > 1 && (
        <div className="off-segments off-segments--wrap ank-noprint" role="group" aria-label={t('settlement.label')}>
          {open.map((r) => <button key={r} type="button" aria-pressed={r === room} onClick={() => void navigate({ search: { room: r } })}>{t(`settlement.parts.${r}`)}</button>)}
        </div>
      )}
      {room === 'claims' && <Claims key={show} shown={show} />}
      {room === 'invoices' && <Invoices />}
      {room === 'batches' && <Batches />}
      {room === 'year' && <Year />}
    </section>
  )
}
