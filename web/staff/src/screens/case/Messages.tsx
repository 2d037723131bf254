import { CaseThread, MarkThreadRead, SendMessage, ThreadChanged, type CaseThreadQuery } from '@ankunft/api/staff/operations.generated.ts'
import { useLive } from '@ankunft/api'
import { Button, Loading, Name, ProblemAlert, StatusBadge, TextArea, useFormat } from '@ankunft/ui'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { language } from '../../parts/country.ts'
import { DeedAlert, useDeed } from '../../parts/deed.tsx'
import { useCase } from './context.ts'

type Message = CaseThreadQuery['thread']['items'][number]

/** What the office and the person wrote to one another: German first, the other language beside it. */
export default function Messages() {
  const { t } = useTranslation('staff')
  const { record } = useCase()
  const [{ data, error, fetching }, read] = useQuery({ query: CaseThread, variables: { caseId: record.id }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  useLive(ThreadChanged, { caseId: record.id }, again)
  const [, markRead] = useMutation(MarkThreadRead)
  const thread = data?.thread
  const newest = thread?.items.at(-1)?.id
  const unread = thread?.unread ?? 0
  const asked = useRef('')
  useEffect(() => {
    if (!newest || unread === 0 || asked.current === newest) return
    asked.current = newest
    void markRead({ input: { caseId: record.id, upTo: newest } })
  }, [newest, unread, record.id, markRead])
  return (
    <div className="off-column">
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !data && <Loading />}
      {thread?.items.length === 0 && <p className="ank-muted">{t('messages.none')}</p>}
      <ol className="off-thread">
        {thread?.items.map((m) => (
          <li key={m.id} className={`off-message off-message--${m.from}`}>
            <One message={m} />
          </li>
        ))}
      </ol>
      {thread && record.permitted.includes('sendMessage') && <Write onSent={again} />}
    </div>
  )
}

function One({ message: m }: { message: Message }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const { record } = useCase()
  const person = [record.person.givenNames, record.person.familyName].filter(Boolean).join(' ')
  const foreign = m.language !== 'de' && m.german !== null && m.german !== m.text
  return (
    <article>
      <p className="ank-muted ank-small">
        <strong>{m.from === 'office' ? (m.authorName ?? t('history.office')) : <Name>{person}</Name>}</strong> · {moment(m.sentAt)}
        {m.from === 'office' && ` · ${m.readAt ? t('messages.read', { date: moment(m.readAt) }) : t('messages.unread')}`}
      </p>
      {m.german && <p className="off-answer">{m.german}</p>}
      {m.machine && <StatusBadge tone="warning">{t('case.machine')}</StatusBadge>}
      {foreign && (
        <details className="ank-small">
          <summary>{t('application.original', { language: language(m.language) })}</summary>
          <p className="off-answer" dir="auto" lang={m.language}>{m.text}</p>
        </details>
      )}
      {!m.german && <p className="off-answer" dir="auto" lang={m.language}>{m.text}</p>}
    </article>
  )
}

function Write({ onSent }: { onSent: () => void }) {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const [text, setText] = useState('')
  // One key for each message: a second click or a retry after a lost answer sends it once.
  const [key, setKey] = useState(() => crypto.randomUUID())
  const deed = useDeed(SendMessage, record.id, again)
  const send = async () => {
    if (!text.trim() || !(await deed.act({ input: { caseId: record.id, text: text.trim(), language: 'de', key } }))) return
    setText('')
    setKey(crypto.randomUUID())
    onSent()
  }
  return (
    <form className="ank-stack" onSubmit={(e) => { e.preventDefault(); void send() }}>
      <TextArea label={t('messages.write')} hint={record.person.language === 'de' ? t('messages.hintGerman') : t('messages.hint', { language: language(record.person.language) })} value={text} onChange={setText} maxLength={5000} />
      <DeedAlert deed={deed} />
      <div className="ank-actions">
        <Button type="submit" icon="mail" busy={deed.busy}>
          {t('messages.send')}
        </Button>
      </div>
    </form>
  )
}
