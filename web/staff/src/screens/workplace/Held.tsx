import '../../styles/workplace.css'
import type { HeldEntryFragment } from '@ankunft/api/staff/operations.generated.ts'
import { StatusBadge, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

/** An entry: what, how well, until when, and whether somebody has seen a proof. */
export function Held({ held: h }: { held: HeldEntryFragment }) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  return (
    <>
      <p><strong>{h.title}</strong>{h.level && <> · {level(h.level, t('qualifications.native'))}</>}</p>
      <p className="wpl-row">
        {h.over
          ? <StatusBadge tone="danger" icon="alert">{t('qualifications.over', { date: day(h.validUntil ?? '') })}</StatusBadge>
          : h.certified
            ? <StatusBadge tone="success" icon="check">{t('qualifications.certified')}</StatusBadge>
            : <StatusBadge tone="neutral">{t('qualifications.stated')}</StatusBadge>}
        {!h.over && h.validUntil && <span>{t('qualifications.until', { date: day(h.validUntil) })}</span>}
      </p>
      {h.certified && <p className="ank-small ank-muted">{t('qualifications.seen', { proof: h.proof, who: h.certifiedBy ?? '–' })}</p>}
    </>
  )
}

/** A level as people say it. */
export function level(key: string, native: string): string {
  return key === 'native' ? native : key
}
