import { DropQualification, type HeldEntryFragment, MyQualifications, type MyQualificationsQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, EmptyState, Loading, ProblemAlert, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { QualifiedStaffList } from './QualifiedStaff.tsx'
import { Held } from './Held.tsx'
import { StateDialog } from './StateDialog.tsx'

export type Mine = MyQualificationsQuery['myQualifications']

/** What one can oneself, and what colleagues can. */
export default function Qualifications() {
  const reads = useMay()('qualifications.read')
  const [{ data, error }, read] = useQuery({ query: MyQualifications, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data && <Own mine={data.myQualifications} again={again} />}
      {data && reads && <QualifiedStaffList known={data.myQualifications.known} />}
    </>
  )
}

function Own({ mine, again }: { mine: Mine; again: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [stating, state] = useState<HeldEntryFragment | 'new'>()
  const [dropping, ask] = useState<HeldEntryFragment>()
  const [{ fetching, error }, drop] = useMutation(DropQualification)
  const act = async () => {
    if (!dropping) return
    const { error: refused } = await drop({ input: { id: dropping.id, version: dropping.version } })
    if (refused) return
    say({ text: t('qualifications.dropped') })
    ask(undefined)
    again()
  }
  return (
    <section className="ank-stack" aria-labelledby="own">
      <div className="off-roombar">
        <h2 id="own">{t('qualifications.own')}</h2>
        <Button size="small" icon="plus" onClick={() => { state('new') }}>{t('qualifications.add')}</Button>
      </div>
      <p className="ank-measure">{t('qualifications.lead')}</p>
      {mine.items.length === 0 && <EmptyState title={t('qualifications.none')}>{t('qualifications.noneHelp')}</EmptyState>}
      <ul className="wpl-held">
        {mine.items.map((h) => (
          <li key={h.id} className="ank-card">
            <Held held={h} />
            <div className="wpl-row">
              <Button kind="tertiary" size="small" aria-label={t('qualifications.changeOne', { what: h.title })} onClick={() => { state(h) }}>{t('action.change')}</Button>
              <Button kind="tertiary" size="small" aria-label={t('qualifications.dropOne', { what: h.title })} onClick={() => { ask(h) }}>{t('qualifications.drop')}</Button>
            </div>
          </li>
        ))}
      </ul>
      {stating && <StateDialog mine={mine} held={stating === 'new' ? undefined : stating} onClose={() => { state(undefined) }} onDone={again} />}
      {dropping && (
        <ConfirmDialog open title={t('qualifications.dropTitle', { what: dropping.title })} confirm={t('qualifications.drop')} busy={fetching} onConfirm={() => void act()} onClose={() => { ask(undefined) }}>
          <ProblemAlert error={error} onRetry={again} />
          <p>{t('qualifications.dropHelp')}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}
