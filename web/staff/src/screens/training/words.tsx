import { type DutyFragment, Trainings } from '@ankunft/api/staff/operations.generated.ts'
import { type IconName, StatusBadge, type Tone, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

export type Duty = DutyFragment
export type Standing = Duty['standing']

/** What is worst first. */
export const STANDINGS: readonly Standing[] = ['run_out', 'late', 'open', 'soon', 'exempt', 'done']

const LOOK: Record<Standing, { tone: Tone; icon: IconName }> = {
  run_out: { tone: 'danger', icon: 'alert' },
  late: { tone: 'danger', icon: 'clock' },
  open: { tone: 'warning', icon: 'clock' },
  soon: { tone: 'warning', icon: 'clock' },
  exempt: { tone: 'neutral', icon: 'pause' },
  done: { tone: 'success', icon: 'check' },
}

export function StandingBadge({ standing }: { standing: Standing }) {
  const { t } = useTranslation('staff')
  return <StatusBadge {...LOOK[standing]}>{t(`training.standings.${standing}`)}</StatusBadge>
}

/** Until when something holds, or was to be done. */
function useDutyWords(): (d: Duty) => string {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  return (d) => {
    const day = d.dueOn ? date(d.dueOn) : ''
    if (d.standing === 'exempt') return t('training.duty.exempt', { date: date(d.exemptUntil ?? '') })
    if (d.standing === 'done' && !day) return t('training.duty.forGood')
    if (d.standing === 'late') return t('training.duty.late', { date: day, grace: date(d.graceEndsOn ?? '') })
    return t(`training.duty.${d.standing}`, { date: day })
  }
}

/** Duties one below the other, what is worst first. */
export function Duties({ duties }: { duties: readonly Duty[] }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const words = useDutyWords()
  return (
    <ul className="trn-list" role="list">
      {duties.map((d) => (
        <li key={d.requirementId} className="trn-duty">
          <div>
            <p><strong>{d.title}</strong></p>
            <p>{words(d)}</p>
            {d.completedOn && <p className="ank-muted ank-small">{t('training.duty.last', { date: date(d.completedOn) })}</p>}
            {d.blocks.length > 0 && d.standing !== 'done' && d.standing !== 'exempt' && <p className="ank-small">{t(d.standing === 'run_out' ? 'training.duty.blocked' : 'training.duty.blocks')}</p>}
          </div>
          <StandingBadge standing={d.standing} />
        </li>
      ))}
    </ul>
  )
}

/** What can be learned, for choosing. */
export function useTrainings() {
  const [{ data }] = useQuery({ query: Trainings })
  return (data?.trainings ?? []).map((x) => ({ value: x.id, label: x.title }))
}
