import { CheckPaper, type PaperState } from '@ankunft/api/staff/operations.generated.ts'
import { Button, RadioGroup, TextArea, useFormat } from '@ankunft/ui'
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayField } from '../../parts/DayField.tsx'
import { DeedAlert, useDeed } from '../../parts/deed.tsx'
import { officeToday } from '../../risk.ts'
import { type PaperData, useCan, useCase } from './context.ts'
import { REASONS } from './papers.ts'

/** What the keys of the screen may call. */
export interface VerdictHandle {
  accept: () => void
  reject: () => void
}

interface VerdictProps {
  paper: PaperData
  handle: Ref<VerdictHandle>
  /** After a verdict, with the papers as they then stand. */
  onDone: (papers: readonly PaperData[]) => void
}

export const KEY = { accept: 'A', reject: 'R' }

export function Key({ name }: { name: string }) {
  return <kbd aria-hidden="true">{name}</kbd>
}

type Mode = 'rest' | 'reject' | 'waive'

/** Accept, reject, or do without: one verdict for one paper. */
export function Verdict({ paper, handle, onDone }: VerdictProps) {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const can = useCan().checkPaper
  const [mode, setMode] = useState<Mode>('rest')
  const [until, setUntil] = useState(paper.validUntil ?? '')
  const [missing, setMissing] = useState(false)
  const day = useRef<HTMLInputElement>(null)
  const deed = useDeed(CheckPaper, record.id, again)
  const there = (paper.document?.files.length ?? 0) > 0
  const give = async (verdict: PaperState, reason?: string) => {
    const input = { case: record.id, item: paper.item, version: paper.version, verdict, ...(reason ? { reason } : {}), ...(verdict === 'accepted' && until ? { validUntil: until } : {}) }
    if (!(await deed.act({ input }))) return
    setMode('rest')
    again()
    onDone(record.papers.map((p) => (p.item === paper.item ? { ...p, state: verdict } : p)))
  }
  const accept = () => {
    if (!can || !there || deed.busy) return
    if (paper.expires && !until) {
      setMissing(true)
      day.current?.focus()
      return
    }
    void give('accepted')
  }
  const reject = () => {
    if (can && there) setMode('reject')
  }
  useImperativeHandle(handle, () => ({ accept, reject }))
  if (!can) return <CheckedBy paper={paper} />
  return (
    <section className="off-verdict" aria-label={t('verdict.label')}>
      <DeedAlert deed={deed} />
      {mode === 'rest' ? (
        <div className="off-verdict__row">
          {there && (
            <>
              {(paper.expires || paper.validUntil) && (
                <DayField
                  box={day}
                  label={t('verdict.until')}
                  value={until}
                  min={officeToday()}
                  onChange={(v) => { setUntil(v); setMissing(false) }}
                  onEnter={accept}
                  error={missing || deed.fault('validUntil') ? t('verdict.untilMissing') : undefined}
                />
              )}
              <Button icon="check" busy={deed.busy} onClick={accept}>
                {t('verdict.accept')} <Key name={KEY.accept} />
              </Button>
              <Button kind="secondary" icon="close" onClick={reject}>
                {t('verdict.reject')} <Key name={KEY.reject} />
              </Button>
            </>
          )}
          <Button kind="tertiary" onClick={() => { setMode('waive') }}>
            {t('verdict.waive')}
          </Button>
          <CheckedBy paper={paper} />
        </div>
      ) : (
        <ReasonForm mode={mode} busy={deed.busy} onCancel={() => { setMode('rest') }} onGive={(reason) => void give(mode === 'reject' ? 'rejected' : 'waived', reason)} />
      )}
    </section>
  )
}

function CheckedBy({ paper }: { paper: PaperData }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  if (!paper.checkedBy || !paper.checkedAt) return null
  return <p className="ank-muted ank-small off-verdict__by">{t('verdict.by', { name: paper.checkedBy.name, date: moment(paper.checkedAt) })}</p>
}

interface ReasonFormProps {
  mode: 'reject' | 'waive'
  busy: boolean
  onGive: (reason: string) => void
  onCancel: () => void
}

/** Why a paper will not do. A code is told to the person in their own language; own words are sent as they are. */
export function ReasonForm({ mode, busy, onGive, onCancel }: ReasonFormProps) {
  const { t } = useTranslation('staff')
  const [reason, setReason] = useState(mode === 'waive' ? 'own' : '')
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const root = useRef<HTMLFormElement>(null)
  useEffect(() => { root.current?.querySelector<HTMLElement>('input, textarea')?.focus() }, [])
  const own = reason === 'own'
  const said = own ? words.trim() : reason
  const error = tried && !said ? t('verdict.reasonMissing') : undefined
  return (
    <form
      ref={root}
      className="ank-stack"
      onSubmit={(e) => {
        e.preventDefault()
        setTried(true)
        if (said) onGive(said)
      }}
      onKeyDown={(e) => { if (e.key === 'Escape') onCancel() }}
    >
      {mode === 'reject' && (
        <div className="off-reasons">
          <RadioGroup label={t('verdict.why')} hint={t('verdict.whyHint')} value={reason} onChange={setReason} error={own ? undefined : error} options={[...REASONS.map((r) => ({ value: r, label: t(`paper.reasons.${r}`) })), { value: 'own', label: t('verdict.own') }]} />
        </div>
      )}
      {own && <TextArea label={t(mode === 'waive' ? 'verdict.waiveWhy' : 'verdict.ownWords')} hint={mode === 'waive' ? t('verdict.waiveHint') : t('verdict.ownHint')} value={words} onChange={setWords} maxLength={2000} error={error} />}
      <div className="ank-actions">
        <Button type="submit" kind={mode === 'reject' ? 'danger' : 'primary'} busy={busy}>
          {t(mode === 'reject' ? 'verdict.reject' : 'verdict.waive')}
        </Button>
        <Button kind="tertiary" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
