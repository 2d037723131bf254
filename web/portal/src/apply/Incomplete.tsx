import { Alert } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Draft } from './draft.ts'
import { faultText, named } from './faults.ts'
import { questionOf } from './visible.ts'

/** What stands in the way of handing in, each with the way to it. */
export function Incomplete({ draft }: { draft: Draft }) {
  const { t } = useTranslation('portal')
  const { t: errors } = useTranslation('errors')
  const sitting = draft.sitting?.id ?? ''
  const open = draft.applications.filter((a) => a.problems.length > 0 || !a.signing.as)
  return (
    <Alert tone="warning" title={t('review.incomplete')} live>
      <p>{t('review.incompleteHelp')}</p>
      {open.map((a) => (
        <section key={a.id} className="ank-stack incomplete">
          <h2><bdi>{a.name || t('people.unnamed')}</bdi></h2>
          <ul>
            {a.problems.map((p) => {
              const question = questionOf(draft.form(a), p.field)
              return (
                <li key={p.field}>
                  <Link to="/apply/$sittingId/{-$step}" params={{ sittingId: sitting, step: p.step }} search={a.who === 'member' ? { person: a.id } : {}} hash={`f-${p.field}`}>
                    {named(question?.label ?? p.field, faultText(p, question, errors))}
                  </Link>
                </li>
              )
            })}
            {!a.signing.as && (
              <li><Link to="/apply/$sittingId/{-$step}" params={{ sittingId: sitting, step: 'people' }}>{t('people.unsigned', { name: a.name || t('people.unnamed') })}</Link></li>
            )}
          </ul>
        </section>
      ))}
    </Alert>
  )
}
