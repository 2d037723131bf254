import '../styles/appointments.css'
import { CancelAppointment, ManagedAppointment, WaitForEarlier } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ConfirmDialog, focusHeading, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { Appointment } from '../appointments/Appointment.tsx'
import { CALENDAR, saveFile } from '../appointments/file.ts'
import { Gone } from '../appointments/Gone.tsx'
import { Move } from '../appointments/Move.tsx'
import type { Managed } from '../appointments/types.ts'
import { codeOf } from '../appointments/useTake.ts'

/** The appointment of a link: see it, take it along, move it, give it back. */
export default function AppointmentManage() {
  const { t, i18n } = useTranslation('appointments')
  const token = useLocation({ select: (l) => l.hash })
  const [{ data, error }, again] = useQuery({ query: ManagedAppointment, variables: { token, language: i18n.language }, pause: !token, requestPolicy: 'cache-and-network' })
  const code = token ? codeOf(error) : 'appointments.none'
  if (code === 'appointments.ended') return <Gone title={t('link.ended')} help={t('link.endedHelp')} />
  if (code === 'appointments.none') return <Gone title={t('link.unknown')} help={t('link.unknownHelp')} />
  if (!data) return error ? <Page title={t('manage.title')}><ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /></Page> : <Loading lines={8} />
  return <Shown appointment={data.managedAppointment} />
}

function Shown({ appointment: a }: { appointment: Managed }) {
  const { t } = useTranslation('appointments')
  const { news, move } = useSearch({ from: '/appointments/manage' })
  const navigate = useNavigate()
  const mayMove = a.permitted.includes('moveAppointment')
  const mayCancel = a.permitted.includes('cancelAppointment')
  const moving = move === true && mayMove
  const view = moving ? 'move' : a.state
  const before = useRef(view)
  useEffect(() => {
    if (before.current === view) return
    before.current = view
    scrollTo(0, 0)
    focusHeading()
  }, [view])
  const go = (search: { news?: 'moved'; move?: true }, hash = a.token) => void navigate({ to: '/appointments/manage', search, hash, replace: search.move !== true })
  if (moving) return <Move appointment={a} onMoved={(token) => { go({ news: 'moved' }, token) }} onKeep={() => { go({}) }} />
  if (a.state === 'cancelled') return (
    <Gone title={t('manage.cancelled')} help={t('manage.cancelledHelp')}>
      <Button kind="secondary" onClick={() => { saveFile(CALENDAR, a.calendar) }}>{t('manage.uncalendar')}</Button>
    </Gone>
  )
  if (a.state !== 'booked' && a.state !== 'arrived') return <Gone title={t('manage.over')} help={t('manage.overHelp')} />
  return (
    <Page title={news === 'confirmed' ? t('manage.confirmed') : t('manage.title')} lead={news === 'confirmed' ? t('manage.confirmedHelp') : undefined}>
      {news === 'moved' && <Alert tone="success" title={t('manage.moved')} live>{t('manage.movedHelp')}</Alert>}
      {a.permitted.length === 0 && <Alert title={t('manage.begun')}>{t('manage.begunHelp')}</Alert>}
      <Appointment appointment={a} />
      {a.permitted.length > 0 && (
        <section className="ank-stack ank-noprint" aria-labelledby="change">
          <h2 id="change">{t('manage.change')}</h2>
          <p className="ank-measure">{t('manage.changeHelp')}</p>
          <ForAll people={a.people} />
          <div className="ank-actions">
            {mayMove && <Button kind="secondary" onClick={() => { go({ move: true }) }}>{t('manage.move')}</Button>}
            {mayCancel && <Cancel appointment={a} />}
          </div>
        </section>
      )}
      {a.permitted.includes('waitForEarlier') && <Earlier appointment={a} />}
    </Page>
  )
}

/** Whoever changes the appointment of several changes it for all of them. */
function ForAll({ people }: { people: number }) {
  const { t } = useTranslation('appointments')
  return people > 1 && <p className="ank-measure"><strong>{t('manage.together', { people: t('people.count', { count: people }) })}</strong></p>
}

/** The waiting list for an earlier time. */
function Earlier({ appointment: a }: { appointment: Managed }) {
  const { t } = useTranslation('appointments')
  const [{ data, fetching, error }, wait] = useMutation(WaitForEarlier)
  const waiting = data ? data.waitForEarlier.waiting : a.waiting
  return (
    <section className="ank-stack ank-noprint" aria-labelledby="earlier">
      <h2 id="earlier">{t('waiting.title')}</h2>
      <p className="ank-measure" role="status">{waiting ? t('waiting.is') : t('waiting.help')}</p>
      <ProblemAlert error={error} />
      <div><Button kind="secondary" busy={fetching} onClick={() => void wait({ input: { token: a.token, wait: !waiting } })}>{t(waiting ? 'waiting.off' : 'waiting.on')}</Button></div>
    </section>
  )
}

function Cancel({ appointment: a }: { appointment: Managed }) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const [asking, setAsking] = useState(false)
  const [{ fetching, error }, cancel] = useMutation(CancelAppointment)
  const go = async () => {
    const { data } = await cancel({ input: { token: a.token } })
    if (data) setAsking(false)
  }
  return (
    <>
      <Button kind="tertiary" icon="trash" onClick={() => { setAsking(true) }}>{t('manage.cancel')}</Button>
      <ConfirmDialog open={asking} title={t('manage.cancelAsk')} confirm={t('manage.cancelAction')} kind="danger" busy={fetching} onConfirm={() => void go()} onClose={() => { setAsking(false) }}>
        <p><strong>{t('moment', { date: format.day(a.day), time: a.time })}</strong></p>
        <ForAll people={a.people} />
        <p>{t('manage.cancelHelp')}</p>
        <ProblemAlert error={error} />
      </ConfirmDialog>
    </>
  )
}
