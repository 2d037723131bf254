import { ChangePost, OpenPost, type PostFileFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, ProblemAlert, SelectField, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useNames } from '../../me.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'
import { readShare } from './shares.ts'

interface PostProps {
  /** That which changes; undefined: a new one. */
  post?: PostFileFragment
  onClose: () => void
  onDone: () => void
}

/** Makes a post, or says what it is from a day on. */
export function PostDialog({ post, onClose, onDone }: PostProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const names = useNames()
  const [number, setNumber] = useState(post?.number ?? '')
  const [title, setTitle] = useState(post?.title ?? '')
  const [grade, setGrade] = useState(post?.grade ?? '')
  const [share, setShare] = useState(post ? String(post.share / 100).replace('.', ',') : '1')
  const [team, setTeam] = useState(post?.team ?? '')
  const [from, setFrom] = useState(officeToday())
  const [tried, setTried] = useState(false)
  const [opened, open] = useMutation(OpenPost)
  const [changed, change] = useMutation(ChangePost)
  const error = opened.error ?? changed.error
  const fault = useFaults(error, 'posts')
  const hundredths = readShare(share)
  const act = async () => {
    setTried(true)
    if (!number.trim() || !title.trim() || !grade.trim() || !team || !from || hundredths === undefined) return
    const facts = { title, grade, share: hundredths, team, from }
    const { error: refused } = post ? await change({ input: { id: post.id, version: post.version, ...facts } }) : await open({ input: { number, ...facts } })
    if (refused) return
    say({ text: t('posts.saved') })
    onDone()
    onClose()
  }
  const missing = (value: string) => (tried && !value.trim() ? t('qualifications.missing') : undefined)
  return (
    <Dialog
      open
      title={post ? t('posts.changeTitle', { number: post.number }) : t('posts.open')}
      onClose={onClose}
      actions={
        <>
          <Button busy={opened.fetching || changed.fetching} onClick={() => void act()}>{t('posts.save')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        {!post && <TextField label={t('posts.number')} value={number} onChange={setNumber} maxLength={40} autoComplete="off" short error={missing(number) ?? fault('number')} />}
        <TextField label={t('posts.what')} value={title} onChange={setTitle} maxLength={120} autoComplete="off" error={missing(title) ?? fault('title')} />
        <TextField label={t('posts.grade')} hint={t('posts.gradeHint')} value={grade} onChange={setGrade} maxLength={10} autoComplete="off" short error={missing(grade) ?? fault('grade')} />
        <TextField label={t('posts.share')} hint={t('posts.shareHint')} value={share} onChange={setShare} inputMode="decimal" autoComplete="off" short error={tried && hundredths === undefined ? t('posts.shareHint') : fault('share')} />
        <SelectField label={t('posts.team')} value={team} onChange={setTeam} options={names.teams.map((x) => ({ value: x.key, label: x.name }))} error={missing(team) ?? fault('team')} />
        <DayField label={t('posts.from')} value={from} onChange={setFrom} error={missing(from) ?? fault('from')} />
      </div>
    </Dialog>
  )
}
