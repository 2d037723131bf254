import { OfficeContact } from '@ankunft/api/portal/operations.generated.ts'
import { Code, Loading, ProblemAlert, useFormat } from '@ankunft/ui'
import { useQuery } from 'urql'

/** Where the office is and how to reach it; names stand in German, as on its door. */
export function OfficeAddress() {
  const format = useFormat()
  const [{ data, error, fetching }, again] = useQuery({ query: OfficeContact })
  if (error) return <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
  if (!data) return fetching ? <Loading lines={4} /> : null
  const { office, contact: c } = data.city
  return (
    <address className="office-address">
      <strong lang="de"><bdi>{office}</bdi></strong>
      {[c.name, c.street, c.place].filter(Boolean).map((line) => <bdi key={line} lang="de">{line}</bdi>)}
      {c.phone && <a href={`tel:${c.phone.replace(/[^+\d]/g, '')}`}><Code>{c.phone}</Code></a>}
      {c.email && <a href={`mailto:${c.email}`}><Code>{c.email}</Code></a>}
      {c.website && <a href={c.website} rel="noreferrer"><Code>{c.website.replace(/^https:\/\//, '')}</Code></a>}
      {c.hours.map((line) => <span key={line} className="ank-muted">{format.hours(line)}</span>)}
    </address>
  )
}
