import { SignInterpreting } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, Facts, ProblemAlert } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { clockOf } from './time.ts'
import type { Booking } from './types.ts'

/** From when to when it was, as the office wrote it down, and the interpreter's word on it. */
export function Times({ booking: b }: { booking: Booking }) {
  const { t } = useTranslation('interpreting')
  const [{ fetching, error }, sign] = useMutation(SignInterpreting)
  const steps = [{ id: 'arrived', at: b.arrivedAt }, { id: 'started', at: b.startedAt }, { id: 'ended', at: b.endedAt }] as const
  const facts = steps.flatMap(({ id, at }) => (at ? [{ id, term: t(`booking.${id}`), value: clockOf(at) }] : []))
  const signs = b.permitted.includes('signInterpreting')
  if (facts.length === 0 && !signs && !b.interpreterSignedAt) return null
  return (
    <section className="ank-stack" aria-labelledby="times">
      <h2 id="times">{t('booking.times')}</h2>
      {facts.length > 0 && <Facts facts={facts} />}
      {b.interpreterSignedAt && <Alert tone="success" title={t('booking.signed')} live>{t(b.officeSignedAt ? 'booking.signedBoth' : 'booking.signedHelp')}</Alert>}
      {signs && (
        <div className="ank-stack ank-noprint">
          <h3>{t('booking.signAsk')}</h3>
          <p className="ank-measure">{t('booking.signHelp')}</p>
          <ProblemAlert error={error} />
          <div><Button busy={fetching} onClick={() => void sign({ input: { token: b.token } })}>{t('booking.sign')}</Button></div>
        </div>
      )}
    </section>
  )
}
