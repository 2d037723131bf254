import { Alert, Button, Code, Icon, Loading, ProblemAlert, TextField } from '@ankunft/ui'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { Step } from './Step.tsx'

const Camera = lazy(() => import('@ankunft/ui/Camera.tsx'))

/** The signs of which numbers of appointments are made (platform/ids). */
const SIGNS = '34679CDFGHJKMNPQRTVWXY'
const EXAMPLE = 'C7KD-9XMT'

interface CheckInProps {
  /** A machine in the hall: it has keys on the screen, and its camera looks at who stands before it. */
  kiosk: boolean
  busy: boolean
  error: CombinedError | undefined
  onCode: (code: string) => void
}

/** Say that one is there: by the QR code of the confirmation, or by the number of the appointment. A hardware scanner types into the field. */
export function CheckIn({ kiosk, busy, error, onCode }: CheckInProps) {
  const { t } = useTranslation('hall')
  const [typed, setTyped] = useState('')
  const send = (code: string) => { if (code.trim() !== '' && !busy) onCode(code.trim()) }
  return (
    <Step title={t('checkIn.title')} lead={t('checkIn.lead')}>
      {codeOf(error) === 'appointments.none' ? <Alert tone="danger" title={t('checkIn.unknown')} live>{t('checkIn.unknownHelp')}</Alert> : <ProblemAlert error={error} />}
      <div className="check-in">
        <Scan kiosk={kiosk} onCode={send} />
        <form className="ank-stack" onSubmit={(event) => { event.preventDefault(); send(typed) }}>
          <TextField id="code" label={t('checkIn.number')} hint={t('checkIn.hint', { example: `\u2066${EXAMPLE}\u2069` })} dir="ltr" spellCheck={false} autoComplete="off" inputMode={kiosk ? 'none' : 'text'} maxLength={100} value={typed} onChange={setTyped} />
          {kiosk && <Keys onKey={(sign) => { setTyped((before) => before + sign) }} onErase={() => { setTyped((before) => before.slice(0, -1)) }} />}
          <div className="ank-actions"><Button type="submit" busy={busy} iconAfter="next">{t('checkIn.send')}</Button></div>
        </form>
      </div>
    </Step>
  )
}

/** Keys for who stands at a screen. */
function Keys({ onKey, onErase }: { onKey: (sign: string) => void; onErase: () => void }) {
  const { t } = useTranslation('hall')
  return (
    <div className="keys" dir="ltr" role="group" aria-label={t('checkIn.keys')}>
      {[...SIGNS].map((sign) => <button key={sign} type="button" className="keys__key" onClick={() => { onKey(sign) }}><Code>{sign}</Code></button>)}
      <button type="button" className="keys__key keys__key--wide" aria-label={t('checkIn.erase')} onClick={onErase}><Icon name="back" /></button>
    </div>
  )
}

function Scan({ kiosk, onCode }: { kiosk: boolean; onCode: (code: string) => void }) {
  const { t } = useTranslation('hall')
  const [camera, setCamera] = useState<'off' | 'on' | 'none'>('off')
  if (camera === 'none') return <Alert tone="warning" title={t('checkIn.noCamera')} live />
  if (camera === 'off') return <div><Button kind="secondary" icon="camera" onClick={() => { setCamera('on') }}>{t('checkIn.camera')}</Button></div>
  return (
    <div className="ank-stack scan">
      <Suspense fallback={<Loading lines={3} />}>
        <Camera className={kiosk ? 'camera camera--mirror' : 'camera'} facing={kiosk ? 'user' : 'environment'} onCode={(code) => { setCamera('off'); onCode(code) }} onFail={() => { setCamera('none') }} />
      </Suspense>
      <p role="status">{t('checkIn.looking')}</p>
      <div><Button kind="tertiary" onClick={() => { setCamera('off') }}>{t('checkIn.cameraOff')}</Button></div>
    </div>
  )
}
