import { SetSigner, type SignedAs } from '@ankunft/api/portal/operations.generated.ts'
import { Button, NameField, ProblemAlert, RadioGroup } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import type { Draft } from './draft.ts'
import type { Application } from './types.ts'

/** In what capacity the logged-in person signs this application (AufenthG §80, VwVfG §14). */
export function Signer({ draft, application: a }: { draft: Draft; application: Application }) {
  const { t } = useTranslation(['portal', 'common'])
  const [name, setName] = useState(a.signing.name)
  const [{ fetching, error }, declare] = useMutation(SetSigner)
  const [wish, setWish] = useState<string>(a.signing.as ?? '')
  if (a.signing.minor === null || a.signing.allowed.length === 0) return <p className="ank-muted ank-small">{t('people.signLater')}</p>
  // Who signs for the person who applies gives a name; a member is signed for by the one who applies.
  const needsName = a.who === 'principal' && wish !== '' && wish !== 'self'
  const save = async (as: string, by: string) => {
    const { data } = await declare({ input: { application: a.id, as: as as SignedAs, name: by } })
    if (data) draft.replace(data.setSigner)
  }
  const choose = (as: string) => {
    setWish(as)
    if (a.who === 'member' || as === 'self') void save(as, '')
  }
  return (
    <div className="ank-stack person__signer">
      <RadioGroup
        id={`signer-${a.id}`}
        label={t(a.who === 'principal' ? 'people.signer' : 'people.signerFor', { name: a.name || t('people.unnamed') })}
        hint={a.signing.minor ? t('people.minor', { law: draft.sitting?.info.signing.law ?? '' }) : undefined}
        value={wish}
        onChange={choose}
        options={a.signing.allowed.map((value) => ({ value, label: t(`people.as.${value}`), hint: value === 'authorised' ? t('people.authorisedHint') : undefined }))}
      />
      {needsName && (
        <>
          <NameField label={t('people.signerName')} value={name} onChange={setName} maxLength={200} autoComplete="name" />
          {(name !== a.signing.name || wish !== a.signing.as) && (
            <div>
              <Button kind="secondary" size="small" busy={fetching} onClick={() => { if (name.trim()) void save(wish, name) }}>{t('common:action.save')}</Button>
            </div>
          )}
        </>
      )}
      <ProblemAlert error={error} />
    </div>
  )
}
