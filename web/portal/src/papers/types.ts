import type { PapersQuery } from '@ankunft/api/portal/operations.generated.ts'

export type PapersOf = PapersQuery['sitting']['applications'][number]
export type BesideOf = PapersQuery['sitting']['extraPapers'][number]
export type Item = PapersOf['checklist'][number]
export type Paper = Item['documents'][number]
export type PaperFile = Paper['files'][number]
