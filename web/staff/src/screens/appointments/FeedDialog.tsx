import { MyFeeds, RenewFeed, RevokeFeed } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Code, Dialog, Loading, ProblemAlert, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'

const SCOPES = ['own', 'team'] as const

interface Feed {
  scope: string
  createdAt: string
  usedAt: string | null
}

/** The secret addresses at which one's calendar program reads appointments. */
export function FeedDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [{ data, error }, read] = useQuery({ query: MyFeeds, requestPolicy: 'network-only' })
  const [made, make] = useMutation(RenewFeed)
  const [ended, end] = useMutation(RevokeFeed)
  const [shown, show] = useState<{ scope: string; address: string }>()
  const renew = async (scope: string) => {
    const { data: done } = await make({ input: { scope } })
    if (!done) return
    show({ scope, address: done.renewFeed.address })
    read({ requestPolicy: 'network-only' })
  }
  const revoke = async (scope: string) => {
    const { data: done } = await end({ input: { scope } })
    if (!done) return
    show(undefined)
    say({ text: t('appointments.feed.revoked') })
    read({ requestPolicy: 'network-only' })
  }
  return (
    <Dialog open title={t('appointments.feed.title')} onClose={onClose} actions={<Button kind="tertiary" onClick={onClose}>{t('keys.close')}</Button>}>
      <div className="ank-stack">
        <p>{t('appointments.feed.lead')}</p>
        <ProblemAlert error={error ?? made.error ?? ended.error} />
        {shown && <Address address={shown.address} />}
        {!data && !error && <Loading lines={4} />}
        {data && SCOPES.map((scope) => (
          <One key={scope} scope={scope} feed={data.myFeeds.find((f) => f.scope === scope)} busy={made.fetching || ended.fetching} onRenew={() => void renew(scope)} onRevoke={() => void revoke(scope)} />
        ))}
      </div>
    </Dialog>
  )
}

function Address({ address }: { address: string }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const copy = () => {
    navigator.clipboard.writeText(address).then(() => { say({ text: t('appointments.feed.copied') }) }, () => undefined)
  }
  return (
    <Alert tone="success" title={t('appointments.feed.address')} live>
      <p>{t('appointments.feed.once')}</p>
      <p className="off-feed__address"><Code>{address}</Code></p>
      <Button kind="secondary" size="small" icon="copy" onClick={copy}>{t('appointments.feed.copy')}</Button>
    </Alert>
  )
}

interface OneProps {
  scope: (typeof SCOPES)[number]
  feed: Feed | undefined
  busy: boolean
  onRenew: () => void
  onRevoke: () => void
}

function One({ scope, feed, busy, onRenew, onRevoke }: OneProps) {
  const { t } = useTranslation('staff')
  const { date, moment } = useFormat()
  const name = t(`appointments.feed.scopes.${scope}`)
  const which = { scope: name }
  return (
    <section className="off-feed" aria-label={name}>
      <h3>{name}</h3>
      <p className="ank-small ank-muted">{t(`appointments.feed.hints.${scope}`)}</p>
      {!feed && <p>{t('appointments.feed.none')}</p>}
      {feed && <p>{t('appointments.feed.made', { date: date(feed.createdAt, 'short') })}, {feed.usedAt ? t('appointments.feed.used', { moment: moment(feed.usedAt) }) : t('appointments.feed.unused')}. {t('appointments.feed.renewHelp')}</p>}
      <p>
        <Button kind="secondary" size="small" busy={busy} aria-label={t(feed ? 'appointments.feed.renewOf' : 'appointments.feed.makeOf', which)} onClick={onRenew}>{t(feed ? 'appointments.feed.renew' : 'appointments.feed.make')}</Button>
        {feed && <Button kind="tertiary" size="small" busy={busy} aria-label={t('appointments.feed.revokeOf', which)} onClick={onRevoke}>{t('appointments.feed.revoke')}</Button>}
      </p>
    </section>
  )
}
