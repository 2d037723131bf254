import { AdvertisePost, ClosePost, FillPost, LeavePost, type PostFileFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Checkbox, Dialog, Name, ProblemAlert, TextField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useNames } from '../../me.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'
import { PostDialog } from './PostDialog.tsx'
import { State } from './Posts.tsx'
import { readShare, useShare } from './shares.ts'

interface FileProps {
  post: PostFileFragment
  onClose: () => void
  onDone: () => void
}

const DEEDS = ['fill', 'advertise', 'change', 'close'] as const
type Deed = (typeof DEEDS)[number]

/** A post with its history, and what can be done with it. */
export function PostFile({ post, onClose, onDone }: FileProps) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const names = useNames()
  const share = useShare()
  const [deed, setDeed] = useState<Deed>()
  const [leaving, leave] = useState<PostFileFragment['fillings'][number]>()
  const may = post.permitted.includes('changePost')
  const span = (from: string, until: string | null) => `${day(from)} – ${until ? day(until) : t('posts.open_ended')}`
  const done = () => { setDeed(undefined); leave(undefined); onDone() }
  const props = { post, onClose: () => { setDeed(undefined); leave(undefined) }, onDone: done }
  if (deed === 'change') return <PostDialog post={post} onClose={props.onClose} onDone={onDone} />
  if (deed === 'fill') return <FillDialog {...props} />
  if (deed === 'advertise' || deed === 'close') return <DayDialog key={deed} {...props} deed={deed} />
  if (leaving) return <DayDialog {...props} deed="leave" filling={leaving} />
  return (
    <Dialog open title={`${post.number} ${post.title}`} onClose={onClose} actions={<Button kind="tertiary" onClick={onClose}>{t('posts.back')}</Button>}>
      <div className="ank-stack">
        <p>{[names.team(post.team), post.grade, share(post.share)].join(' · ')}</p>
        <State post={post} />
        <h3>{t('posts.filledBy')}</h3>
        {post.fillings.length === 0 && <p className="ank-muted">{t('posts.nobodyYet')}</p>}
        <ul className="off-plain">
          {post.fillings.toReversed().map((f) => (
            <li key={f.id}>
              {f.name ? <Name>{f.name}</Name> : t('posts.somebody')} ({share(f.share)}{f.kind === 'secondment' && `, ${t('posts.secondment')}`}), {span(f.from, f.until)}{f.beyond && `, ${f.beyond}`}
              {may && (f.now || f.from > officeToday()) && <> <Button kind="tertiary" size="small" aria-label={t('posts.leaveOne', { name: f.name })} onClick={() => { leave(f) }}>{t('posts.leave')}</Button></>}
            </li>
          ))}
        </ul>
        <h3>{t('posts.terms')}</h3>
        <ul className="off-plain">{post.terms.toReversed().map((x) => <li key={x.from}>{span(x.from, x.until)}: {[x.title, x.grade, share(x.share), names.team(x.team)].join(', ')}</li>)}</ul>
        {post.adverts.length > 0 && <p>{t('posts.adverts', { spans: post.adverts.map((a) => span(a.from, a.until)).join('; ') })}</p>}
        {may && <p className="ank-actions">{DEEDS.map((d) => <Button key={d} kind="secondary" size="small" onClick={() => { setDeed(d) }}>{t(`posts.deeds.${d}`)}</Button>)}</p>}
      </div>
    </Dialog>
  )
}

function FillDialog({ post, onClose, onDone }: FileProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [name, setName] = useState('')
  const [staffNo, setStaffNo] = useState('')
  const [text, setText] = useState(String((post.share - post.filled) / 100).replace('.', ','))
  const [from, setFrom] = useState(officeToday())
  const [until, setUntil] = useState('')
  const [secondment, setSecondment] = useState(false)
  const [beyond, setBeyond] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, fill] = useMutation(FillPost)
  const fault = useFaults(error, 'posts')
  const share = readShare(text)
  const act = async () => {
    setTried(true)
    if (!name.trim() || share === undefined || !from) return
    const { error: refused } = await fill({ input: { id: post.id, version: post.version, name, staffNo, share, from, ...(until && { until }), secondment, beyond } })
    if (refused) return
    say({ text: t('posts.saved') })
    onDone()
  }
  return (
    <Dialog
      open
      title={t('posts.fillTitle', { number: post.number })}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act()}>{t('posts.deeds.fill')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <TextField label={t('posts.name')} value={name} onChange={setName} maxLength={200} autoComplete="off" error={tried && !name.trim() ? t('qualifications.missing') : fault('name')} />
        <TextField label={t('posts.staffNo')} hint={t('posts.staffNoHint')} required={false} value={staffNo} onChange={setStaffNo} maxLength={40} autoComplete="off" error={fault('staffNo')} />
        <TextField label={t('posts.share')} hint={t('posts.shareHint')} value={text} onChange={setText} inputMode="decimal" autoComplete="off" short error={tried && share === undefined ? t('posts.shareHint') : fault('share')} />
        <DayField label={t('posts.since')} value={from} onChange={setFrom} error={fault('from')} />
        <DayField label={t('posts.until')} hint={t('posts.untilHint')} required={false} value={until} onChange={setUntil} min={from} error={fault('until')} />
        <Checkbox checked={secondment} onChange={setSecondment}>{t('posts.isSecondment')}</Checkbox>
        <TextField label={t('posts.beyond')} hint={t('posts.beyondHint')} required={false} value={beyond} onChange={setBeyond} maxLength={200} autoComplete="off" error={fault('beyond')} />
      </div>
    </Dialog>
  )
}

/** A deed that needs a day, or two. */
function DayDialog({ post, deed, filling, onClose, onDone }: FileProps & { deed: 'advertise' | 'close' | 'leave'; filling?: PostFileFragment['fillings'][number] }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [from, setFrom] = useState(officeToday())
  const [last, setLast] = useState(filling?.until ?? '')
  const [tried, setTried] = useState(false)
  const [advertised, advertise] = useMutation(AdvertisePost)
  const [closed, close] = useMutation(ClosePost)
  const [left, leave] = useMutation(LeavePost)
  const error = advertised.error ?? closed.error ?? left.error
  const fault = useFaults(error, 'posts')
  const { id, version } = post
  const run = async () => {
    if (deed === 'advertise') return (await advertise({ input: { id, version, from, until: last } })).error
    if (deed === 'close') return (await close({ input: { id, version, lastDay: last } })).error
    return (await leave({ input: { id, version, filling: filling?.id ?? '', lastDay: last } })).error
  }
  const act = async () => {
    setTried(true)
    if (!last || (await run())) return
    say({ text: t('posts.saved') })
    onDone()
  }
  return (
    <Dialog
      open
      title={t(`posts.dayTitle.${deed}`, { number: post.number, name: filling?.name ?? '' })}
      onClose={onClose}
      actions={
        <>
          <Button busy={advertised.fetching || closed.fetching || left.fetching} onClick={() => void act()}>{t('posts.save')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        {deed === 'advertise' && <DayField label={t('posts.advertFrom')} value={from} onChange={setFrom} error={fault('from')} />}
        <DayField label={t('posts.lastDay')} hint={filling && filling.from > officeToday() ? t('posts.neverHint') : undefined} value={last} onChange={setLast} error={tried && !last ? t('qualifications.missing') : fault('until') ?? fault('lastDay')} />
      </div>
    </Dialog>
  )
}
