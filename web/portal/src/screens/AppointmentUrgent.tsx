import '../styles/appointments.css'
import { AppointmentNeed, type AppointmentNeedQuery } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ButtonLabel, buttonClass, Code, DateField, focusHeading, isDate, Page, ProblemAlert, RadioGroup } from '@ankunft/ui'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CombinedError, useClient } from 'urql'
import { Concerns } from '../appointments/Concerns.tsx'
import { OfferGate } from '../appointments/OfferGate.tsx'
import { Rules } from '../appointments/Rules.tsx'
import type { Choice, Offer } from '../appointments/types.ts'
import { Where } from '../appointments/Where.tsx'
import { norms } from '../law.ts'
import { Norm } from '../Norm.tsx'

/** The police, everywhere in Germany. */
const POLICE = '110'

type Need = AppointmentNeedQuery['appointmentNeed']
/** Answers stay in the memory of the page: nobody who takes this phone later finds them. */
type Answers = Record<string, string | boolean>
interface Judged {
  need: Need
  answers: Answers
}

/** For whom it cannot wait: questions, then why and when, then the times held back for that. */
export default function AppointmentUrgent() {
  const { t } = useTranslation('appointments')
  return <OfferGate title={t('urgent.title')}>{(offer) => <Urgent offer={offer} />}</OfferGate>
}

function Urgent({ offer }: { offer: Offer }) {
  const choice = useSearch({ from: '/appointments/urgent' })
  const [answers, setAnswers] = useState<Answers>({})
  const [judged, setJudged] = useState<Judged>()
  const concern = judged?.need.urgent ? offer.concerns.find((c) => c.key === choice.concern && c.purposes.includes('emergency')) : undefined
  const step = `${String(judged?.need.reason)} ${String(concern?.key)}`
  const before = useRef(step)
  useEffect(() => {
    if (before.current === step) return
    before.current = step
    scrollTo(0, 0)
    focusHeading()
  }, [step])
  const change = () => { setJudged(undefined) }
  if (!judged) return <Questions offer={offer} answers={answers} onAnswers={setAnswers} onJudged={setJudged} />
  if (!judged.need.urgent) return <CanWait need={judged.need} onChange={change} />
  return <Urgently offer={offer} judged={judged} choice={choice} onChange={change} />
}

interface QuestionsProps {
  offer: Offer
  answers: Answers
  onAnswers: (answers: Answers) => void
  onJudged: (judged: Judged) => void
}

function Questions({ offer, answers, onAnswers, onJudged }: QuestionsProps) {
  const { t, i18n } = useTranslation(['appointments', 'common', 'errors'])
  const client = useClient()
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<CombinedError>()
  const wrong = offer.questions.filter((q) => q.kind === 'date' && typeof answers[q.key] === 'string' && answers[q.key] !== '' && !isDate(String(answers[q.key]))).map((q) => q.key)
  const given = Object.entries(answers).filter(([, value]) => value !== '')
  const ask = async () => {
    setTried(true)
    if (busy || wrong.length > 0 || given.length === 0) return
    setBusy(true)
    setError(undefined)
    const told = Object.fromEntries(given)
    const result = await client.query(AppointmentNeed, { answers: told, language: i18n.language }, { requestPolicy: 'network-only' }).toPromise()
    setBusy(false)
    if (result.data) onJudged({ need: result.data.appointmentNeed, answers: told })
    else setError(result.error)
  }
  const put = (key: string, value: string | boolean) => { onAnswers({ ...answers, [key]: value }) }
  const spoken = (value: string | boolean | undefined) => (value === undefined ? '' : String(value))
  return (
    <Page title={t('urgent.title')} lead={t('urgent.lead')}>
      <div className="columns">
        <form className="ank-stack columns__main questions" noValidate onSubmit={(event) => { event.preventDefault(); void ask() }}>
          {offer.questions.map((q) => (q.kind === 'date' ? (
            <DateField key={q.key} id={`q-${q.key}`} label={norms(q.text)} required={false} value={spoken(answers[q.key])} onChange={(day) => { put(q.key, day) }} error={tried && wrong.includes(q.key) ? t('errors:fields.not_a_date') : undefined} />
          ) : (
            <div className="yesno" key={q.key}>
              <RadioGroup id={`q-${q.key}`} label={norms(q.text)} required={false} value={spoken(answers[q.key])} onChange={(yes) => { put(q.key, yes === 'true') }} options={[{ value: 'true', label: t('common:answer.yes') }, { value: 'false', label: t('common:answer.no') }]} />
            </div>
          )))}
          <p className="ank-muted ank-measure">{t('urgent.privacy')}</p>
          {tried && given.length === 0 && <Alert tone="warning" title={t('urgent.answer')} live />}
          <ProblemAlert error={error} />
          <div className="ank-actions"><Button type="submit" busy={busy} iconAfter="next">{t('urgent.ask')}</Button></div>
        </form>
        <div className="columns__side">
          <Alert tone="danger" title={t('urgent.danger')}><p>{t('urgent.dangerHelp')} <a href={`tel:${POLICE}`}><Code>{POLICE}</Code></a></p></Alert>
          <Rules offer={offer} purpose="emergency" />
        </div>
      </div>
    </Page>
  )
}

/** It can wait by the rules of the city: the way to an ordinary time, and why nobody loses their right meanwhile. */
function CanWait({ need, onChange }: { need: Need; onChange: () => void }) {
  const { t } = useTranslation('appointments')
  return (
    <Page title={t('urgent.no')} lead={t('urgent.noHelp')}>
      {need.text && <p>{t('urgent.reason', { reason: need.text })}</p>}
      <Alert tone="success" title={t('urgent.safe')}><p>{norms(t('urgent.safeHelp'))}</p></Alert>
      <div className="ank-actions">
        <Link to="/appointments" className={buttonClass()}><ButtonLabel iconAfter="next">{t('urgent.toOrdinary')}</ButtonLabel></Link>
        <Link to="/" className={buttonClass('secondary')}><ButtonLabel>{t('urgent.toServices')}</ButtonLabel></Link>
        <Button kind="tertiary" onClick={onChange}>{t('urgent.change')}</Button>
      </div>
    </Page>
  )
}

function Urgently({ offer, judged, choice, onChange }: { offer: Offer; judged: Judged; choice: Choice; onChange: () => void }) {
  const { t } = useTranslation('appointments')
  const navigate = useNavigate()
  const go = (search: Choice, replace: boolean) => void navigate({ to: '/appointments/urgent', search, replace, resetScroll: false })
  const concern = offer.concerns.find((c) => c.key === choice.concern && c.purposes.includes('emergency'))
  const { need } = judged
  return (
    <Page title={concern ? norms(concern.title) : t('urgent.yes')} lead={concern ? t('urgent.yes') : undefined}>
      <p>{t('urgent.reason', { reason: need.text })} {need.law && <span className="ank-muted">(<Norm law={need.law} linked />)</span>}</p>
      <div className="way-back"><Button kind="tertiary" icon="back" onClick={concern ? () => { go({}, false) } : onChange}>{t(concern ? 'concern.change' : 'urgent.change')}</Button></div>
      {concern ? (
        <Where key={concern.key} offer={offer} concern={concern} purpose="emergency" urgent={judged.answers} choice={choice} onChoice={(next) => { go(next, true) }} empty={<NotNow offer={offer} />} />
      ) : (
        <div className="columns">
          <div className="ank-stack columns__main"><Concerns concerns={offer.concerns} purpose="emergency" onChoose={(key) => { go({ concern: key }, false) }} /></div>
          <div className="columns__side"><Rules offer={offer} purpose="emergency" /></div>
        </div>
      )}
    </Page>
  )
}

/** Urgent, but at this hour nothing is left or not yet open. */
function NotNow({ offer }: { offer: Offer }) {
  const { t } = useTranslation('appointments')
  return (
    <Alert tone="warning" title={t('urgent.notNow')}>
      <p>{t('urgent.notNowHelp', { at: offer.emergencyOpensAt })}</p>
      <p>{norms(t('urgent.safeHelp'))}</p>
      <p><Link to="/appointments">{t('urgent.toOrdinary')}</Link></p>
    </Alert>
  )
}
