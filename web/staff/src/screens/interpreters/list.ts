/** Bytes of a list, as the office bounds them. */
export const LARGEST = 1 << 20

/** What a list may hold; a test holds it against the office's own. */
export const COLUMNS = [
  'name', 'kind', 'agency', 'email', 'phone', 'gender', 'modes', 'subjects', 'sites', 'travel_minutes', 'travel_km', 'contract', 'mail_language', 'languages', 'tax_number', 'vat_id', 'exempt', 'iban',
  'secrecy_on', 'data_protection_on', 'oath_on', 'oath_until', 'certificates',
] as const

export const EXAMPLE = `name;kind;agency;email;languages;modes;secrecy_on;certificates
Maryam Karimi;;;maryam@example.org;prs:C2:beeidigt | fas:schriftlich:ins Deutsche;vor Ort | Telefon;01.03.2026;BDÜ-Zertifikat:01.03.2024:28.02.2029
Sprachbüro Nord;Agentur;;buero@example.org;;;;
Yusuf Demir;;Sprachbüro Nord;;Türkisch | kmr/Badini:C1;Telefon;;Lehrgang:15.05.2023`
