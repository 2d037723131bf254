import '../../styles/case.css'
import '../../styles/plan.css'
import '../../styles/interpreters.css'
import { ChangeInterpreter, InterpreterOnFile, type InterpreterFileFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Facts, Icon, Loading, Name, Page, ProblemAlert, readServerError, useToast } from '@ankunft/ui'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { NotFound } from '../../NotFound.tsx'
import { language as languageName } from '../../parts/country.ts'
import { HalfYears } from '../quality/HalfYears.tsx'
import { DetailsForm } from './DetailsForm.tsx'
import { type Draft, detailsOf, draftOf } from './draft.ts'
import { OwnChange } from './OwnChange.tsx'
import { Proofs } from './Proofs.tsx'
import { Ties } from './Ties.tsx'
import { Tariff } from './Tariff.tsx'
import { Missing, State, useModeWords, useSites, useSkillWords } from './words.tsx'

/** Somebody of the directory: what the office keeps of them. */
export default function File() {
  const { t } = useTranslation('staff')
  const { id } = useParams({ from: '/interpreters/file/$id' })
  const [{ data, error, fetching }, read] = useQuery({ query: InterpreterOnFile, variables: { id }, requestPolicy: 'cache-and-network' })
  const [changing, setChanging] = useState(false)
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const i = data?.interpreter.id === id ? data.interpreter : undefined
  if (!i) {
    if (readServerError(error?.graphQLErrors[0]?.extensions).kind === 'NOT_FOUND') return <NotFound />
    return (
      <Page title={t('interpreting.loading')}>
        <ProblemAlert error={error} onRetry={again} />
        {fetching && <Loading lines={8} />}
      </Page>
    )
  }
  const keeps = i.permitted.includes('interpreters.keep')
  return (
    <Page
      title={i.name}
      aside={keeps && !changing && <Button kind="secondary" size="small" onClick={() => { setChanging(true) }}>{t('action.change')}</Button>}
    >
      <p className="ank-noprint"><Link to="/interpreters" className="off-back"><Icon name="back" />{t('interpreting.parts.directory')}</Link></p>
      {changing ? <Change interpreter={i} again={again} onDone={() => { setChanging(false) }} /> : <Shown interpreter={i} keeps={keeps} again={again} />}
    </Page>
  )
}

function Change({ interpreter: i, again, onDone }: { interpreter: InterpreterFileFragment; again: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  // As it was when somebody began to type: whoever is faster meanwhile is told as a conflict, and nothing typed is lost.
  const [start] = useState(() => ({ draft: draftOf(i), version: i.version }))
  const [{ fetching, error }, change] = useMutation(ChangeInterpreter)
  const save = async (draft: Draft) => {
    const { error: refused } = await change({ input: { interpreter: i.id, version: start.version, details: detailsOf(draft) } })
    if (refused) return
    say({ text: t('interpreting.changed') })
    again()
    onDone()
  }
  return <DetailsForm start={start.draft} onFile busy={fetching} error={error} submit={t('interpreting.save')} onSubmit={(d) => void save(d)} onCancel={onDone} />
}

function Shown({ interpreter: i, keeps, again }: { interpreter: InterpreterFileFragment; keeps: boolean; again: () => void }) {
  const { t } = useTranslation('staff')
  const reads = useMay()('quality.read')
  return (
    <div className="ank-stack off-file">
      <p className="off-badges">
        <State state={i.state} />
        <Missing missing={i.missing} />
        {i.kind === 'agency' && <span>{t('interpreting.kinds.agency')}</span>}
        {i.agencyId && <Link to="/interpreters/file/$id" params={{ id: i.agencyId }}>{t('interpreting.itsAgency')}</Link>}
      </p>
      {i.missing.length > 0 && <p>{t('interpreting.missingHelp')}</p>}
      {i.change && keeps && <OwnChange key={i.change.id} interpreter={i} change={i.change} again={again} />}
      <div className="off-two">
        <Part title={t('interpreting.languages')}><Languages interpreter={i} /></Part>
        <Part title={t('interpreting.reach')}><Reach interpreter={i} /></Part>
        <Part title={t('interpreting.work')}><Work interpreter={i} /></Part>
        <Part title={t('interpreting.pay')}><Tariff interpreter={i} /></Part>
      </div>
      {i.kind === 'person' && <Proofs interpreter={i} keeps={keeps} again={again} />}
      {keeps && <Ties interpreter={i} />}
      {reads && <Part title={t('quality.half.heading')}><p className="ank-measure ank-muted">{t('quality.half.lead')}</p><HalfYears interpreter={i.id} /></Part>}
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="ank-stack">
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Languages({ interpreter: i }: { interpreter: InterpreterFileFragment }) {
  const { t } = useTranslation('staff')
  const words = useSkillWords()
  if (i.skills.length === 0) return <p className="ank-muted">{t('interpreting.noLanguages')}</p>
  return (
    <ul className="off-touched">
      {i.skills.map((s) => (
        <li key={`${s.language} ${s.dialect} ${s.form}`}>
          <strong>{words(s)}</strong>
          <span className="ank-muted ank-small">{[t(`interpreting.forms.${s.form}`), s.level === 'native' ? t('interpreting.native') : t('interpreting.levelOf', { level: s.level })].join(' · ')}</span>
        </li>
      ))}
    </ul>
  )
}

function Rows({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return <Facts facts={rows.filter(([, v]) => v).map(([term, value]) => ({ id: term, term, value }))} />
}

function Reach({ interpreter: i }: { interpreter: InterpreterFileFragment }) {
  const { t } = useTranslation('staff')
  return (
    <Rows rows={[
      [t('interpreting.name'), <Name key="n">{i.name}</Name>],
      [t('interpreting.email'), i.email ? <a key="e" href={`mailto:${i.email}`}><bdi dir="ltr">{i.email}</bdi></a> : t('interpreting.noMail')],
      [t('interpreting.phone'), i.phone && <a key="p" href={`tel:${i.phone.replaceAll(' ', '')}`}><bdi dir="ltr">{i.phone}</bdi></a>],
      [t('interpreting.gender'), i.gender !== 'unsaid' && t(`interpreting.genders.${i.gender}`)],
      [t('interpreting.mailLanguage'), languageName(i.language)],
    ]} />
  )
}

function Work({ interpreter: i }: { interpreter: InterpreterFileFragment }) {
  const { t } = useTranslation('staff')
  const modes = useModeWords()
  const { site } = useSites()
  return (
    <Rows rows={[
      [t('interpreting.mode'), modes(i.modes)],
      [t('interpreting.sites'), i.sites.length > 0 ? i.sites.map(site).join(', ') : t('interpreting.allSites')],
      [t('interpreting.travel'), t('interpreting.travelOf', { minutes: i.travelMinutes, km: i.travelKm })],
      [t('interpreting.subjects'), i.subjects.join(', ')],
    ]} />
  )
}
