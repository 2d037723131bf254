import '../../styles/papers.css'
import { Button, Icon, useToast } from '@ankunft/ui'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../keys.ts'
import { paperIcon } from '../../parts/words.tsx'
import { type ExtraData, type PaperData, useCan, useCase } from './context.ts'
import { ExtraVerdict } from './ExtraVerdict.tsx'
import { firstPaper, nextToCheck, owed } from './papers.ts'
import { ExtraSheet, PaperSheet } from './PaperSheet.tsx'
import { RequestDialog } from './RequestDialog.tsx'
import { Requests } from './Requests.tsx'
import { Verdict, type VerdictHandle } from './Verdict.tsx'

/** The checklist on the left, the paper beside it, the verdict below; the next one comes by itself. */
export default function Papers() {
  const { t } = useTranslation('staff')
  const { record } = useCase()
  const can = useCan()
  const say = useToast()
  const { paper: chosen } = useSearch({ from: '/cases/$caseId/papers' })
  const navigate = useNavigate({ from: '/cases/$caseId/papers' })
  const [asking, setAsking] = useState(false)
  const verdict = useRef<VerdictHandle>(null)
  const { papers, extraPapers } = record
  const all = [...papers, ...extraPapers]
  const shown = all.find((p) => p.item === chosen) ?? firstPaper(all)
  const paper = papers.find((p) => p === shown)
  const extra = extraPapers.find((p) => p === shown)
  const show = (p: { item: string } | undefined) => {
    if (p) void navigate({ search: { paper: p.item }, replace: true, resetScroll: false })
  }
  const step = (by: number) => { show(all[all.findIndex((p) => p === shown) + by]) }
  useKeys({
    j: () => { step(1) },
    k: () => { step(-1) },
    a: () => verdict.current?.accept(),
    r: () => verdict.current?.reject(),
  })
  const done = (checked: readonly PaperData[], beside: readonly ExtraData[]) => {
    const next = nextToCheck([...checked, ...beside], shown?.item ?? '')
    if (next) show(next)
    else say({ text: t(owed(checked).length > 0 ? 'paper.allCheckedMissing' : 'paper.allChecked') })
  }
  if (!shown) return <p className="ank-muted">{t('paper.none')}</p>
  return (
    <div className="off-desk">
      <div className="off-desk__list">
        <ol className="off-checklist" aria-label={t('paper.list')}>
          {papers.map((p) => (
            <li key={p.item}>
              <ListItem paper={p} chosen={p === shown} onChoose={() => { show(p) }} />
            </li>
          ))}
        </ol>
        {extraPapers.length > 0 && (
          <ol className="off-checklist" aria-label={t('paper.extras')}>
            {extraPapers.map((p) => (
              <li key={p.item}>
                <button type="button" className={`off-item off-item--${p.state}`} aria-current={p === shown || undefined} onClick={() => { show(p) }}>
                  <Icon name={paperIcon(p.state)} />
                  <span>
                    <span className="off-item__title">{p.title}</span>
                    <span className="off-item__state">{[t(`paper.states.${p.state}`), t('paper.extra')].join(' · ')}</span>
                  </span>
                </button>
              </li>
            ))}
          </ol>
        )}
        {can.requestPapers && (
          <Button kind="secondary" icon="mail" onClick={() => { setAsking(true) }}>
            {t('request.action')}
          </Button>
        )}
        <Requests />
      </div>
      <div className="off-desk__paper">
        {extra && (
          <>
            <ExtraSheet paper={extra} />
            <ExtraVerdict key={extra.item} paper={extra} handle={verdict} onDone={(state) => { done(papers, extraPapers.map((p) => (p === extra ? { ...p, state } : p))) }} />
          </>
        )}
        {paper && (
          <>
            <PaperSheet paper={paper} />
            <Verdict key={paper.item} paper={paper} handle={verdict} onDone={(checked) => { done(checked, extraPapers) }} />
          </>
        )}
      </div>
      {asking && <RequestDialog onClose={() => { setAsking(false) }} />}
    </div>
  )
}

function ListItem({ paper, chosen, onChoose }: { paper: PaperData; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation('staff')
  const notes = [!paper.required && t('paper.optional'), paper.reused && t('paper.reused'), paper.requested && t('paper.requested')].filter(Boolean)
  return (
    <button type="button" className={`off-item off-item--${paper.state}`} aria-current={chosen || undefined} onClick={onChoose}>
      <Icon name={paperIcon(paper.state)} />
      <span>
        <span className="off-item__title">{paper.title}</span>
        <span className="off-item__state">{[t(`paper.states.${paper.state}`), ...notes].join(' · ')}</span>
      </span>
    </button>
  )
}
