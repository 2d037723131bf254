import { ButtonLabel, buttonClass, Page } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

export function NotFound() {
  const { t } = useTranslation('common')
  return (
    <Page title={t('notFound.title')} lead={t('notFound.help')}>
      <p className="ank-actions">
        <Link to="/" className={buttonClass()}>
          <ButtonLabel icon="home">{t('notFound.home')}</ButtonLabel>
        </Link>
      </p>
    </Page>
  )
}
