import { Button, Dialog } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

const KEYS = {
  everywhere: [['?', 'help'], ['g', 'work']],
  work: [['/', 'search'], ['j', 'down'], ['k', 'up'], ['Enter', 'open'], ['m', 'mine'], ['n', 'fresh']],
  record: [['1–7', 'tabs']],
  papers: [['j', 'nextPaper'], ['k', 'previousPaper'], ['a', 'accept'], ['r', 'reject'], ['→', 'nextPage'], ['+', 'zoom'], ['0', 'fit'], ['d', 'turn']],
  counter: [['n', 'next'], ['c', 'callAgain'], ['s', 'serve'], ['e', 'end'], ['p', 'park'], ['w', 'send'], ['x', 'miss'], ['t', 'followUp'], ['d', 'draw']],
} as const

/** All keys at one glance. */
export function Shortcuts({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('staff')
  return (
    <Dialog open={open} title={t('keys.title')} onClose={onClose} actions={<Button kind="secondary" onClick={onClose}>{t('keys.close')}</Button>}>
      <p className="ank-muted">{t('keys.help')}</p>
      {(Object.keys(KEYS) as (keyof typeof KEYS)[]).map((group) => (
        <section key={group} className="off-keys">
          <h3>{t(`keys.groups.${group}`)}</h3>
          <dl>
            {KEYS[group].map(([key, does]) => (
              <div key={does}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(`keys.does.${does}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
