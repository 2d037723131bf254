import { lawUrl } from './law.ts'

/** A norm as German papers name it, in any sentence from left to right; linked where the law can be read. */
export function Norm({ law, linked = false }: { law: string; linked?: boolean }) {
  const url = linked ? lawUrl(law) : undefined
  const text = <bdi dir="ltr" lang="de" translate="no">{law.replace('§ ', '§\u00a0')}</bdi>
  return url ? <a href={url} rel="noreferrer">{text}</a> : text
}
