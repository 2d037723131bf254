import '../styles/post.css'
import { MarkPosted, MarkReturned, PostedLetters, PrintQueue, type EnvelopeFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Code, Dialog, EmptyState, isDate, Loading, Page, ProblemAlert, RadioGroup, StatusBadge, Table, Tabs, useFormat, useToast } from '@ankunft/ui'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../parts/DayField.tsx'
import { More, usePages } from '../parts/More.tsx'
import { addDays, officeToday } from '../risk.ts'

/** The mail room: print, give to the post, note what comes back. */
export default function Post() {
  const { t } = useTranslation('staff')
  return (
    <Page title={t('post.title')} lead={t('post.lead')}>
      <Tabs
        label={t('post.title')}
        tabs={[
          { id: 'queue', title: t('post.queue'), content: () => <Queue /> },
          { id: 'posted', title: t('post.posted'), content: () => <Posted /> },
        ]}
      />
    </Page>
  )
}

function Queue() {
  const { t } = useTranslation('staff')
  const pages = usePages()
  const [{ data, error, fetching }, again] = useQuery({ query: PrintQueue, variables: pages.variables, requestPolicy: 'cache-and-network' })
  const renew = () => { again({ requestPolicy: 'network-only' }) }
  const letters = data?.printQueue.items ?? []
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [posting, setPosting] = useState(false)
  const columns = useColumns()
  const picked = letters.filter((l) => chosen.has(l.id))
  useEffect(() => {
    // The print opens in its own tab; back here the list shows what was printed.
    const back = () => { again({ requestPolicy: 'network-only' }) }
    window.addEventListener('focus', back)
    return () => { window.removeEventListener('focus', back) }
  }, [again])
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    setChosen(next)
  }
  return (
    <div className="ank-stack off-post">
      <ProblemAlert error={error} onRetry={renew} />
      {fetching && !data && <Loading lines={6} />}
      {data && letters.length === 0 && <EmptyState title={t('post.empty')}>{t('post.emptyHelp')}</EmptyState>}
      {letters.length > 0 && (
        <>
          <div className="off-post__bar">
            <label className="off-check">
              <input type="checkbox" checked={picked.length === letters.length} onChange={(e) => { setChosen(new Set(e.target.checked ? letters.map((l) => l.id) : [])) }} />
              {t('post.all', { count: picked.length })}
            </label>
            <form method="post" action="/files/letters/print" target="_blank">
              <input type="hidden" name="letters" value={picked.map((l) => l.id).join(',')} />
              <Button type="submit" icon="print" aria-disabled={picked.length === 0} onClick={(e) => { if (picked.length === 0) e.preventDefault() }}>
                {t('post.print')}
              </Button>
            </form>
            <Button kind="secondary" icon="mail" aria-disabled={picked.length === 0} onClick={() => { if (picked.length > 0) setPosting(true) }}>
              {t('post.mark')}
            </Button>
          </div>
          <Table
            caption={t('post.queue')}
            rows={letters}
            rowKey={(l) => l.id}
            columns={[
              { id: 'pick', title: <span className="ank-hidden">{t('post.pick')}</span>, cell: (l) => <input type="checkbox" className="off-pick" aria-label={t('post.pickOne', { number: l.number || l.dated })} checked={chosen.has(l.id)} onChange={(e) => { toggle(l.id, e.target.checked) }} /> },
              ...columns,
              { id: 'printed', title: t('post.printed'), cell: (l) => <Printed at={l.printedAt} /> },
            ]}
          />
          <More pages={pages} next={data?.printQueue.next} busy={fetching} />
        </>
      )}
      {posting && <PostDialog letters={picked} onClose={() => { setPosting(false) }} onDone={() => { setChosen(new Set()); renew() }} />}
    </div>
  )
}

function Printed({ at }: { at: string | null }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  return at ? <StatusBadge tone="success">{moment(at)}</StatusBadge> : <StatusBadge tone="neutral">{t('post.notPrinted')}</StatusBadge>
}

function useColumns() {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  return [
    { id: 'number', title: t('post.number'), cell: (l: EnvelopeFragment) => <Code>{l.number || '–'}</Code> },
    { id: 'kind', title: t('post.kind'), cell: (l: EnvelopeFragment) => <a href={`/files/letters/${l.id}`} target="_blank" rel="noreferrer">{t(`letter.kinds.${l.kind}` as 'letter.kinds.grant')}</a> },
    { id: 'dated', title: t('post.dated'), cell: (l: EnvelopeFragment) => date(l.dated, 'short') },
    { id: 'pages', title: t('post.pages'), end: true, cell: (l: EnvelopeFragment) => l.pages || '–' },
  ]
}

interface PostDialogProps {
  letters: readonly EnvelopeFragment[]
  onClose: () => void
  onDone: () => void
}

/** The day on which letters were given to the post. From it follows when they count as served, so it is asked, never guessed. */
function PostDialog({ letters, onClose, onDone }: PostDialogProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const today = officeToday()
  const [on, setOn] = useState(today)
  const [{ fetching, error }, mark] = useMutation(MarkPosted)
  const act = async () => {
    if (!isDate(on)) return
    const { error: refused } = await mark({ input: { letters: letters.map((l) => l.id), on } })
    if (refused) return
    say({ text: t('post.marked', { count: letters.length }) })
    onDone()
    onClose()
  }
  const unprinted = letters.filter((l) => !l.printedAt).length
  return (
    <Dialog
      open
      title={t('post.markTitle', { count: letters.length })}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} icon="mail" onClick={() => void act()}>{t('post.markConfirm', { count: letters.length })}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        {unprinted > 0 && <p>{t('post.unprinted', { count: unprinted })}</p>}
        <DayField label={t('post.day')} hint={t('post.dayHint')} value={on} onChange={setOn} max={today} min={addDays(today, -60)} />
      </div>
    </Dialog>
  )
}

const REASONS = ['unknown', 'moved', 'refused', 'not_collected', 'other'] as const

function Posted() {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const pages = usePages()
  const [{ data, error, fetching }, again] = useQuery({ query: PostedLetters, variables: pages.variables, requestPolicy: 'cache-and-network' })
  const [returned, setReturned] = useState<EnvelopeFragment>()
  const columns = useColumns()
  const letters = data?.postedLetters.items ?? []
  return (
    <div className="ank-stack off-post">
      <ProblemAlert error={error} />
      {fetching && !data && <Loading lines={6} />}
      {data && letters.length === 0 && <EmptyState title={t('post.nonePosted')} />}
      {letters.length > 0 && (
        <Table
          caption={t('post.posted')}
          rows={letters}
          rowKey={(l) => l.id}
          columns={[
            ...columns,
            { id: 'on', title: t('post.on'), cell: (l) => l.postedOn && date(l.postedOn, 'short') },
            {
              id: 'back',
              title: t('post.back'),
              cell: (l) => l.returnedAt
                ? <StatusBadge tone="danger">{t('post.cameBack', { date: date(l.returnedAt, 'short') })}</StatusBadge>
                : <Button kind="tertiary" size="small" onClick={() => { setReturned(l) }}>{t('post.returned')}</Button>,
            },
          ]}
        />
      )}
      <More pages={pages} next={data?.postedLetters.next} busy={fetching} />
      {returned && <ReturnDialog letter={returned} onClose={() => { setReturned(undefined) }} onDone={() => { again({ requestPolicy: 'network-only' }) }} />}
    </div>
  )
}

function ReturnDialog({ letter, onClose, onDone }: { letter: EnvelopeFragment; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, mark] = useMutation(MarkReturned)
  const act = async () => {
    setTried(true)
    if (!reason) return
    const { error: refused } = await mark({ input: { letter: letter.id, reason } })
    if (refused) return
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('post.returnTitle', { number: letter.number })}
      onClose={onClose}
      actions={
        <>
          <Button kind="danger" busy={fetching} onClick={() => void act()}>{t('post.returned')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <p>{t('post.returnHelp')}</p>
        <ProblemAlert error={error} />
        <RadioGroup label={t('post.returnWhy')} value={reason} onChange={setReason} error={tried && !reason ? t('decision.faults.choose') : undefined} options={REASONS.map((r) => ({ value: r, label: t(`post.reasons.${r}`) }))} />
      </div>
    </Dialog>
  )
}
