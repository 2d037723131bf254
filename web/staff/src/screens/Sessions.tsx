import { MySessions, RevokeSession } from '@ankunft/api/staff/operations.generated.ts'
import { Button, deviceWords, Loading, Page, ProblemAlert, StatusBadge, Table, useFormat, useToast } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'

/** Where I am logged in, and closing what I do not know. */
export default function Sessions() {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const say = useToast()
  const [{ data, error, fetching }, again] = useQuery({ query: MySessions, requestPolicy: 'cache-and-network' })
  const [{ fetching: busy, error: fault }, revoke] = useMutation(RevokeSession)
  const end = async (id: string) => {
    const { error: refused } = await revoke({ input: { id } })
    if (refused) return
    say({ text: t('sessions.ended') })
    again({ requestPolicy: 'network-only' })
  }
  return (
    <Page title={t('sessions.title')} lead={t('sessions.lead')}>
      <ProblemAlert error={error ?? fault} />
      {fetching && !data && <Loading />}
      {data && (
        <Table
          caption={t('sessions.title')}
          rows={data.mySessions}
          rowKey={(s) => s.id}
          columns={[
            { id: 'device', title: t('sessions.device'), cell: (s) => deviceWords(s.device) },
            { id: 'since', title: t('sessions.since'), cell: (s) => moment(s.createdAt) },
            { id: 'seen', title: t('sessions.seen'), cell: (s) => moment(s.lastSeenAt) },
            {
              id: 'act',
              title: <span className="ank-hidden">{t('sessions.act')}</span>,
              end: true,
              cell: (s) => s.current
                ? <StatusBadge tone="success">{t('sessions.here')}</StatusBadge>
                : <Button kind="secondary" size="small" busy={busy} onClick={() => void end(s.id)}>{t('sessions.end')}</Button>,
            },
          ]}
        />
      )}
    </Page>
  )
}
