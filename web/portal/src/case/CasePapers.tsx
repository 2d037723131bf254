import { AnswerRequest, CityLimits } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ConfirmDialog, type IconName, ProblemAlert, type Tone, useFormat, useLookAgain, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { PaperItem } from '../papers/PaperItem.tsx'
import { useUploads } from '../papers/uploads.ts'
import { German } from './German.tsx'
import type { CaseOf } from './types.ts'

const MEGABYTES = 50

type MyPaper = CaseOf['papers'][number]

const BADGES: Record<MyPaper['state'], { tone: Tone; icon: IconName }> = {
  missing: { tone: 'warning', icon: 'clock' }, to_check: { tone: 'info', icon: 'clock' }, accepted: { tone: 'success', icon: 'check' }, rejected: { tone: 'danger', icon: 'alert' }, waived: { tone: 'neutral', icon: 'minus' },
}

/** The papers of a case: what is asked for first, then all of them with their states. */
export function CasePapers({ matter, onChanged }: { matter: CaseOf; onChanged: () => void }) {
  const { t } = useTranslation('portal')
  const format = useFormat()
  const uploader = useUploads({ kind: 'case', id: matter.id }, onChanged)
  const [{ data }] = useQuery({ query: CityLimits })
  const megabytes = data?.city.limits.fileMegabytes ?? MEGABYTES
  const files = matter.papers.flatMap((p) => p.document?.files ?? [])
  useLookAgain(files.some((f) => f.state === 'received' || f.state === 'inspecting'), onChanged)
  const closed = ['decided', 'delivered', 'withdrawn'].includes(matter.state)
  const request = matter.request?.state === 'open' ? matter.request : undefined
  const asked = matter.papers.filter((p) => request?.items.includes(p.item))
  const others = matter.papers.filter((p) => !asked.includes(p))
  const item = (p: MyPaper) => (
    <PaperItem
      key={p.item}
      item={p.item}
      title={p.title}
      required
      badge={{ ...BADGES[p.state], text: t(`case.paper.${p.state}`) }}
      note={<Verdict paper={p} until={p.validUntil ? t('case.validUntil', { date: format.date(p.validUntil) }) : undefined} />}
      papers={p.document ? [p.document] : []}
      uploader={uploader}
      open={!closed && (p.state === 'missing' || p.state === 'rejected' || (p.document?.permitted.includes('add_file') ?? false))}
      megabytes={megabytes}
      onChanged={onChanged}
    />
  )
  return (
    <>
      {request && (
        <section className="ank-card ank-card--raised ank-stack todo" aria-labelledby="request">
          <h2 id="request">{t('case.request')}</h2>
          <p className="todo__due">{t('case.requestHelp', { date: format.date(request.dueOn) })}</p>
          {request.text && <German>{request.text}</German>}
          {asked.map(item)}
          <HandIn matter={matter} missing={asked.filter((p) => (p.state === 'missing' || p.state === 'rejected') && !arrived(p)).map((p) => p.title)} />
        </section>
      )}
      {others.length > 0 && (
        <details className="case-papers" open={!closed && !request && others.some((p) => p.state === 'missing' || p.state === 'rejected')}>
          <summary><h2>{t('case.papers')}</h2></summary>
          <div className="ank-stack">{others.map(item)}</div>
        </details>
      )}
      {matter.extraPapers.length > 0 && (
        <details className="case-papers">
          <summary><h2>{t('case.extra')}</h2></summary>
          <div className="ank-stack">
            <p>{t('case.extraHelp')}</p>
            {matter.extraPapers.map((p) => (
              <PaperItem
                key={p.item}
                item={p.item.replace(':', '-')}
                title={p.title}
                language={p.listed ? undefined : 'de'}
                required
                badge={p.state === 'to_check' ? { tone: 'info', icon: 'check', text: t('case.extraHere') } : { ...BADGES[p.state], text: t(`case.paper.${p.state}`) }}
                note={<Verdict paper={{ ...p, reason: null }} until={undefined} />}
                papers={p.document ? [p.document] : []}
                uploader={uploader}
                open={false}
                megabytes={megabytes}
                onChanged={onChanged}
              />
            ))}
          </div>
        </details>
      )}
    </>
  )
}

/** Something was sent since the office looked last. */
function arrived(p: MyPaper): boolean {
  return p.document?.verification === 'pending' && p.document.files.some((f) => f.state !== 'uploading' && f.state !== 'refused')
}

const REASONS = ['unreadable', 'incomplete', 'expired', 'wrong_document', 'no_translation', 'not_original', 'contradiction', 'infected'] as const

function Verdict({ paper: p, until }: { paper: Pick<MyPaper, 'state' | 'reason' | 'document'>; until: string | undefined }) {
  const { t } = useTranslation('portal')
  const code = p.document?.rejection ?? p.reason
  if (p.state === 'rejected' && code) {
    const known = REASONS.find((r) => r === code)
    return (
      <Alert tone="danger" title={t('case.rejected')}>
        {known ? <p>{t(`case.reason.${known}`)}</p> : <German>{code}</German>}
        {p.document?.remark && p.document.remark !== code && <German>{p.document.remark}</German>}
      </Alert>
    )
  }
  return p.state === 'accepted' && until ? <p className="ank-muted">{until}</p> : null
}

function HandIn({ matter, missing }: { matter: CaseOf; missing: readonly string[] }) {
  const { t, i18n } = useTranslation('portal')
  const say = useToast()
  const [ask, setAsk] = useState(false)
  const [{ fetching, error }, answer] = useMutation(AnswerRequest)
  if (!matter.request || !matter.permitted.includes('answerRequest')) return null
  const request = matter.request.id
  const send = async () => {
    const { data } = await answer({ input: { case: matter.id, request }, language: i18n.language })
    setAsk(false)
    if (data) say({ text: t('case.handedIn') })
  }
  return (
    <>
      <p>{t('case.handInHelp')}</p>
      <div className="ank-actions">
        <Button busy={fetching} onClick={() => { if (missing.length > 0) setAsk(true); else void send() }}>{t('case.handIn')}</Button>
      </div>
      <ProblemAlert error={error} />
      <ConfirmDialog open={ask} title={t('case.handInPart')} confirm={t('case.handIn')} busy={fetching} onClose={() => { setAsk(false) }} onConfirm={() => void send()}>
        <p>{t('case.handInPartHelp')}</p>
        <ul>{missing.map((title) => <li key={title}>{title}</li>)}</ul>
      </ConfirmDialog>
    </>
  )
}
