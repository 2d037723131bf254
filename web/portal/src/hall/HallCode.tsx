import { useTranslation } from 'react-i18next'
import { Qr } from '../appointments/Qr.tsx'

/** What phones in the hall scan to take a number; it must be given a new token each minute (useDevice). */
export function HallCode({ site, token }: { site: string; token: string }) {
  const { t } = useTranslation('hall')
  return <Qr text={`${location.origin}/hall/${encodeURIComponent(site)}#${token}`} label={t('code.label')} />
}
