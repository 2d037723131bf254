import { MyInterpreterNeed, type OwnNeedFragment, TellInterpreterNeed } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, Loading, ProblemAlert, RadioGroup } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { ofPage } from '../interpreting/tongues.ts'
import { type InterpreterWish, Wish } from '../interpreting/Wish.tsx'

/** What the person needs of an interpreter, told once for everything. Before their first application nobody is on file of whom it could be known. */
export function Need() {
  const [{ data, error, fetching }] = useQuery({ query: MyInterpreterNeed })
  if (error) return null
  if (!data) return fetching ? <Loading lines={3} /> : null
  return <NeedForm need={data.myInterpreterNeed ?? undefined} />
}

function NeedForm({ need }: { need: OwnNeedFragment | undefined }) {
  const { t, i18n } = useTranslation(['portal', 'errors'])
  const [way, setWay] = useState(need ? (need.enoughGerman ? 'none' : need.form === 'signed' ? 'signed' : 'spoken') : '')
  const [wish, setWish] = useState<InterpreterWish>({ language: need?.language ?? '', dialect: need?.dialect ?? '', gender: need && need.gender !== 'unsaid' ? need.gender : '' })
  const [tried, setTried] = useState(false)
  const [{ data, fetching, error }, tell] = useMutation(TellInterpreterNeed)
  const form = way === 'signed' ? 'signed' : 'spoken'
  const choose = (next: string) => {
    setWay(next)
    setWish({ ...wish, language: next === 'signed' ? 'gsg' : ofPage(i18n.language) })
  }
  const missing = way !== '' && way !== 'none' && !wish.language
  const send = async () => {
    setTried(true)
    if (way === '' || missing || fetching) return
    await tell({
      input: way === 'none'
        ? { enoughGerman: true }
        : { enoughGerman: false, form, language: wish.language, dialect: wish.dialect.trim(), gender: (wish.gender || 'unsaid') as OwnNeedFragment['gender'] },
    })
  }
  return (
    <section className="ank-stack" aria-labelledby="need">
      <h2 id="need">{t('account.need.title')}</h2>
      <p className="ank-muted ank-measure">{t('account.need.help')}</p>
      <form className="ank-stack" noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
        <RadioGroup
          id="way"
          label={t('account.need.ask')}
          value={way}
          onChange={choose}
          options={(['spoken', 'signed', 'none'] as const).map((value) => ({ value, label: t(`account.need.${value}`) }))}
          error={tried && way === '' ? t('errors:fields.required') : undefined}
        />
        {(way === 'spoken' || way === 'signed') && <Wish form={form} wish={wish} onChange={setWish} error={tried && missing ? t('errors:fields.required') : undefined} />}
        <ProblemAlert error={error} />
        {data && <Alert tone="success" title={t('account.need.saved')} live />}
        <div><Button type="submit" kind="secondary" busy={fetching}>{t('account.need.save')}</Button></div>
      </form>
    </section>
  )
}
