import { Icon } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { norms } from '../law.ts'
import { Picture } from './Picture.tsx'
import type { Concern, Purpose } from './types.ts'

/** What one can come for: pictures and words. */
export function Concerns({ concerns, purpose, onChoose }: { concerns: readonly Concern[]; purpose: Purpose; onChoose: (key: string) => void }) {
  const { t } = useTranslation('appointments')
  const fits = concerns.filter((c) => c.purposes.includes(purpose))
  const open = fits.filter((c) => c.booking === 'open')
  const invited = purpose === 'booking' ? fits.filter((c) => c.booking !== 'open') : []
  return (
    <>
      <section className="ank-stack" aria-labelledby="concerns">
        <h2 id="concerns">{t('concern.label')}</h2>
        <ul className="concerns" role="list">
          {open.map((c) => (
            <li key={c.key}>
              <button type="button" className="concern" data-concern={c.key} onClick={() => { onChoose(c.key) }}>
                <Picture name={c.picture} />
                <span className="concern__words"><Words concern={c} /></span>
                <Icon name="next" />
              </button>
            </li>
          ))}
        </ul>
      </section>
      {invited.length > 0 && (
        <section className="ank-stack" aria-labelledby="invited">
          <h2 id="invited">{t('concern.invited')}</h2>
          <p className="ank-muted ank-measure">{t('concern.invitedHelp')}</p>
          <ul className="concerns" role="list">
            {invited.map((c) => <li key={c.key} className="concern concern--invited"><Picture name={c.picture} /><span className="concern__words"><Words concern={c} /></span></li>)}
          </ul>
        </section>
      )}
    </>
  )
}

function Words({ concern: c }: { concern: Concern }) {
  return (
    <>
      <span className="concern__title">{norms(c.title)}</span>
      {c.hint && <span className="concern__hint">{norms(c.hint)}</span>}
    </>
  )
}
