import type { OutlookQuery, WhatIfQuery } from '@ankunft/api/staff/operations.generated.ts'

export type OutlookData = OutlookQuery['outlook']
export type Week = OutlookData['weeks'][number]
export type LeadTime = OutlookQuery['leadTimes'][number]
export type Answer = WhatIfQuery['whatIf']
export type Outcome = NonNullable<Answer['was']>

/** Whole hours of minutes. */
export function hours(minutes: number): number {
  return Math.round(minutes / 60)
}
