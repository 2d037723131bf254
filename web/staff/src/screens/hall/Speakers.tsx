import '../../styles/hall.css'
import { Speakers as Asked, type SpeakersQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Name, StatusBadge } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { level } from '../workplace/Held.tsx'

type Speaker = SpeakersQuery['speakers'][number]

/** Which languages are spoken at the counters of a house today: by whom, at which counter, now or from when. */
export function Speakers({ site }: { site: string }) {
  const { t } = useTranslation('staff')
  const [{ data }] = useQuery({ query: Asked, variables: { site }, requestPolicy: 'cache-and-network' })
  const list = data?.speakers ?? []
  if (list.length === 0) return null
  const languages = [...new Set(list.flatMap((s) => s.languages.map((l) => l.name)))].toSorted((a, b) => a.localeCompare(b, 'de'))
  return (
    <div>
      <h3 className="ank-small">{t('hall.speakers')}</h3>
      <dl className="off-present">
        {languages.map((language) => (
          <div key={language}>
            <dt>{language}</dt>
            {list.filter((s) => s.languages.some((l) => l.name === language)).map((s) => <dd key={`${s.name} ${s.counter}`}><One speaker={s} language={language} /></dd>)}
          </div>
        ))}
      </dl>
    </div>
  )
}

function One({ speaker: s, language }: { speaker: Speaker; language: string }) {
  const { t } = useTranslation('staff')
  const spoken = s.languages.find((l) => l.name === language)
  return (
    <>
      <Name>{s.name}</Name> ({level(spoken?.level ?? '', t('qualifications.native'))}{spoken?.certified === false && `, ${t('hall.statedOnly')}`}), {s.counterName}
      {s.from && s.to && `, ${s.from}–${s.to}`} {s.now && <StatusBadge tone="success">{t('hall.there')}</StatusBadge>}{s.away && <StatusBadge tone="warning">{t('hall.away')}</StatusBadge>}
    </>
  )
}

/** Colleagues in the house who speak the language of somebody at a counter. */
export function AlsoSpeak({ site, language, counter }: { site: string; language: string; counter: string }) {
  const { t } = useTranslation('staff')
  const german = language === 'de' || language.startsWith('de-')
  const [{ data }] = useQuery({ query: Asked, variables: { site, language }, pause: german })
  const list = german ? [] : (data?.speakers ?? []).filter((s) => s.counter !== counter)
  if (list.length === 0) return null
  return (
    <p>
      {t('hall.alsoSpeak', { language: list[0]?.languages[0]?.name ?? '' })}{' '}
      {list.map((s, n) => <span key={`${s.name} ${s.counter}`}>{n > 0 && '; '}<One speaker={s} language={s.languages[0]?.name ?? ''} /></span>)}
    </p>
  )
}
