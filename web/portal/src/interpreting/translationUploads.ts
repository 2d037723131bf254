import { BeginTranslationFile, CompleteTranslationFile, RemoveTranslationFile, SignTranslationParts } from '@ankunft/api/portal/operations.generated.ts'
import { type Uploader, Uploads, useUploader } from '@ankunft/ui'
import { useState } from 'react'
import { type Client, useClient } from 'urql'

function uploadsOf(client: Client, token: string): Uploads {
  return new Uploads({ kind: 'translation', id: '' }, {
    begin: async ({ name, type, size }) => {
      const { data, error } = await client.mutation(BeginTranslationFile, { input: { token, name, type, size } }).toPromise()
      return { data: data && { beginUpload: data.beginTranslationFile }, error }
    },
    sign: async ({ file, numbers }) => {
      const { data, error } = await client.mutation(SignTranslationParts, { input: { token, file, numbers } }).toPromise()
      return { data: data && { signParts: data.signTranslationParts }, error }
    },
    complete: ({ file }) => client.mutation(CompleteTranslationFile, { input: { token, file } }).toPromise(),
    cancel: ({ file }) => client.mutation(RemoveTranslationFile, { input: { token, file } }).toPromise(),
  })
}

/** The uploader of a translation, by the link of its order: whoever translates needs no account. */
export function useTranslationUploads(token: string, onSettled: () => void): Uploader {
  const client = useClient()
  const [uploads] = useState(() => uploadsOf(client, token))
  return useUploader(uploads, onSettled)
}
