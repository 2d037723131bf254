import { SetDeliveryConsent, WithdrawCase } from '@ankunft/api/portal/operations.generated.ts'
import { Button, Checkbox, ConfirmDialog, ProblemAlert, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { PortalConsent } from './PortalConsent.tsx'
import type { CaseOf } from './types.ts'

/** What a person may still change about the own case: how decisions come, and taking it back. */
export function Choices({ matter }: { matter: CaseOf }) {
  const { t, i18n } = useTranslation(['portal', 'declaration'])
  const say = useToast()
  const [consent, setConsent] = useMutation(SetDeliveryConsent)
  const [withdrawal, withdraw] = useMutation(WithdrawCase)
  const [ask, setAsk] = useState(false)
  const { portal, pdfByMail, rule } = matter.deliveryConsents
  const change = async (ways: { portal?: boolean; rule?: string; pdfByMail?: boolean }, done: string) => {
    const { data } = await setConsent({ input: { case: matter.id, ...ways }, language: i18n.language })
    if (data) say({ text: done })
  }
  const leave = async () => {
    const { data } = await withdraw({ input: { case: matter.id }, language: i18n.language })
    if (data) setAsk(false)
  }
  return (
    <>
      {matter.permitted.includes('setDeliveryConsent') && (
        <section className="ank-stack side" aria-labelledby="delivery">
          <h2 id="delivery">{t('review.delivery')}</h2>
          <PortalConsent rule={rule} checked={portal ?? false} onChange={(on) => void change({ portal: on, rule }, t(on ? 'case.consentGiven' : 'case.consentTaken'))} />
          <Checkbox checked={pdfByMail} hint={t('review.mailHint')} onChange={(on) => void change({ pdfByMail: on }, t(on ? 'case.copiesWished' : 'case.copiesEnded'))}>
            {t('declaration:pdfByMail')}
          </Checkbox>
          <ProblemAlert error={consent.error} />
        </section>
      )}
      {matter.permitted.includes('withdrawCase') && (
        <section className="side ank-noprint">
          <Button kind="tertiary" icon="trash" onClick={() => { setAsk(true) }}>{t('case.withdraw')}</Button>
          <ConfirmDialog open={ask} title={t('case.withdrawTitle')} confirm={t('case.withdraw')} kind="danger" busy={withdrawal.fetching} onClose={() => { setAsk(false) }} onConfirm={() => void leave()}>
            <p>{t('case.withdrawHelp')}</p>
            <ProblemAlert error={withdrawal.error} />
          </ConfirmDialog>
        </section>
      )}
    </>
  )
}
