import '../../styles/learning.css'
import { LearningOffer, PlayCourse } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, Loading, ProblemAlert, storedTheme, usePageTitle, useToast } from '@ankunft/ui'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, useMutation, useQuery } from 'urql'
import type { Result } from './Learning.tsx'
import { lastWord } from './lastWord.ts'

/** Scripts and forms of its own origin; no way out of the frame. */
const SANDBOX = 'allow-scripts allow-same-origin allow-forms'

/** Plays an online course over the whole screen. The frame is of another origin, which knows nothing of the office. */
export default function Play() {
  const { t } = useTranslation('staff')
  const { id: course } = useParams({ from: '/training/play/$id' })
  const [{ data: offer }] = useQuery({ query: LearningOffer, variables: { course } })
  const [{ data, error }, play] = useMutation(PlayCourse)
  const [leaving, setLeaving] = useState(false)
  const [unsaved, setUnsaved] = useState(false)
  const room = useRef<HTMLDialogElement>(null)
  const frame = useRef<HTMLIFrameElement>(null)
  const back = useBack(course)
  const title = offer?.learningOffer.package?.title ?? t('learning.play')
  usePageTitle(title)
  useEffect(() => {
    const dialog = room.current
    if (!dialog || dialog.open) return
    dialog.showModal()
    void play({ input: { course } })
  }, [course, play])
  const leave = async () => {
    if (leaving) return
    setLeaving(true)
    const saved = await lastWord(frame.current)
    setLeaving(false)
    setUnsaved(!saved)
    if (saved) await back()
  }
  const theme = storedTheme()
  return (
    <dialog ref={room} className="lrn-play" aria-labelledby="play" onCancel={(e) => { if (e.target !== e.currentTarget) return; e.preventDefault(); void leave() }}>
      <div className="lrn-bar">
        <Button kind="tertiary" size="small" icon="back" busy={leaving} onClick={() => void leave()}>{t('learning.back')}</Button>
        <h1 id="play" tabIndex={-1}>{title}</h1>
      </div>
      <ProblemAlert error={error} onRetry={() => void play({ input: { course } })} />
      {!data && !error && <Loading />}
      {data && <iframe ref={frame} className="lrn-frame" title={t('learning.frame', { title })} sandbox={SANDBOX} referrerPolicy="no-referrer" src={theme === 'system' ? data.playCourse.url : `${data.playCourse.url}#${theme}`} />}
      <ConfirmDialog open={unsaved} title={t('learning.unsaved.title')} confirm={t('learning.unsaved.leave')} kind="danger" onConfirm={() => void back()} onClose={() => { setUnsaved(false) }}>
        <p>{t('learning.unsaved.help')}</p>
      </ConfirmDialog>
    </dialog>
  )
}

/** The way back to the courses; says what came of it. */
function useBack(course: string): () => Promise<void> {
  const { t } = useTranslation('staff')
  const client = useClient()
  const say = useToast()
  const navigate = useNavigate()
  return async () => {
    const { data } = await client.query(LearningOffer, { course }, { requestPolicy: 'network-only' }).toPromise()
    const attempt = data?.learningOffer.attempt
    if (attempt) say({ text: t(`learning.told.${attempt.status as Result}`) })
    await navigate({ to: '/training/courses' })
  }
}
