import { AskInterpreter, InterpreterCancellation, InterpreterNeed, type InterpreterWanted, ReplaceInterpreter, type RequestCardFragment, WhoCan } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Dialog, EmptyState, Loading, ProblemAlert, readServerError, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CombinedError, useClient, useQuery } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { useKey } from '../appointments/types.ts'
import { AskForm, type Asking, startAsking } from './AskForm.tsx'
import { Candidates } from './Candidates.tsx'
import { approved } from './Pays.tsx'
import { type Wish, WantedForm, wantedOf, type WantedStart, wishOf } from './WantedForm.tsx'

interface WhoCanProps {
  start: WantedStart
  /** A request that nobody can fill any more, or that is to go to others: it is called off when the new one is made. */
  instead?: RequestCardFragment | undefined
  onClose: () => void
  onDone: () => void
}

/** Who can interpret, for what its person needs as far as that is known. */
export function WhoCanDialog(props: WhoCanProps) {
  const { t } = useTranslation('staff')
  const { about, language } = props.start
  const ask = about !== undefined && about.kind !== 'occasion' && !language
  const [{ data, error }] = useQuery({ query: InterpreterNeed, variables: about ?? { kind: '', id: '' }, pause: !ask })
  if (ask && !data && !error) {
    return (
      <Dialog open title={t('interpreting.whoCan.title')} onClose={props.onClose} actions={<Button kind="tertiary" onClick={props.onClose}>{t('action.cancel')}</Button>}><Loading lines={4} /></Dialog>
    )
  }
  const need = ask ? data?.interpreterNeed : undefined
  const known = need && { language: need.language, dialect: need.dialect, form: need.form, gender: need.gender === 'unsaid' ? '' : need.gender }
  return <Search {...props} start={{ ...props.start, ...known }} />
}

/** Who can, the best first with the reasons in words; and asking one, several in turn, or all at once. */
function Search({ start, instead, onClose, onDone }: WhoCanProps) {
  const { t } = useTranslation('staff')
  const [wish, setWish] = useState<Wish>(() => wishOf(start))
  const [sought, setSought] = useState<InterpreterWanted>()
  const [tried, setTried] = useState(false)
  const [{ data, error, fetching }] = useQuery({ query: WhoCan, variables: { wanted: sought as InterpreterWanted }, pause: !sought, requestPolicy: 'network-only' })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [asking, setAsking] = useState<Asking>(() => startAsking(start))
  const ask = useAsk(start, instead, () => { onDone(); onClose() })
  const { money } = useFormat()
  const fault = useFaults(error, 'interpreting')
  const look = () => {
    setTried(true)
    setChosen([])
    ask.clear()
    setSought(wantedOf(wish, start))
  }
  const list = sought && !fetching && !error ? data?.whoCan : undefined
  const back = () => { setSought(undefined) }
  const form = !list || list.length === 0
  return (
    <Dialog
      open
      title={t('interpreting.whoCan.title')}
      onClose={onClose}
      actions={
        <>
          {form && <Button icon="search" busy={fetching && !!sought} onClick={look}>{t('interpreting.whoCan.look')}</Button>}
          {!form && <Button busy={ask.busy} onClick={() => void ask.act(sought, asking, chosen)}>{t('interpreting.whoCan.ask', { count: chosen.length })}</Button>}
          {!form && <Button kind="secondary" onClick={back}>{t('interpreting.whoCan.other')}</Button>}
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        {form && <WantedForm wish={wish} onChange={setWish} tried={tried} fault={fault} fixed={start.about !== undefined && !instead} />}
        {fetching && sought && <Loading lines={3} />}
        {list?.length === 0 && <EmptyState title={t('interpreting.whoCan.nobody')}>{t('interpreting.whoCan.nobodyHelp')}</EmptyState>}
        {list && list.length > 0 && (
          <>
            <Candidates list={list} chosen={chosen} onChange={setChosen} />
            {ask.late > 0 && <Alert tone="warning" title={t('interpreting.requests.costs', { price: money(ask.late) })}>{t('interpreting.whoCan.insteadCosts')}</Alert>}
            <AskForm asking={asking} onChange={setAsking} several={chosen.length !== 1} error={ask.error} />
          </>
        )}
      </div>
    </Dialog>
  )
}

/** What the office says calling off costs, where it was not what was shown. */
const LATE = 'interpreters.late'

/** Asks; what it is asked instead of is called off with it, for what that was shown to cost. */
function useAsk(start: WantedStart, instead: RequestCardFragment | undefined, onDone: () => void) {
  const { t } = useTranslation('staff')
  const client = useClient()
  const say = useToast()
  const key = useKey()
  // Whoever is needed without an appointment or case is needed for an occasion of its own.
  const [about] = useState(() => start.about ?? { kind: 'occasion', id: crypto.randomUUID() })
  const booked = instead?.assignments.some((a) => a.state === 'booked') === true
  const [cost, readCost] = useQuery({ query: InterpreterCancellation, variables: { request: instead?.id ?? '' }, pause: !booked, requestPolicy: 'network-only' })
  const late = cost.data?.interpreterCancellation.cents ?? 0
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CombinedError>()
  const act = async (wanted: InterpreterWanted | undefined, asking: Asking, chosen: readonly string[]) => {
    if (!wanted || busy || (booked && !cost.data)) return
    setBusy(true)
    setError(undefined)
    const manner = chosen.length === 1 ? 'one' : chosen.length === 0 ? 'in_turn' : asking.manner
    const what = {
      about, wanted: { ...wanted, necessity: asking.necessity.trim() }, place: asking.place.trim(), manner, chosen: [...chosen], team: asking.team, costCentre: asking.costCentre.trim(), client: asking.client.trim(),
      ...approved(error, asking.approval),
    }
    const ask = { ...what, key: key.keyOf(JSON.stringify(what)) }
    const { error: refused } = await (instead
      ? client.mutation(ReplaceInterpreter, { input: { request: instead.id, reason: t('interpreting.whoCan.insteadReason'), cents: late, ask } })
      : client.mutation(AskInterpreter, { input: ask })).toPromise()
    setBusy(false)
    if (!refused?.networkError) key.answered()
    if (refused) {
      // By now it costs something else: shown anew before anybody confirms it.
      if (readServerError(refused.graphQLErrors[0]?.extensions).code === LATE) readCost({ requestPolicy: 'network-only' })
      setError(refused)
      return
    }
    say({ text: t('interpreting.whoCan.asked') })
    onDone()
  }
  return { act, busy, error, late, clear: () => { setError(undefined) } }
}
