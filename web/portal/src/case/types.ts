import type { MyCaseQuery, ThreadQuery } from '@ankunft/api/portal/operations.generated.ts'

export type CaseOf = NonNullable<MyCaseQuery['myCase']>
export type Forecast = CaseOf['forecast']
export type CaseStep = CaseOf['steps'][number]
export type ThreadOf = ThreadQuery['thread']
