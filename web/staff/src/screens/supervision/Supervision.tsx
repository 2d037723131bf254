import '../../styles/supervision.css'
import { BookSupervision, ClosePrivateSupervision, LeaveSupervision, SupervisionForMe, type OfferedFragment, type SupervisionForMeQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, EmptyState, Loading, ProblemAlert, useFormat, useToast } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { wallOf } from '../interpreters/moment.ts'
import { clockOf } from '../plan/week.ts'
import { Absences } from './Absences.tsx'
import { Keep } from './Keep.tsx'
import { Usage } from './Usage.tsx'

/** Supervision: what is there for oneself, what one can book; and for those who plan or lead, what they may see of it. */
export default function Supervision() {
  const { t } = useTranslation('staff')
  const may = useMay()
  const [counts, pays] = [may('supervision.figures'), may('supervision.accounts')]
  const [{ data, error }, read] = useQuery({ query: SupervisionForMe, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const offers = data?.supervisionOffers ?? []
  const now = new Date().toISOString()
  const mine = offers.filter((o) => o.mine && o.to > now)
  const past = offers.filter((o) => o.mine && o.to <= now).toReversed()
  const open = offers.filter((o) => !o.mine)
  return (
    <>
      <p className="ank-measure">{t('supervision.lead')}</p>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data && <ForMe data={data} again={again} />}
      {data && (
        <>
          {mine.length > 0 && <Sessions id="mine" title={t('supervision.mine')} list={mine} again={again} />}
          <Sessions id="open" title={t('supervision.open')} list={open} again={again} />
          {past.length > 0 && <details><summary>{t('supervision.past', { count: past.length })}</summary><ul className="spv-cards" role="list">{past.map((o) => <Session key={o.id} offer={o} again={again} />)}</ul></details>}
        </>
      )}
      <Absences />
      {counts && <Usage />}
      {pays && <Keep keeps={may('supervision.keep')} />}
    </>
  )
}

/** What a mail has told of: it says no more than that something is here. */
function ForMe({ data, again }: { data: SupervisionForMeQuery; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [{ fetching, error }, close] = useMutation(ClosePrivateSupervision)
  return (
    <>
      <ProblemAlert error={error} onRetry={again} />
      {data.privateSupervision.map((p) => (
        <Alert key={p.id} tone="info" title={t(p.reason === 'incident' ? 'supervision.private.incident' : 'supervision.private.hard_case')}>
          <p>{t('supervision.private.text', { date: date(p.until) })}</p>
          <Button kind="secondary" size="small" busy={fetching} onClick={() => void close({ input: { id: p.id } }).then(again)}>{t('supervision.private.close')}</Button>
        </Alert>
      ))}
      {data.myOnboarding && <p><Link to="/training/onboarding">{t('supervision.onboarding', { title: data.myOnboarding.title })}</Link></p>}
      {data.mentoredOnboardings.map((j) => <p key={j.id}><Link to="/training/onboarding">{t('supervision.mentor', { name: j.name })}</Link></p>)}
    </>
  )
}

function Sessions({ id, title, list, again }: { id: string; title: string; list: readonly OfferedFragment[]; again: () => void }) {
  const { t } = useTranslation('staff')
  return (
    <section className="ank-stack" aria-labelledby={`sessions-${id}`}>
      <h2 id={`sessions-${id}`}>{title}</h2>
      {list.length === 0 && <EmptyState title={t('supervision.none')} />}
      <ul className="spv-cards" role="list">{list.map((o) => <Session key={o.id} offer={o} again={again} />)}</ul>
    </section>
  )
}

function Session({ offer: o, again }: { offer: OfferedFragment; again: () => void }) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const say = useToast()
  const [{ fetching: booking, error: refused }, book] = useMutation(BookSupervision)
  const [{ fetching: leaving, error: kept }, leave] = useMutation(LeaveSupervision)
  const [from, to] = [wallOf(o.from), wallOf(o.to)]
  const what = `${o.title}, ${day(from.day)}, ${clockOf(from.minute)}`
  const act = async (run: () => Promise<{ data?: unknown }>, text: string) => {
    const { data } = await run()
    if (data) say({ text })
    again()
  }
  return (
    <li className="ank-card spv-card">
      <h3>{o.title}</h3>
      <p><strong>{day(from.day)}</strong>, {clockOf(from.minute)}–{clockOf(to.minute)} {t('supervision.clock')}</p>
      <p className="ank-muted">{t(`supervision.kind.${o.kind}`)} · {o.supervisor} · {o.place}</p>
      {o.members.length > 0 && <p>{t('supervision.members', { names: o.members.join(', ') })}</p>}
      {o.state === 'cancelled' && <p className="spv-off">{t('supervision.state.cancelled')}</p>}
      <ProblemAlert error={refused ?? kept} />
      {o.permitted.includes('bookSupervision') && <div><Button size="small" busy={booking} aria-label={t('supervision.bookOf', { what })} onClick={() => void act(() => book({ input: { id: o.id } }), t('supervision.booked'))}>{t('supervision.book')}</Button></div>}
      {o.permitted.includes('leaveSupervision') && <div><Button kind="tertiary" size="small" busy={leaving} aria-label={t('supervision.leaveOf', { what })} onClick={() => void act(() => leave({ input: { id: o.id } }), t('supervision.left'))}>{t('supervision.leave')}</Button></div>}
    </li>
  )
}
