import type { EnrolmentState, SessionLineFragment } from '@ankunft/api/staff/operations.generated.ts'
import { useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { wallOf } from '../interpreters/moment.ts'
import { clockOf } from '../plan/week.ts'

/** What a course can be about, in the order in which it is chosen: as the trainings. */
export const SUBJECTS = ['anti_racism', 'communication', 'intercultural', 'law', 'data_protection', 'security', 'language', 'method', 'leadership', 'coaching', 'other'] as const
export const FORMS = ['in_house', 'external', 'online'] as const
export const LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const

interface Look { tone: 'neutral' | 'info' | 'success' | 'warning' | 'danger'; icon: 'check' | 'clock' | 'info' | 'alert' }

/** How somebody stands to a session looks the same wherever it is shown. */
export const STANDING: Record<EnrolmentState, Look> = {
  asked: { tone: 'info', icon: 'clock' },
  waiting: { tone: 'warning', icon: 'clock' },
  enrolled: { tone: 'success', icon: 'check' },
  attended: { tone: 'success', icon: 'check' },
  declined: { tone: 'neutral', icon: 'info' },
  cancelled: { tone: 'neutral', icon: 'info' },
  unplaced: { tone: 'neutral', icon: 'info' },
  missed: { tone: 'neutral', icon: 'info' },
}

/** Days and hours of a session, as one says them. */
export function useWhen(): (days: readonly { startsAt: string; endsAt: string }[]) => string[] {
  const { day } = useFormat()
  return (days) => days.map((d) => {
    const [from, to] = [wallOf(d.startsAt), wallOf(d.endsAt)]
    return `${day(from.day, 'short')}, ${clockOf(from.minute)}–${clockOf(to.minute || 1440)}` // who goes on to midnight ends at 24:00
  })
}

/** What a course is: how it is given, about what, at which level. */
export function useKind(): (c: SessionLineFragment['course']) => string {
  const { t } = useTranslation('staff')
  return (c) => [t(`courses.forms.${c.form}`), t(`courses.subjects.${c.subject}` as 'courses.subjects.law'), c.level, c.provider?.name].filter(Boolean).join(' · ')
}
