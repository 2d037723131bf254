import { Alert, Button, Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import type { Me } from './me.tsx'

/** Logged in, but without a room in this house: say who can open one. */
export function NoRights({ me }: { me: Me }) {
  const { t } = useTranslation('staff')
  return (
    <Page title={t('noRights.title')}>
      <Alert tone="warning" title={t('noRights.who', { name: me.name || me.email })}>
        <p>{t(me.kind === 'staff' ? 'noRights.help' : 'noRights.notStaff')}</p>
      </Alert>
      <form method="post" action="/auth/logout" className="ank-actions">
        <Button type="submit" kind="secondary">
          {t('account.logout')}
        </Button>
      </form>
    </Page>
  )
}
