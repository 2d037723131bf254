import '../styles/clearing.css'
import { Page } from '@ankunft/ui'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Start } from './clearing/Start.tsx'
import { Visit } from './clearing/Visit.tsx'

/** The clearing desk: find or choose what somebody comes for, see what is missing, take papers in, hand out the confirmation. */
export default function Clearing() {
  const { t } = useTranslation('staff')
  const { visit, ticket, case: about } = useSearch({ from: '/clearing' })
  const navigate = useNavigate({ from: '/clearing' })
  return (
    <Page title={t('clearing.room')}>
      {visit ? (
        <Visit id={visit} onNext={() => void navigate({ search: {} })} />
      ) : (
        <Start ticket={ticket} about={about} onOpened={(id) => void navigate({ search: { visit: id }, replace: true })} />
      )}
    </Page>
  )
}
