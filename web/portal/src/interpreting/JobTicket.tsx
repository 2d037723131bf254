import { useFormat } from '@ankunft/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { clockOf, dayOf } from './time.ts'
import type { Job } from './types.ts'

/** When, where and in which language. Made to be printed, too. */
export function JobTicket({ job, children }: { job: Job; children?: ReactNode }) {
  const { t } = useTranslation('interpreting')
  const format = useFormat()
  return (
    <div className="ticket job">
      <dl className="figure"><dt>{t('when')}</dt><dd>{t('moment', { date: format.day(dayOf(job.from)), from: clockOf(job.from), to: clockOf(job.to) })}</dd></dl>
      <dl className="figure job__language">
        <dt>{t('language')}</dt>
        <dd><bdi>{job.languageName}</bdi>{job.dialect && <> (<bdi>{job.dialect}</bdi>)</>}{job.form === 'signed' && <><br />{t('signed')}</>}</dd>
      </dl>
      <dl className="figure job__place">
        {job.mode === 'on_site' ? <><dt>{t('where')}</dt><dd lang="de"><bdi>{job.place}</bdi></dd></> : <><dt>{t('how')}</dt><dd>{t(`by.${job.mode}`)}{job.place && <><br /><bdi>{job.place}</bdi></>}</dd></>}
      </dl>
      {children}
    </div>
  )
}
