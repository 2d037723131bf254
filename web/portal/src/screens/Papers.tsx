import '../styles/apply.css'
import { CityLimits, Papers as PapersQuery } from '@ankunft/api/portal/operations.generated.ts'
import { ButtonLabel, buttonClass, EmptyState, type IconName, Loading, Page, ProblemAlert, type Tone, useLookAgain } from '@ankunft/ui'
import { Link, Navigate, useParams } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { PaperItem } from '../papers/PaperItem.tsx'
import type { BesideOf, Item, PapersOf } from '../papers/types.ts'
import { useUploads } from '../papers/uploads.ts'

/** A city that does not say takes this much. */
const MEGABYTES = 50

const BADGES: Record<Item['state'], { tone: Tone; icon: IconName }> = {
  missing: { tone: 'neutral', icon: 'clock' }, uploaded: { tone: 'success', icon: 'check' }, reused: { tone: 'success', icon: 'check' }, refused: { tone: 'danger', icon: 'alert' },
}

/** The person's own list of papers, and the way to send them. */
export default function Papers() {
  const { sittingId } = useParams({ from: '/apply/$sittingId/papers' })
  const { t, i18n } = useTranslation(['portal', 'common'])
  const [{ data, error }, look] = useQuery({ query: PapersQuery, variables: { id: sittingId, language: i18n.language }, requestPolicy: 'cache-and-network' })
  const refresh = useCallback(() => { look({ requestPolicy: 'network-only' }) }, [look])
  const people = data?.sitting.applications ?? []
  const items = people.flatMap((a) => a.checklist)
  const beside = data?.sitting.extraPapers ?? []
  const papers = [...items.flatMap((i) => i.documents), ...beside.flatMap((p) => p.document ?? [])]
  useLookAgain(papers.some((d) => d.files.some((f) => f.state === 'received' || f.state === 'inspecting')), refresh)
  if (!data) return error ? <ProblemAlert error={error} onRetry={refresh} /> : <Loading lines={8} />
  if (data.sitting.state !== 'draft') return <Navigate to="/done/$sittingId" params={{ sittingId }} replace />
  const needed = items.filter((i) => i.required)
  const there = needed.filter((i) => i.state === 'uploaded' || i.state === 'reused').length
  return (
    <Page title={t('papers.title')} lead={t('papers.lead')}>
      {needed.length > 0 && (
        <div className="papers__count">
          <p role="status"><strong>{t('papers.progress', { count: needed.length, done: there })}</strong></p>
          <progress className="ank-meter" value={there} max={needed.length} aria-label={t('papers.title')} />
        </div>
      )}
      {items.length === 0 && <EmptyState title={t('papers.none')}>{t('papers.noneHelp')}</EmptyState>}
      {people.map((a) => <List key={a.id} person={a} several={people.length > 1} lang={i18n.language} onChanged={refresh} />)}
      {people[0] && beside.length > 0 && <Beside papers={beside} application={people[0].id} lang={i18n.language} onChanged={refresh} />}
      <p className="ank-muted ank-measure">{t('papers.laterHelp')}</p>
      <div className="ank-actions">
        <Link to="/apply/$sittingId/review" params={{ sittingId }} className={buttonClass()}><ButtonLabel iconAfter="next">{t('papers.next')}</ButtonLabel></Link>
        <Link to="/apply/$sittingId/{-$step}" params={{ sittingId, step: 'people' }} className={buttonClass('secondary')}><ButtonLabel>{t('common:action.back')}</ButtonLabel></Link>
      </div>
    </Page>
  )
}

function List({ person, several, lang, onChanged }: { person: PapersOf; several: boolean; lang: string; onChanged: () => void }) {
  const { t } = useTranslation('portal')
  const uploader = useUploads({ kind: 'application', id: person.id }, onChanged)
  const [{ data }] = useQuery({ query: CityLimits })
  const underPerson: 'h2' | 'h3' = several ? 'h3' : 'h2'
  if (person.checklist.length === 0) return null
  return (
    <section className="ank-stack papers" aria-label={several ? t('apply.person', { name: person.name }) : t('papers.title')} lang={lang === 'de-simple' ? 'de' : undefined}>
      {several && <h2><bdi>{person.name || t('people.unnamed')}</bdi></h2>}
      {person.checklist.map((i) => (
        <PaperItem
          key={i.item}
          item={i.item}
          title={i.title}
          heading={underPerson}
          why={i.why}
          form={i.form}
          example={i.example}
          required={i.required}
          badge={{ ...BADGES[i.state], text: badgeText(i, t('papers.checking'), t(`papers.state.${i.state}`)) }}
          note={i.reused && <p className="ank-muted">{t('papers.reusedHelp')}</p>}
          papers={i.documents}
          uploader={uploader}
          open
          megabytes={data?.city.limits.fileMegabytes ?? MEGABYTES}
          onChanged={onChanged}
        />
      ))}
    </section>
  )
}

/** What no list asks for and is there all the same: it goes along, unless the person takes it away. */
function Beside({ papers, application, lang, onChanged }: { papers: readonly BesideOf[]; application: string; lang: string; onChanged: () => void }) {
  const { t } = useTranslation('portal')
  const uploader = useUploads({ kind: 'application', id: application }, onChanged)
  return (
    <section className="ank-stack papers" aria-labelledby="beside" lang={lang === 'de-simple' ? 'de' : undefined}>
      <h2 id="beside">{t('case.extra')}</h2>
      <p className="ank-measure">{t('papers.besideHelp')}</p>
      {papers.map((p) => (
        <PaperItem
          key={p.item}
          item={p.item.replace(':', '-')}
          title={p.title}
          language={p.listed ? undefined : 'de'}
          required
          badge={{ ...BADGES[stateOf(p.document)], text: p.document?.state === 'checking' ? t('papers.checking') : t(`papers.state.${stateOf(p.document)}`) }}
          papers={p.document ? [p.document] : []}
          uploader={uploader}
          open={false}
          megabytes={MEGABYTES}
          onChanged={onChanged}
        />
      ))}
    </section>
  )
}

function stateOf(d: BesideOf['document']): 'refused' | 'uploaded' {
  return d?.state === 'refused' ? 'refused' : 'uploaded'
}

function badgeText(item: Item, checking: string, words: string): string {
  return item.state === 'uploaded' && item.documents.some((d) => d.state === 'checking') ? checking : words
}
