import '../styles/interpreting.css'
import { AcceptTranslation, TranslationByLink } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, describe, focusHeading, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { Delivery } from '../interpreting/Delivery.tsx'
import { GiveBack } from '../interpreting/GiveBack.tsx'
import { Told } from '../interpreting/Told.tsx'
import { TranslationTicket, type Work } from '../interpreting/TranslationTicket.tsx'

/** A translation by its link: what is asked, the paper once it is accepted, and handing the translation in. */
export default function InterpretingTranslation() {
  const token = useLocation({ select: (l) => l.hash })
  return <OfLink key={token} token={token} />
}

function OfLink({ token }: { token: string }) {
  const { t } = useTranslation('interpreting')
  const [declined, setDeclined] = useState(false)
  const [{ data, error }, again] = useQuery({ query: TranslationByLink, variables: { token }, pause: !token, requestPolicy: 'cache-and-network' })
  const read = () => { again({ requestPolicy: 'network-only' }) }
  const code = token ? codeOf(error) : 'translations.none'
  const { offer, state } = data?.translationByLink ?? {}
  if (code === 'translations.none') return <Told title={t('link.unknown')} help={t('link.unknownHelp')} />
  if (declined || offer === 'declined') return <Told title={t('offer.declined')} help={t('offer.declinedHelp')} />
  if (code === 'translations.over' || offer === 'lapsed' || offer === 'withdrawn') return <Told title={t('offer.over')} help={t('offer.overHelp')} />
  if (!data) return error ? <Page title={t('translation.title')}><ProblemAlert error={error} onRetry={read} /></Page> : <Loading lines={8} />
  if (state === 'delivered') return <Told title={t('translation.delivered')} help={t('translation.deliveredHelp')} />
  if (state === 'accepted') return <Told title={t('translation.done')} help={t('translation.doneHelp')} />
  return <Shown work={data.translationByLink} again={read} onDeclined={() => { setDeclined(true) }} />
}

function Shown({ work: w, again, onDeclined }: { work: Work; again: () => void; onDeclined: () => void }) {
  const { t } = useTranslation('interpreting')
  const format = useFormat()
  const [{ fetching, error }, accept] = useMutation(AcceptTranslation)
  const works = w.permitted.includes('deliverTranslation')
  const before = useRef(works)
  useEffect(() => {
    if (before.current === works) return
    before.current = works
    scrollTo(0, 0)
    focusHeading()
  }, [works])
  const accepting = async () => {
    const { data } = await accept({ input: { token: w.token } })
    if (data) again()
  }
  if (!works) return (
    <Page title={t('translation.title')} lead={t('translation.lead')}>
      <TranslationTicket work={w} />
      {w.until && <p className="ank-measure">{t('offer.until')}: <strong>{format.moment(w.until)}</strong></p>}
      <p className="ank-measure ank-muted">{t('translation.later')}</p>
      <ProblemAlert error={error} />
      <div className="ank-actions">
        {w.permitted.includes('acceptTranslation') && <Button busy={fetching} onClick={() => void accepting()}>{t('translation.accept')}</Button>}
        {w.permitted.includes('declineTranslation') && <GiveBack token={w.token} accepted={false} onDone={onDeclined} />}
      </div>
    </Page>
  )
  return (
    <Page title={t('translation.accepted')} lead={t('translation.acceptedHelp')}>
      {w.reason && <Alert tone="warning" title={t('translation.back')}><p lang="de" dir="auto">{w.reason}</p></Alert>}
      <TranslationTicket work={w} />
      {w.note && <Alert title={t('translation.note')}><p lang="de" dir="auto">{w.note}</p></Alert>}
      <Paper work={w} />
      <Delivery work={w} again={again} />
      <div className="ank-noprint"><GiveBack token={w.token} accepted onDone={onDeclined} /></div>
    </Page>
  )
}

/** The paper, as often as it is needed: fetched with the token in a header, since addresses stand in logs. */
function Paper({ work: w }: { work: Work }) {
  const { t } = useTranslation('interpreting')
  const { t: errors } = useTranslation('errors')
  const { bytes } = useFormat()
  const [failed, setFailed] = useState(false)
  const problem = describe({ code: 'translations.none', fields: [] }, errors)
  const load = async (file: Work['paper'][number]) => {
    setFailed(false)
    const answer = await fetch(`/files/translations/${file.id}`, { headers: { 'Ankunft-Link': w.token } }).catch(() => undefined)
    if (!answer?.ok) {
      setFailed(true)
      return
    }
    const url = URL.createObjectURL(await answer.blob())
    const link = document.createElement('a')
    link.href = url
    link.download = file.name
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <section className="ank-stack ank-noprint" aria-labelledby="paper">
      <h2 id="paper">{t('translation.fetch')}</h2>
      <p className="ank-measure">{t('translation.fetchHelp')}</p>
      <ul className="ank-stack" role="list">
        {w.paper.map((f) => <li key={f.id}><Button kind="secondary" icon="file" onClick={() => void load(f)}><bdi>{f.name}</bdi> ({bytes(f.size)})</Button></li>)}
      </ul>
      {failed && <Alert tone="danger" title={problem.title} live>{problem.help}</Alert>}
      <p className="ank-measure ank-muted">{t('translation.secret')}</p>
    </section>
  )
}
