import { MatchProposals, PersonOnFile } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Facts, Loading, Name, ProblemAlert, StatusBadge, Table, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { Match } from '../../parts/Match.tsx'
import { PersonFacts } from '../../parts/PersonFacts.tsx'
import { StateBadge } from '../../parts/words.tsx'
import { birth } from '../../parts/WorkTable.tsx'
import { useCase } from './context.ts'
import { CaseNumber, Others } from './Others.tsx'

/** Who the case is about, who belongs to them, and whether they are on file already. */
export default function People() {
  const { t } = useTranslation('staff')
  const { record } = useCase()
  const refers = useMay()('partners.refer')
  const [{ data, error, fetching }] = useQuery({ query: PersonOnFile, variables: { id: record.person.id } })
  const person = data?.person
  return (
    <div className="ank-stack">
      {record.person.proposal && <Question proposal={record.person.proposal} />}
      <ProblemAlert error={error} />
      {fetching && !data && <Loading />}
      {person && (
        <div className="off-two">
          <section className="ank-stack">
            <div className="ank-row">
              <h2>{t('case.tabs.person')}</h2>
              <StatusBadge tone={person.state === 'on_file' ? 'success' : 'warning'}>{t(`person.states.${person.state}`)}</StatusBadge>
            </div>
            <PersonFacts person={person} />
            <p>
              <Link to="/" search={{ person: person.id }}>{t('person.cases')}</Link>
            </p>
            {refers && <p><Link to="/partners/referrals" search={{ case: record.id }}>{t('partners.referral.fromCase')}</Link></p>}
          </section>
          <div className="ank-stack">
            <Titles titles={person.titles} />
            <Family relations={person.relations} />
            <Consents consents={person.consents} />
          </div>
        </div>
      )}
      <Linked />
      <Others />
    </div>
  )
}

/** As many open questions as the server tells at once. */
const MOST = 40

/** The open question of this person, if the clerk may answer it. */
function Question({ proposal }: { proposal: string }) {
  const { t } = useTranslation('staff')
  const may = useMay()('persons.match')
  const { again } = useCase()
  const [{ data, error }, read] = useQuery({ query: MatchProposals, variables: { first: MOST }, pause: !may })
  const found = data?.matchProposals.items.find((p) => p.id === proposal)
  return (
    <>
      <Alert tone="warning" title={t('match.open')}>
        <p>{t('match.openHelp')}</p>
      </Alert>
      <ProblemAlert error={error} />
      {found && <Match proposal={found} onDone={() => { read({ requestPolicy: 'network-only' }); again() }} />}
    </>
  )
}

interface Held {
  id: string
  kind: string
  basis: string
  validFrom: string | null
  validUntil: string | null
  effect: 'none' | 'lawful' | 'deportation_suspended' | 'continues' | 'continues_by_order'
}

function Titles({ titles }: { titles: readonly Held[] }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  if (titles.length === 0) return null
  return (
    <section className="ank-stack">
      <h2>{t('person.titles')}</h2>
      <Facts
        facts={titles.map((h) => ({
          id: h.id,
          term: [h.kind, h.basis].filter(Boolean).join(', '),
          value: (
            <>
              {[h.validFrom && t('person.from', { date: date(h.validFrom, 'short') }), h.validUntil && t('person.until', { date: date(h.validUntil, 'short') })].filter(Boolean).join(' ')}
              {h.effect !== 'none' && <p className="ank-small">{t(`person.effects.${h.effect}`)}</p>}
            </>
          ),
        }))}
      />
    </section>
  )
}

interface Related {
  id: string
  kind: string
  proven: boolean
  other: { name: string; birthDate: string }
}

function Family({ relations }: { relations: readonly Related[] }) {
  const { t } = useTranslation('staff')
  if (relations.length === 0) return null
  return (
    <section className="ank-stack">
      <h2>{t('person.family')}</h2>
      <Facts facts={relations.map((r) => ({ id: r.id, term: t(`person.relations.${r.kind}` as 'person.relations.spouse'), value: <><Name>{r.other.name}</Name>{`, ${birth(r.other.birthDate)} · ${t(r.proven ? 'person.proven' : 'person.said')}`}</> }))} />
    </section>
  )
}

interface Consent { kind: 'portal_delivery' | 'pdf_by_mail'; given: boolean; changedAt: string; textVersion: string }

/** What was agreed to, by the words: that decisions count unread is more than that they are fetched. */
function agreedTo(c: Consent) {
  return c.kind === 'portal_delivery' && c.textVersion.startsWith('ozg9') ? 'post_box' : c.kind
}

function Consents({ consents }: { consents: readonly Consent[] }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  if (consents.length === 0) return null
  return (
    <section className="ank-stack">
      <h2>{t('person.consents')}</h2>
      <Facts facts={consents.map((c) => ({ id: c.kind, term: t(`person.consent.${agreedTo(c)}`), value: `${t(c.given ? 'answer.yes' : 'answer.no')}, ${date(c.changedAt, 'short')}` }))} />
    </section>
  )
}

function Linked() {
  const { t } = useTranslation('staff')
  const { record } = useCase()
  if (record.linked.length === 0) return null
  return (
    <section className="ank-stack">
      <h2>{t('person.linked')}</h2>
      <Table
        caption={t('person.linked')}
        rows={record.linked}
        rowKey={(c) => c.number}
        columns={[
          { id: 'n', title: t('work.columns.case'), cell: (c) => <CaseNumber id={c.id} number={c.number} /> },
          { id: 'p', title: t('work.columns.person'), cell: (c) => (c.personName === null ? t(`person.roles.${c.role}` as 'person.roles.child') : <Name>{c.personName}</Name>) },
          { id: 's', title: t('work.columns.state'), cell: (c) => <StateBadge state={c.state} /> },
        ]}
      />
    </section>
  )
}
