import { MarkThreadRead, SendMessage, Thread as ThreadQuery } from '@ankunft/api/portal/operations.generated.ts'
import { ThreadChanged } from '@ankunft/api/portal/operations.generated.ts'
import { useLive } from '@ankunft/api'
import { Button, ProblemAlert, TextArea, useFormat } from '@ankunft/ui'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { newKey } from '../keys.ts'
import type { ThreadOf } from './types.ts'

const LONGEST = 5000

/** What the office and the person wrote to one another; each text in both languages. */
export function Thread({ caseId }: { caseId: string }) {
  const { t } = useTranslation('portal')
  const [{ data, error }, look] = useQuery({ query: ThreadQuery, variables: { id: caseId }, requestPolicy: 'cache-and-network' })
  const refresh = () => { look({ requestPolicy: 'network-only' }) }
  useLive(ThreadChanged, { id: caseId }, refresh)
  const thread = data?.thread
  useRead(caseId, thread)
  return (
    <section className="ank-stack thread" aria-labelledby="messages">
      <h2 id="messages">{t('case.messages')}</h2>
      <ProblemAlert error={error} onRetry={refresh} />
      {thread?.items.length === 0 && <p className="ank-muted">{t('case.noMessages')}</p>}
      <ol className="thread__list" role="list">{thread?.items.map((m) => <Message key={m.id} message={m} />)}</ol>
      {thread?.permitted.some((p) => p.toLowerCase().includes('send')) && <Write caseId={caseId} onSent={refresh} />}
    </section>
  )
}

/** What is on the screen has been read. */
function useRead(caseId: string, thread: ThreadOf | undefined): void {
  const [, mark] = useMutation(MarkThreadRead)
  const last = thread?.items.at(-1)?.id
  const unread = thread?.unread ?? 0
  useEffect(() => {
    if (last && unread > 0 && document.visibilityState === 'visible') void mark({ input: { caseId, upTo: last } })
  }, [caseId, last, unread, mark])
}

function Message({ message: m }: { message: ThreadOf['items'][number] }) {
  const { t } = useTranslation('portal')
  const format = useFormat()
  const own = m.from === 'applicant'
  return (
    <li className={own ? 'message message--own' : 'message'}>
      <p className="message__head">
        <strong>{own ? t('case.you') : <bdi>{m.authorName ?? t('service.who.office')}</bdi>}</strong>
        <span className="ank-muted ank-small">{format.moment(m.sentAt)}{own && m.readAt && <> · {t('case.read')}</>}</span>
      </p>
      <p className="message__text" dir="auto" lang={m.language === 'de-simple' ? 'de' : m.language}>{m.text}</p>
      {m.german && m.german !== m.text && (
        <details className="message__german">
          <summary>{t('case.german')}{m.machine && <> · {t('case.machine')}</>}</summary>
          <p lang="de" dir="ltr">{m.german}</p>
        </details>
      )}
    </li>
  )
}

function Write({ caseId, onSent }: { caseId: string; onSent: () => void }) {
  const { t, i18n } = useTranslation('portal')
  const [text, setText] = useState('')
  const key = useRef('')
  const [{ fetching, error }, send] = useMutation(SendMessage)
  const go = async () => {
    if (!text.trim() || fetching) return
    // The same text is sent once, however often the line breaks.
    key.current ||= newKey()
    const { data } = await send({ input: { caseId, text, language: i18n.language, key: key.current } })
    if (!data) return
    key.current = ''
    setText('')
    onSent()
  }
  return (
    <form className="ank-stack" onSubmit={(event) => { event.preventDefault(); void go() }}>
      <TextArea label={t('case.write')} hint={t('case.writeHint')} value={text} onChange={(v) => { setText(v); key.current = '' }} maxLength={LONGEST} />
      <ProblemAlert error={error} />
      <div><Button type="submit" kind="secondary" icon="mail" busy={fetching}>{t('case.send')}</Button></div>
    </form>
  )
}
