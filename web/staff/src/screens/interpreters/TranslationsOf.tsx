import { TranslationOrders } from '@ankunft/api/staff/operations.generated.ts'
import { Button } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { OrderDialog, type OtherPaper } from './OrderDialog.tsx'
import { TranslationCard } from './TranslationCard.tsx'

/** What is translated of a paper of a case, and the way to have it translated. A translation in the file says when its original came. */
export function TranslationsOf({ caseId, document, title, others }: { caseId: string; document: string; title: string; others: readonly OtherPaper[] }) {
  const { t } = useTranslation('staff')
  const may = useMay()
  const books = may('interpreters.book')
  const [ordering, setOrdering] = useState(false)
  const [{ data }, read] = useQuery({ query: TranslationOrders, variables: { filter: { about: { kind: 'case', id: caseId } } }, pause: !may('interpreters.read'), requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const orders = data?.translationOrders.items.filter((o) => o.documents.includes(document) && o.state !== 'cancelled') ?? []
  if (!may('interpreters.read')) return null
  return (
    <div className="ank-stack ank-noprint">
      {orders.map((o) => <TranslationCard key={o.id} order={o} again={again} />)}
      {books && <div><Button kind="tertiary" size="small" icon="plus" onClick={() => { setOrdering(true) }}>{t('interpreting.translation.order')}</Button></div>}
      {ordering && <OrderDialog document={document} title={title} others={others} onClose={() => { setOrdering(false) }} onDone={again} />}
    </div>
  )
}
