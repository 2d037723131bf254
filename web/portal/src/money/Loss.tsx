import { type MyClaimFragment, ProposeClaim } from '@ankunft/api/portal/operations.generated.ts'
import { Button, Checkbox, MoneyField, ProblemAlert, useFormat } from '@ankunft/ui'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'

/** What was lost because it was called off late, and the assurance that it was so much (JVEG § 9 (5)). */
export function Loss({ claim: c, token, onDone }: { claim: MyClaimFragment; token: string; onDone: () => void }) {
  const { t } = useTranslation('interpreting')
  const { money } = useFormat()
  const [lost, setLost] = useState<number>()
  const [assured, setAssured] = useState(false)
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, propose] = useMutation(ProposeClaim)
  const possible = lost !== undefined && lost > 0 && lost <= c.totalCents
  const go = async (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    if (!possible || !assured) return
    const { data } = await propose({ input: { token, claim: c.id, version: c.version, lostCents: lost, assured } })
    if (data) onDone()
  }
  return (
    <form className="ank-stack ank-noprint" onSubmit={(event) => void go(event)} noValidate>
      <ProblemAlert error={error} />
      <MoneyField id={`${c.id}-lost`} label={t('money.lost')} value={lost} onChange={setLost} error={tried && !possible ? t('money.lostMissing', { most: money(c.totalCents) }) : undefined} />
      <Checkbox id={`${c.id}-assured`} checked={assured} onChange={setAssured} error={tried && !assured ? t('money.assureMissing') : undefined}>{t('money.assure')}</Checkbox>
      <div><Button type="submit" busy={fetching}>{t('money.lostSend')}</Button></div>
    </form>
  )
}
