import { BeginUpload, CancelUpload, CompleteUpload, SignParts, type SubjectKind } from '@ankunft/api/portal/operations.generated.ts'
import { type Uploader, Uploads, useUploader } from '@ankunft/ui'
import { type Client, useClient } from 'urql'

/** Where papers belong: an application while it is a draft, then the case. */
export interface Subject {
  kind: SubjectKind
  id: string
}

/** They go on while one looks at other pages. */
const all = new Map<string, Uploads<SubjectKind>>()

function uploadsOf(client: Client, subject: Subject): Uploads<SubjectKind> {
  const key = `${subject.kind}.${subject.id}`
  const known = all.get(key)
  if (known) return known
  const fresh = new Uploads<SubjectKind>(subject, {
    begin: (input) => client.mutation(BeginUpload, { input }).toPromise(),
    sign: (input) => client.mutation(SignParts, { input }).toPromise(),
    complete: (input) => client.mutation(CompleteUpload, { input }).toPromise(),
    cancel: (input) => client.mutation(CancelUpload, { input }).toPromise(),
  })
  all.set(key, fresh)
  return fresh
}

/** The uploader of a subject; `onSettled` is called when the server's list of papers has changed. */
export function useUploads(subject: Subject, onSettled: () => void): Uploader {
  const client = useClient()
  return useUploader(uploadsOf(client, subject), onSettled)
}
