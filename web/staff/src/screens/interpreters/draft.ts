import type { InterpreterDetails, InterpreterFileFragment, LanguageDirection, LanguageForm, LanguageLevel, SkillDetails } from '@ankunft/api/staff/operations.generated.ts'

/** A language as it stands in the form. */
export interface SkillDraft {
  /** Only for the form: a line stays itself while others come and go. */
  key: string
  language: string
  dialect: string
  form: string
  direction: string
  level: string
  sworn: boolean
}

/** What is typed in the form. */
export interface Draft {
  kind: string
  agency: string
  name: string
  email: string
  phone: string
  gender: string
  state: string
  modes: string[]
  subjects: string
  sites: string[]
  travelMinutes: string
  travelKm: string
  contract: string
  language: string
  taxNumber: string
  vatId: string
  iban: string
  exempt: boolean
  skills: SkillDraft[]
}

export function newSkill(): SkillDraft {
  return { key: crypto.randomUUID(), language: '', dialect: '', form: 'spoken', direction: 'both', level: 'C1', sworn: false }
}

/** The form for somebody on file, or for somebody new. */
export function draftOf(i?: InterpreterFileFragment): Draft {
  return {
    kind: i?.kind ?? 'person', agency: i?.agencyId ?? '', name: i?.name ?? '', email: i?.email ?? '', phone: i?.phone ?? '', gender: i && i.gender !== 'unsaid' ? i.gender : '', state: i?.state ?? 'active',
    modes: [...(i?.modes ?? ['on_site'])], subjects: i?.subjects.join(', ') ?? '', sites: [...(i?.sites ?? [])], travelMinutes: String(i?.travelMinutes ?? ''), travelKm: String(i?.travelKm ?? ''),
    contract: i?.contract ?? '', language: i?.language ?? 'de', taxNumber: i?.tax?.number ?? '', vatId: i?.tax?.vatId ?? '', iban: i?.tax?.iban ?? '', exempt: i?.tax?.exempt ?? false,
    skills: i ? i.skills.map((s) => ({ key: crypto.randomUUID(), language: s.language, dialect: s.dialect, form: s.form, direction: s.direction, level: s.level, sworn: s.sworn })) : [newSkill()],
  }
}

/** What is no whole number is sent as one that the office refuses: it tells it beside all other faults. */
function whole(text: string): number {
  const trimmed = text.trim()
  return trimmed === '' ? 0 : /^\d{1,6}$/.test(trimmed) ? Number(trimmed) : -1
}

/** The form as the office takes it. */
export function detailsOf(d: Draft): InterpreterDetails {
  return {
    kind: d.kind as InterpreterDetails['kind'],
    ...(d.agency && d.kind === 'person' && { agency: d.agency }),
    name: d.name.trim(),
    email: d.email.trim(),
    phone: d.phone.trim(),
    gender: d.kind === 'person' && d.gender ? (d.gender as NonNullable<InterpreterDetails['gender']>) : 'unsaid',
    state: d.state as NonNullable<InterpreterDetails['state']>,
    modes: d.modes as InterpreterDetails['modes'],
    subjects: d.subjects.split(',').map((s) => s.trim()).filter(Boolean),
    sites: d.sites,
    travelMinutes: whole(d.travelMinutes),
    travelKm: whole(d.travelKm),
    contract: d.contract,
    language: d.language,
    taxNumber: d.taxNumber.trim(),
    vatId: d.vatId.trim(),
    iban: d.iban.trim(),
    exempt: d.exempt,
    skills: d.skills.map((s): SkillDetails => ({
      language: s.language, dialect: s.dialect.trim(), form: s.form as LanguageForm, direction: s.direction as LanguageDirection, level: s.level as LanguageLevel, sworn: s.sworn,
    })),
  }
}
