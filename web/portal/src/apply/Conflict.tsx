import { Alert, Button } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import type { Draft } from './draft.ts'
import type { Application } from './types.ts'
import { questionOf } from './visible.ts'
import { answerInWords } from './words.ts'

/** Two devices answered the same question: both answers are shown, and the person says which one counts. */
export function Conflict({ draft, application }: { draft: Draft; application: Application }) {
  const { t, i18n } = useTranslation('portal')
  const { t: common } = useTranslation('common')
  const saver = draft.saver(application.id)
  if (!saver || saver.differences.length === 0) return null
  return (
    <Alert tone="warning" title={t('apply.conflict')} live>
      <p>{t('apply.conflictHelp')}</p>
      <ul className="conflict" role="list">
        {saver.differences.map((d) => {
          const question = questionOf(draft.form(application), d.field)
          return (
            <li key={d.field}>
              <p className="conflict__question">{question?.label ?? d.field}</p>
              <dl>
                <div>
                  <dt>{t('apply.mine')}</dt>
                  <dd><bdi>{answerInWords(question, d.mine, i18n.language, common)}</bdi></dd>
                  <dd>
                    <Button kind="secondary" size="small" onClick={() => { saver.choose(d.field, 'mine') }}>{t('apply.keepMine')}</Button>
                  </dd>
                </div>
                <div>
                  <dt>{t('apply.theirs')}</dt>
                  <dd><bdi>{answerInWords(question, d.theirs, i18n.language, common)}</bdi></dd>
                  <dd>
                    <Button kind="secondary" size="small" onClick={() => { saver.choose(d.field, 'theirs') }}>{t('apply.takeTheirs')}</Button>
                  </dd>
                </div>
              </dl>
            </li>
          )
        })}
      </ul>
    </Alert>
  )
}
