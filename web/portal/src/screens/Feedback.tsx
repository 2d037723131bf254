import '../styles/feedback.css'
import { FeedbackByLink } from '@ankunft/api/portal/operations.generated.ts'
import { focusHeading, Loading, Page, ProblemAlert } from '@ankunft/ui'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { type End, endOf } from '../feedback/answers.ts'
import { Asked } from '../feedback/Asked.tsx'
import { Complain } from '../feedback/Complain.tsx'
import { Told } from '../interpreting/Told.tsx'

/** What the link of a mail opens after somebody interpreted: how it went, and the way to complain. It needs no login and knows no name. */
export default function Feedback() {
  const token = useLocation({ select: (l) => l.hash })
  return <OfLink key={token} token={token} />
}

function OfLink({ token }: { token: string }) {
  const { t } = useTranslation('quality')
  const [end, setEnd] = useState<End>()
  const [{ data, error }, again] = useQuery({ query: FeedbackByLink, variables: { token }, pause: !token, requestPolicy: 'network-only' })
  // The page has become another one: a screen reader says which.
  useEffect(() => { if (end) focusHeading() }, [end])
  const how = end ?? (token ? endOf(codeOf(error)) : 'unknown')
  if (how === 'unknown' || how === 'over') return <Told title={t(how)} help={t(`${how}Help`)} />
  if (how) return <Page title={t(how)} lead={t(`${how}Help`)}><Complain token={token} /></Page>
  if (!data) return <Page title={t('title')}>{error ? <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /> : <Loading lines={8} />}</Page>
  return (
    <>
      <Asked form={data.feedbackByLink} token={token} onEnd={setEnd} />
      <Complain token={token} />
    </>
  )
}
