import { Alert, Button, Loading } from '@ankunft/ui'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'

const Camera = lazy(() => import('@ankunft/ui/Camera.tsx'))

/** Reads a code with the camera of this device. A hand scanner needs none of it: it types into the field. */
export function Scan({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useTranslation('staff')
  const [camera, setCamera] = useState<'off' | 'on' | 'none'>('off')
  const off = () => { setCamera('off') }
  if (camera === 'off') return <div><Button kind="secondary" icon="camera" onClick={() => { setCamera('on') }}>{t('clearing.camera')}</Button></div>
  if (camera === 'none') return <Alert tone="warning" title={t('clearing.noCamera')} live><p>{t('clearing.noCameraHelp')}</p></Alert>
  return (
    <div className="ank-stack">
      <Suspense fallback={<Loading lines={3} />}>
        <Camera className="off-clearing__camera" facing="environment" onCode={(code) => { off(); onCode(code) }} onFail={() => { setCamera('none') }} />
      </Suspense>
      <p role="status">{t('clearing.looking')}</p>
      <div><Button kind="tertiary" onClick={off}>{t('clearing.cameraOff')}</Button></div>
    </div>
  )
}
