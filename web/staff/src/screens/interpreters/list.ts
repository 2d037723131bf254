/** Bytes of a list, as the office bounds them. */
export const LARGEST = 1 << 20

/** What a list may hold; a test holds it against the office's own. */
export const COLUMNS = [
  'name', 'kind', 'email', 'phone', 'gender', 'modes', 'subjects', 'sites', 'travel_minutes', 'travel_km', 'contract', 'mail_language', 'languages', 'tax_number', 'vat_id', 'exempt', 'iban',
  'secrecy_on', 'data_protection_on', 'oath_on', 'oath_until',
] as const

export const EXAMPLE = `name;email;languages;modes;secrecy_on
Maryam Karimi;maryam@example.org;prs:C2:beeidigt | fas;vor ort | telefon;01.03.2026
Yusuf Demir;;Türkisch | kmr/Badini:C1;telefon;`
