import type { PersonCardFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Facts, Name } from '@ankunft/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { country, language } from './country.ts'
import { birth } from './WorkTable.tsx'

/** Fields by which people are told apart, named as the server names them. */
export const COMPARED = ['family_name', 'given_names', 'original_name', 'birth_date', 'sex', 'nationalities', 'address'] as const
export type Compared = (typeof COMPARED)[number]

/** What a person's record says in one of these fields. */
export function compared(p: PersonCardFragment, field: Compared): ReactNode {
  switch (field) {
    case 'family_name':
      return <Name>{p.familyName}</Name>
    case 'given_names':
      return <Name>{p.givenNames}</Name>
    case 'original_name':
      return <Name>{p.originalName}</Name>
    case 'birth_date':
      return birth(p.birthDate)
    case 'sex':
      return <Sex of={p.sex} />
    case 'nationalities':
      return p.nationalities.map(country).join(', ')
    case 'address':
      return addressLine(p)
  }
}

function Sex({ of }: { of: PersonCardFragment['sex'] }) {
  const { t } = useTranslation('staff')
  return <>{t(`person.sexes.${of}`)}</>
}

export function addressLine({ address: a }: PersonCardFragment): string {
  return [a.street, a.extra, [a.postcode, a.place].filter(Boolean).join(' '), a.country === 'DE' ? '' : country(a.country)].filter(Boolean).join(', ')
}

/** Everything on file about a person; what nobody knows is left out. */
export function PersonFacts({ person: p }: { person: PersonCardFragment }) {
  const { t } = useTranslation('staff')
  const rows: [string, ReactNode][] = [
    [t('person.name'), <Name key="n">{p.name}</Name>],
    [t('person.original_name'), p.originalName && <Name key="o">{p.originalName}</Name>],
    [t('person.birthName'), p.birthName],
    [t('person.birth_date'), [birth(p.birthDate), p.birthPlace && t('person.in', { place: p.birthPlace }), p.birthCountry && country(p.birthCountry)].filter(Boolean).join(' ')],
    [t('person.sex'), p.sex === 'unknown' ? '' : t(`person.sexes.${p.sex}`)],
    [t('person.nationalities'), p.nationalities.map(country).join(', ')],
    [t('person.address'), addressLine(p)],
    [t('person.email'), p.email],
    [t('person.phone'), p.phone && <bdi dir="ltr" key="p">{p.phone}</bdi>],
    [t('person.language'), p.language && language(p.language)],
    [t('person.needs'), p.needs],
  ]
  return <Facts facts={rows.filter(([, v]) => v).map(([term, value]) => ({ id: term, term, value }))} />
}
