import { InterpreterBiases, type InterpreterBiasesQuery, type InterpreterFileFragment, NoteBias } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, ProblemAlert, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'

type Bias = InterpreterBiasesQuery['interpreterBiases'][number]

/** To whom somebody is tied: for them they are never asked (VwVfG §§ 20, 21). Noted where one meets it, at a request; taken back here. */
export function Ties({ interpreter: i }: { interpreter: InterpreterFileFragment }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [{ data, error }, read] = useQuery({ query: InterpreterBiases, variables: { id: i.id }, requestPolicy: 'cache-and-network' })
  const [ending, setEnding] = useState<Bias>()
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const list = data?.interpreterBiases ?? []
  const words = (b: Bias) => t(`interpreting.subjectKinds.${b.subjectKind}` as 'interpreting.subjectKinds.person', { defaultValue: b.subjectKind })
  return (
    <section className="ank-stack" aria-labelledby="ties">
      <h2 id="ties">{t('interpreting.ties')}</h2>
      <ProblemAlert error={error} onRetry={again} />
      {data && list.length === 0 && <p className="ank-muted">{t('interpreting.noTies')}</p>}
      {list.length > 0 && <p>{t('interpreting.tiesHelp')}</p>}
      <ul className="off-touched">
        {list.map((b) => (
          <li key={`${b.subjectKind} ${b.subjectId}`} className="off-proof">
            <span>{t('interpreting.tie', { what: words(b), by: t(`interpreting.toldBy.${b.toldBy}` as 'interpreting.toldBy.office'), date: date(b.notedAt, 'short') })}</span>
            <Button kind="tertiary" size="small" aria-label={t('interpreting.endTieOne', { what: words(b), date: date(b.notedAt, 'short') })} onClick={() => { setEnding(b) }}>{t('interpreting.endTie')}</Button>
          </li>
        ))}
      </ul>
      {ending && <EndDialog interpreter={i.id} bias={ending} onClose={() => { setEnding(undefined) }} onDone={again} />}
    </section>
  )
}

function EndDialog({ interpreter, bias: b, onClose, onDone }: { interpreter: string; bias: Bias; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const [{ fetching, error }, note] = useMutation(NoteBias)
  const act = async () => {
    const { error: refused } = await note({ input: { interpreter, subjectKind: b.subjectKind, subjectId: b.subjectId, toldBy: b.toldBy, ended: true } })
    if (refused) return
    onDone()
    onClose()
  }
  return (
    <ConfirmDialog open title={t('interpreting.endTieTitle')} confirm={t('interpreting.endTie')} busy={fetching} onConfirm={() => void act()} onClose={onClose}>
      <ProblemAlert error={error} />
      <p>{t('interpreting.endTieHelp')}</p>
    </ConfirmDialog>
  )
}
