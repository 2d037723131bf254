import { AppointmentOffer } from '@ankunft/api/portal/operations.generated.ts'
import { EmptyState, Loading, Page, ProblemAlert } from '@ankunft/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { OfficeAddress } from '../OfficeAddress.tsx'
import type { Offer } from './types.ts'
import { codeOf } from './useTake.ts'

/** What the office offers, or why there is nothing to choose from. */
export function OfferGate({ title, children }: { title: string; children: (offer: Offer) => ReactNode }) {
  const { t, i18n } = useTranslation('appointments')
  const [{ data, error }, again] = useQuery({ query: AppointmentOffer, variables: { language: i18n.language } })
  if (data) return children(data.appointmentOffer)
  if (!error) return <Loading lines={8} />
  if (codeOf(error) !== 'appointments.off') return <Page title={title}><ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /></Page>
  return <Page title={title}><EmptyState title={t('off')} action={<OfficeAddress />}>{t('offHelp')}</EmptyState></Page>
}
