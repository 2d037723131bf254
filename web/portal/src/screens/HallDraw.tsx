import '../styles/hall.css'
import { EnterHall, WalkIn } from '@ankunft/api/portal/operations.generated.ts'
import { Button, Loading, ProblemAlert } from '@ankunft/ui'
import { useNavigate, useParams, useRouterState } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CombinedError, useClient } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { NoConnection } from '../hall/NoConnection.tsx'
import { dropPass, keepPass, keptPass } from '../hall/pass.ts'
import { Where } from '../hall/Shut.tsx'
import { Step } from '../hall/Step.tsx'
import { useFresh } from '../hall/useFresh.ts'
import { useHall } from '../hall/useHall.ts'
import { useTrying } from '../hall/useTrying.ts'
import { Way } from '../hall/Way.tsx'

/** Take a number on the phone: behind the code that the hall shows. */
export default function HallDraw() {
  const { site } = useParams({ from: '/hall/$site' })
  const scanned = useRouterState({ select: (s) => s.location.hash })
  const client = useClient()
  const [pass, setPass] = useState(() => keptPass(site))
  const { trying, go } = useTrying()
  const enter = useEffectEvent((token: string) => {
    void go(() => client.mutation(EnterHall, { input: { site, token } }).toPromise(), ({ enterHall }) => {
      keepPass({ site, ...enterHall })
      setPass(enterHall.pass)
    })
  })
  useEffect(() => { if (scanned && !pass) enter(scanned) }, [scanned, pass])
  if (pass) return <Steps site={site} pass={pass} />
  if (trying.state === 'offline') return <NoConnection />
  if (scanned && trying.state !== 'refused') return <Loading lines={6} />
  return <Scan site={site} error={trying.state === 'refused' ? trying.error : undefined} />
}

function Steps({ site, pass }: { site: string; pass: string }) {
  const { t } = useTranslation('hall')
  const navigate = useNavigate()
  const way = useHall(site, pass, ({ token }) => {
    dropPass()
    void navigate({ to: '/hall/ticket', hash: token, replace: true })
  })
  const refused = way.trying.state === 'refused' ? codeOf(way.trying.error) : undefined
  if (refused === 'frontdesk.scan_again' || refused === 'frontdesk.not_here') {
    return <Scan site={site} error={way.trying.state === 'refused' ? way.trying.error : undefined} />
  }
  return (
    <div className="hall ank-stack">
      {way.at.step !== 'what' && <div><Button kind="tertiary" icon="back" onClick={() => { way.goTo({ step: 'what' }) }}>{t('back')}</Button></div>}
      <Way key={way.at.step} way={way} kiosk={false} />
    </div>
  )
}

/** Nothing was scanned, or too long ago. */
function Scan({ site, error }: { site: string; error: CombinedError | undefined }) {
  const { t, i18n } = useTranslation('hall')
  const { data, error: unknown } = useFresh(WalkIn, { site, language: i18n.language }, site)
  useEffect(dropPass, [])
  return (
    <Step title={t('scan.title')} lead={t('scan.help')}>
      <ProblemAlert error={error ?? unknown} />
      <p>{t('scan.no')}</p>
      {data && (
        <section className="ank-stack" aria-labelledby="at">
          <h2 id="at">{t('scan.at')}</h2>
          <Where place={data.walkIn.place} />
        </section>
      )}
    </Step>
  )
}
