import { ButtonLabel, buttonClass, Page } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** A link that leads nowhere, or an appointment that is over: what happened, and where it goes on. */
export function Gone({ title, help, children }: { title: string; help: string; children?: ReactNode }) {
  const { t } = useTranslation('appointments')
  return (
    <Page title={title} lead={help}>
      <div className="ank-actions">
        <Link to="/appointments" className={buttonClass()}><ButtonLabel iconAfter="next">{t('manage.another')}</ButtonLabel></Link>
        {children}
      </div>
    </Page>
  )
}
