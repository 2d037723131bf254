import { type MyClaimFragment, ProposeClaim } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ProblemAlert, StatusBadge, type Tone, useFormat } from '@ankunft/ui'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { Loss } from './Loss.tsx'
import { Propose } from './Propose.tsx'

const TONE: Record<string, Tone> = { open: 'info', proposed: 'warning', disputed: 'warning', confirmed: 'success', invoiced: 'success', paid: 'success' }

/** What they are owed for one thing: how it was worked out, and their word on it. */
export function ClaimCard({ claim: c, token, again }: { claim: MyClaimFragment; token: string; again: () => void }) {
  const { t } = useTranslation('interpreting')
  const { date, money } = useFormat()
  const id = useId()
  const [other, setOther] = useState(false)
  const [{ fetching, error }, propose] = useMutation(ProposeClaim)
  const may = c.permitted.includes('proposeClaim')
  const loss = c.kind === 'cancellation'
  const state = c.state === 'open' && c.reportedAt ? 'reported' : c.state
  const claim = async () => {
    const { data } = await propose({ input: { token, claim: c.id, version: c.version } })
    if (data) again()
  }
  return (
    <article className="ank-card ank-stack" aria-labelledby={id}>
      <div className="ank-row">
        <h3 id={id}>{t(`money.kind.${c.kind}` as 'money.kind.shift')}, <bdi>{c.languageName}</bdi>, {date(c.endedOn)}</h3>
        <StatusBadge tone={TONE[c.state] ?? 'neutral'}>{t(`money.state.${state}` as 'money.state.open')}</StatusBadge>
      </div>
      <p className="ank-muted">{[t('money.number', { number: c.number }), state === 'open' && t('money.until', { date: date(c.lapsesOn) })].filter(Boolean).join(' · ')}</p>
      {may && c.missing && <p>{t(`money.missing.${c.missing}` as 'money.missing.signature')}</p>}
      <dl className="money">
        {c.lines.map((l) => (
          <div key={l.code + String(l.cents)}>
            <dt>
              {t(`money.line.${l.code}` as 'money.line.time')} <span className="ank-muted ank-small" lang="de"><bdi>{l.law}</bdi></span>
              {l.why.length > 0 && <span className="ank-muted ank-small money__why">{l.why.map((code) => t(`money.why.${code}` as 'money.why.night')).join(', ')}</span>}
            </dt>
            <dd>{money(l.cents)}</dd>
          </div>
        ))}
        {c.vatCents > 0 && <div><dt>{t('money.vatSum')}</dt><dd>{money(c.vatCents)}</dd></div>}
        <div className="money__sum"><dt>{t(may && loss ? 'money.most' : 'money.total')}</dt><dd>{money(c.totalCents)}</dd></div>
      </dl>
      {c.proposedCents !== null && may && c.state !== 'open' && <p>{t('money.state.proposed')}: {money(c.proposedCents)}{c.reason && <>, <q dir="auto">{c.reason}</q></>}</p>}
      {c.answer && <p>{t('money.answer')}: <q lang="de" dir="auto">{c.answer}</q></p>}
      <ProblemAlert error={error} />
      {may && loss && c.state !== 'proposed' && <Loss claim={c} token={token} onDone={again} />}
      {may && !loss && !other && (
        <div className="ank-actions ank-noprint">
          {state !== 'reported' && <Button busy={fetching} onClick={() => void claim()}>{t('money.claim')}</Button>}
          {c.times && <Button kind="secondary" onClick={() => { setOther(true) }}>{t('money.other')}</Button>}
        </div>
      )}
      {may && other && c.times && <Propose claim={c} times={c.times} token={token} onDone={() => { setOther(false); again() }} />}
    </article>
  )
}
