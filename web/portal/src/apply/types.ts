import type { SittingQuery } from '@ankunft/api/portal/operations.generated.ts'

/** The draft as the server tells it. */
export type Sitting = SittingQuery['sitting']
/** The application of one person in it. */
export type Application = Sitting['applications'][number]
/** The service's texts and forms. */
export type Info = Sitting['info']
export type Form = Info['form']
export type Step = Form['steps'][number]
export type Question = Step['fields'][number]
export type Condition = Step['when'][number]
export type Fault = Application['problems'][number]

/** An answer in JSON, as the server keeps it. */
export type Answer = string | number | boolean | readonly string[] | null
export type Answers = Readonly<Record<string, Answer>>
