import { EndingPosts, type PostFileFragment, Posts as All, PostSums, type PostSumsQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ButtonLabel, buttonClass, Checkbox, type Column, EmptyState, Loading, Name, ProblemAlert, SelectField, StatusBadge, Table, TextField, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay, useNames } from '../../me.tsx'
import { Figures } from './PostFigures.tsx'
import { PostDialog } from './PostDialog.tsx'
import { PostFile } from './PostFile.tsx'
import { useShare } from './shares.ts'

/** The posts of the office: how they are filled, what is vacant, who leaves. Who may not know who fills them reads sums of teams. */
export default function Posts() {
  const { t } = useTranslation('staff')
  const may = useMay()
  const [keeps, knows] = [may('workforce.keep'), may('workforce.names')]
  const names = useNames()
  const [team, setTeam] = useState('')
  const [opening, open] = useState(false)
  const [n, count] = useState(0)
  return (
    <>
      <div className="off-roombar">
        <h2>{t('posts.title')}</h2>
        {keeps && (
          <span className="ank-actions ank-noprint">
            <Link className={buttonClass('secondary', 'small')} to="/workplace/posts/import"><ButtonLabel>{t('posts.import.title')}</ButtonLabel></Link>
            <Button size="small" icon="plus" onClick={() => { open(true) }}>{t('posts.open')}</Button>
          </span>
        )}
      </div>
      <div className="wpl-filter ank-noprint">
        <SelectField label={t('posts.team')} required={false} value={team} onChange={setTeam} options={names.teams.map((x) => ({ value: x.key, label: x.name }))} />
      </div>
      <Figures team={team} />
      {knows ? <><Leaving /><Single key={`${team} ${String(n)}`} team={team} /></> : <Sums />}
      {opening && <PostDialog onClose={() => { open(false) }} onDone={() => { count(n + 1) }} />}
    </>
  )
}

/** Each post, found by its number or title. */
function Single({ team }: { team: string }) {
  const { t } = useTranslation('staff')
  const [text, setText] = useState('')
  const [vacant, setVacant] = useState(false)
  const [after, setAfter] = useState<string>()
  const [shown, show] = useState<string>()
  const filter = { ...(team && { team }), ...(text.trim() && { text: text.trim() }), ...(vacant && { vacant }) }
  const [{ data, error, fetching }, read] = useQuery({ query: All, variables: { filter, after: after ?? null }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const narrow = (set: () => void) => { set(); setAfter(undefined) }
  const page = data?.posts
  const post = page?.items.find((p) => p.id === shown)
  return (
    <>
      <div className="wpl-filter ank-noprint">
        <TextField label={t('posts.text')} required={false} value={text} onChange={(v) => { narrow(() => { setText(v) }) }} autoComplete="off" />
        <Checkbox checked={vacant} onChange={(v) => { narrow(() => { setVacant(v) }) }}>{t('posts.onlyVacant')}</Checkbox>
      </div>
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !page && <Loading lines={6} />}
      {page?.items.length === 0 && <EmptyState title={t('posts.none')} />}
      {page && page.items.length > 0 && <List posts={page.items} onShow={show} />}
      {(after !== undefined || page?.next) && (
        <p className="ank-actions">
          {after !== undefined && <Button kind="tertiary" size="small" onClick={() => { setAfter(undefined) }}>{t('qualifications.start')}</Button>}
          {page?.next && <Button kind="secondary" size="small" onClick={() => { setAfter(page.next ?? undefined) }}>{t('list.after')}</Button>}
        </p>
      )}
      {post && <PostFile post={post} onClose={() => { show(undefined) }} onDone={again} />}
    </>
  )
}

type Sum = PostSumsQuery['postSums'][number]

/** How the posts of teams stand, of seven people at least. */
function Sums() {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const names = useNames()
  const share = useShare()
  const [{ data, error, fetching }, read] = useQuery({ query: PostSums, requestPolicy: 'cache-and-network' })
  const columns: Column<Sum>[] = [
    { id: 'team', title: t('posts.team'), cell: (s) => s.team ? names.team(s.team) : t('posts.smaller') },
    { id: 'planned', title: t('posts.planned'), end: true, cell: (s) => share(s.planned) },
    { id: 'filled', title: t('posts.filledNow'), end: true, cell: (s) => share(s.filled) },
    { id: 'state', title: t('posts.state'), cell: (s) => s.vacantSince ? t('posts.partVacant', { date: day(s.vacantSince) }) : t('posts.filled') },
  ]
  return (
    <section className="ank-stack" aria-labelledby="sums">
      <h3 id="sums">{t('posts.sums')}</h3>
      <p className="ank-muted">{t('posts.sumsHelp')}</p>
      <ProblemAlert error={error} onRetry={() => { read({ requestPolicy: 'network-only' }) }} />
      {fetching && !data && <Loading lines={4} />}
      {data?.postSums.length === 0 && <EmptyState title={t('posts.tooFew')} />}
      {data && data.postSums.length > 0 && <Table caption={t('posts.sums')} rows={data.postSums} rowKey={(s) => s.team} columns={columns} />}
    </section>
  )
}

function List({ posts, onShow }: { posts: readonly PostFileFragment[]; onShow: (id: string) => void }) {
  const { t } = useTranslation('staff')
  const names = useNames()
  const share = useShare()
  const columns: Column<PostFileFragment>[] = [
    { id: 'number', title: t('posts.number'), cell: (p) => <Button kind="tertiary" size="small" aria-label={t('posts.show', { number: p.number })} onClick={() => { onShow(p.id) }}>{p.number}</Button> },
    { id: 'title', title: t('posts.what'), cell: (p) => <span className="off-lined"><strong>{p.title}</strong><span className="ank-small ank-muted">{names.team(p.team)}</span></span> },
    { id: 'grade', title: t('posts.grade'), cell: (p) => p.grade },
    { id: 'share', title: t('posts.share'), end: true, cell: (p) => share(p.share) },
    { id: 'who', title: t('posts.filledBy'), cell: (p) => <Filled post={p} /> },
    { id: 'state', title: t('posts.state'), cell: (p) => <State post={p} /> },
  ]
  return <Table caption={t('posts.title')} rows={posts} rowKey={(p) => p.id} columns={columns} />
}

function Filled({ post }: { post: PostFileFragment }) {
  const { t } = useTranslation('staff')
  const share = useShare()
  const now = post.fillings.filter((f) => f.now)
  if (now.length === 0) return <span className="ank-muted">–</span>
  return (
    <ul className="off-plain">
      {now.map((f) => <li key={f.id}><Name>{f.name}</Name> ({share(f.share)}){f.kind === 'secondment' && <> <StatusBadge tone="info">{t('posts.secondment')}</StatusBadge></>}</li>)}
    </ul>
  )
}

/** Filled, vacant since, advertised until: in words. */
export function State({ post }: { post: PostFileFragment }) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const advert = post.adverts.at(-1)
  return (
    <span className="off-lined">
      {post.vacantSince
        ? <StatusBadge tone="warning">{t(post.filled > 0 ? 'posts.partVacant' : 'posts.vacant', { date: day(post.vacantSince) })}</StatusBadge>
        : <StatusBadge tone="success" icon="check">{t('posts.filled')}</StatusBadge>}
      {post.vacantSince && advert && advert.until >= post.vacantSince && <span className="ank-small">{t('posts.advertised', { from: day(advert.from), until: day(advert.until) })}</span>}
    </span>
  )
}

/** Whose time on a post ends within half a year. */
function Leaving() {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const names = useNames()
  const [{ data }] = useQuery({ query: EndingPosts, requestPolicy: 'cache-and-network' })
  const list = data?.endingPosts ?? []
  if (list.length === 0) return null
  return (
    <section className="ank-stack" aria-labelledby="leaving">
      <h3 id="leaving">{t('posts.leaving')}</h3>
      <ul className="off-plain">
        {list.map((e) => <li key={e.id}>{t('posts.leaves', { date: day(e.until) })} <Name>{e.name}</Name>, {e.number} {e.title}, {names.team(e.team)}{e.kind === 'secondment' && ` (${t('posts.secondment')})`}</li>)}
      </ul>
    </section>
  )
}
