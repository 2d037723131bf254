import { Page } from '@ankunft/ui'
import type { ReactNode } from 'react'
import { OfficeAddress } from '../OfficeAddress.tsx'

/** What has become of a link, and whom to ask: nothing is left to be done here. */
export function Told({ title, help, children }: { title: string; help: string; children?: ReactNode }) {
  return (
    <Page title={title} lead={help}>
      {children}
      <OfficeAddress />
    </Page>
  )
}
