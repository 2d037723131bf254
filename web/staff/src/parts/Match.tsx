import { ConfirmMatch, RefuseMatch, type MatchProposalsQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, Icon, Name, ProblemAlert, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { COMPARED, compared } from './PersonFacts.tsx'

export type Proposal = MatchProposalsQuery['matchProposals']['items'][number]

/** Is the new person the one on file? Both side by side; each line says in words whether they agree. */
export function Match({ proposal, onDone }: { proposal: Proposal; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const say = useToast()
  const [asking, setAsking] = useState<Proposal['candidates'][number]>()
  const [{ fetching: joining, error: joinError }, confirm] = useMutation(ConfirmMatch)
  const [{ fetching: parting, error: partError }, refuse] = useMutation(RefuseMatch)
  const join = async (person: string) => {
    const { error } = await confirm({ input: { proposal: proposal.id, person } })
    setAsking(undefined)
    if (error) return
    say({ text: t('match.joined') })
    onDone()
  }
  const part = async () => {
    const { error } = await refuse({ input: { proposal: proposal.id } })
    if (error) return
    say({ text: t('match.parted') })
    onDone()
  }
  const mayJoin = proposal.permitted.includes('confirmMatch')
  return (
    <article className="ank-card off-match" aria-label={proposal.provisional.name}>
      <header className="ank-row">
        <h2>
          <Name>{proposal.provisional.name}</Name>
        </h2>
        <span className="ank-muted">{t('match.since', { date: date(proposal.createdAt, 'short') })}</span>
      </header>
      <p>
        {t(`match.reasons.${proposal.reason}` as 'match.reasons.same_attributes')}{' '}
        {proposal.trust && <span className="ank-muted">{t('match.trust', { trust: t(`trust.${proposal.trust}` as 'trust.email') })}</span>}
      </p>
      <Comparison proposal={proposal} />
      <ProblemAlert error={joinError ?? partError} />
      <div className="ank-actions">
        {mayJoin && proposal.candidates.map((c) => (
          <Button key={c.person.id} kind={proposal.candidates.length === 1 ? 'primary' : 'secondary'} busy={joining} onClick={() => { setAsking(c) }}>
            {proposal.candidates.length === 1 ? t('match.same') : t('match.sameAs', { name: c.person.name })}
          </Button>
        ))}
        {proposal.permitted.includes('refuseMatch') && (
          <Button kind="secondary" busy={parting} onClick={() => void part()}>
            {t('match.other')}
          </Button>
        )}
      </div>
      <ConfirmDialog open={asking !== undefined} title={t('match.sureTitle')} confirm={t('match.same')} busy={joining} onClose={() => { setAsking(undefined) }} onConfirm={() => { if (asking) void join(asking.person.id) }}>
        <p>{t('match.sure')}</p>
      </ConfirmDialog>
    </article>
  )
}

/** The kinds of the code list ozg.aufenthaltstitelart; another word is the city's own. */
const KINDS = ['01', '02', '03', '04', '05', '06'] as const

function Comparison({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation('staff')
  const titleKind = (kind: string) => {
    const known = KINDS.find((k) => k === kind)
    return known ? t(`match.titleKinds.${known}`) : kind
  }
  return (
    <div className="ank-table__frame">
      <table className="ank-table off-compare">
        <thead>
          <tr>
            <th scope="col">
              <span className="ank-hidden">{t('match.field')}</span>
            </th>
            <th scope="col">{t('match.provisional')}</th>
            {proposal.candidates.map((c) => (
              <th scope="col" key={c.person.id}>
                {t('match.onFile')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {COMPARED.map((field) => (
            <tr key={field}>
              <th scope="row">{t(`person.${field}`)}</th>
              <td>{compared(proposal.provisional, field)}</td>
              {proposal.candidates.map((c) => (
                <td key={c.person.id}>
                  {c.agrees.includes(field) && <Sign agrees />}
                  {c.differs.includes(field) && <Sign agrees={false} />}
                  {compared(c.person, field)}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('person.titles')}</th>
            <td />
            {proposal.candidates.map((c) => (
              <td key={c.person.id}>{c.person.titles.map((h) => [titleKind(h.kind), h.basis].filter(Boolean).join(', ')).join('; ')}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  )
}

function Sign({ agrees }: { agrees: boolean }) {
  const { t } = useTranslation('staff')
  return (
    <span className={agrees ? 'off-sign' : 'off-sign off-sign--differs'}>
      <Icon name={agrees ? 'check' : 'alert'} />
      {t(agrees ? 'match.agrees' : 'match.differs')}
    </span>
  )
}
