import { Icon, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Measured } from './Measured.tsx'
import type { Days, Offer, Purpose } from './types.ts'

interface RulesProps {
  offer: Offer
  purpose: Purpose
  days?: Days | undefined
  /** Where and for what one looks. */
  of?: { site: string; concern: string } | undefined
}

/** How the office gives its times, and how long one waits now: the same for everybody, and for everybody to see. */
export function Rules({ offer, purpose, days, of }: RulesProps) {
  const { t } = useTranslation('appointments')
  return (
    <section className="ank-stack side rules" aria-labelledby="rules">
      <h2 id="rules">{t('rules.title')}</h2>
      {purpose === 'emergency' ? <Emergency offer={offer} /> : (
        <>
          {purpose === 'booking' && (
            <ul className="rules__list" role="list">
              {offer.release.map(({ share, days: ahead, at }) => (
                <li key={`${String(ahead)} ${at}`}>
                  <span className="rules__share" aria-hidden="true"><span style={{ inlineSize: `${String(share)}%` }} /></span>
                  {ahead === 0 ? t('rules.sameDay', { share, at }) : t('rules.ahead', { share, at, count: ahead })}
                </li>
              ))}
            </ul>
          )}
          {days && <Wait days={days} />}
          {of && purpose === 'booking' && <Measured key={`${of.site} ${of.concern}`} {...of} />}
        </>
      )}
      <p className="ank-muted ank-small">{t('rules.fair')}</p>
      <p><Link to="/hours">{t('hours.link')}</Link></p>
    </section>
  )
}

function Wait({ days }: { days: Days }) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const rows = [{ name: 'next', day: days.next }, { name: 'third', day: days.third }] as const
  const short = (day: string) => format.day(day, 'short')
  const ahead = (day: string) => format.days(Math.round((Date.parse(day) - Date.parse(days.from)) / 86_400_000))
  return (
    <div className="ank-stack rules__wait">
      <h3>{t('rules.wait')}</h3>
      {days.next ? (
        <dl className="rules__days">
          {rows.map(({ name, day }) => day && <div key={name}><dt>{t(`rules.${name}`)}</dt><dd>{short(day)} <span className="ank-muted">({ahead(day)})</span></dd></div>)}
        </dl>
      ) : <p>{t('rules.noWait')}</p>}
      {days.third && <p className="ank-muted ank-small">{t('rules.thirdWhy')}</p>}
    </div>
  )
}

function Emergency({ offer: o }: { offer: Offer }) {
  const { t } = useTranslation('appointments')
  return (
    <>
      <p className="ank-iconline"><Icon name="clock" /><span>{o.emergencyDays === 0 ? t('urgent.opensToday', { at: o.emergencyOpensAt }) : t('urgent.opensAhead', { at: o.emergencyOpensAt, count: o.emergencyDays })}</span></p>
      {o.emergencyFlowsBackAt && <p className="ank-iconline"><Icon name="retry" /><span>{t('urgent.flows', { at: o.emergencyFlowsBackAt })}</span></p>}
    </>
  )
}
