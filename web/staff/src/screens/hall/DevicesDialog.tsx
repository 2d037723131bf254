import { HallDevices, LetInDevice, PutOutDevice, type HallDevicesQuery, type LetInDeviceMutation } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Code, Dialog, Loading, ProblemAlert, RadioGroup, TextField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useDeeds, type Deeds } from './deeds.ts'

type Device = HallDevicesQuery['hallDevices'][number]
type Link = LetInDeviceMutation['letInDevice']

/** The kiosks and displays of a house: which there are, a link for a new one, and the end of an old one. */
export function DevicesDialog({ site, name, onClose }: { site: string; name: string; onClose: () => void }) {
  const { t } = useTranslation('staff')
  const [{ data, error }, read] = useQuery({ query: HallDevices, variables: { site }, requestPolicy: 'cache-and-network' })
  const deeds = useDeeds(() => { read({ requestPolicy: 'network-only' }) })
  const [link, setLink] = useState<Link>()
  const devices = data?.hallDevices ?? []
  return (
    <Dialog open title={t('hall.devicesOf', { name })} onClose={onClose} actions={<Button kind="tertiary" onClick={onClose}>{t('hall.drawnDone')}</Button>}>
      <div className="ank-stack">
        <ProblemAlert error={error ?? deeds.error} />
        {!data && !error && <Loading lines={2} />}
        {data && devices.length === 0 && <p className="ank-muted">{t('hall.noDevices')}</p>}
        {devices.length > 0 && <ul className="off-devices" role="list">{devices.map((d) => <Listed key={d.id} device={d} deeds={deeds} />)}</ul>}
        {link ? <Ready link={link} onNext={() => { setLink(undefined) }} /> : <LetIn site={site} deeds={deeds} onLink={setLink} />}
      </div>
    </Dialog>
  )
}

function Listed({ device: d, deeds }: { device: Device; deeds: Deeds }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  return (
    <li>
      <span className="off-lined">
        <strong>{d.name}</strong>
        <span className="ank-small ank-muted">{[t(d.kind === 'kiosk' ? 'hall.kiosk' : 'hall.display'), d.openedAt ? t('hall.deviceSince', { at: moment(d.openedAt) }) : t('hall.deviceWaits')].join(' · ')}</span>
      </span>
      <Button kind="tertiary" size="small" busy={deeds.busy} aria-label={t('hall.putOutOne', { name: d.name })} onClick={() => void deeds.run(PutOutDevice, { id: d.id })}>{t('hall.putOut')}</Button>
    </li>
  )
}

function LetIn({ site, deeds, onLink }: { site: string; deeds: Deeds; onLink: (link: Link) => void }) {
  const { t } = useTranslation('staff')
  const [kind, setKind] = useState('display')
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const act = async () => {
    setTried(true)
    if (!name.trim()) return
    const done = await deeds.run(LetInDevice, { site, kind, name: name.trim() })
    if (done) onLink(done.letInDevice)
  }
  return (
    <>
      <h3>{t('hall.letIn')}</h3>
      <RadioGroup label={t('hall.deviceKind')} value={kind} onChange={setKind} options={[{ value: 'display', label: t('hall.display'), hint: t('hall.displayHint') }, { value: 'kiosk', label: t('hall.kiosk'), hint: t('hall.kioskHint') }]} />
      <TextField label={t('hall.deviceName')} hint={t('hall.deviceNameHint')} value={name} onChange={setName} maxLength={80} autoComplete="off" error={tried && !name.trim() ? t('hall.deviceNameMissing') : undefined} />
      <div className="ank-actions"><Button kind="secondary" busy={deeds.busy} onClick={() => void act()}>{t('hall.makeLink')}</Button></div>
    </>
  )
}

function Ready({ link: { token, until, device }, onNext }: { link: Link; onNext: () => void }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const say = useToast()
  const address = `${location.origin}/hall/${encodeURIComponent(device.site)}/${device.kind}#${token}`
  const copy = () => {
    navigator.clipboard.writeText(address).then(() => { say({ text: t('hall.copied') }) }, () => undefined)
  }
  return (
    <Alert tone="success" title={t('hall.linkReady', { name: device.name })} live>
      <p>{t('hall.linkHelp', { until: moment(until) })}</p>
      <p className="off-address"><Code>{address}</Code></p>
      <div className="ank-actions">
        <Button kind="secondary" size="small" icon="copy" onClick={copy}>{t('hall.copy')}</Button>
        <Button kind="tertiary" size="small" onClick={onNext}>{t('hall.another')}</Button>
      </div>
    </Alert>
  )
}
