/** What is interpreted in a city's offices, by ISO 639-3. */
const SPOKEN = `aar afr aka amh ara ary arz apc acm aii aze bam bel ben bos bul ces ckb dan ell eng ewe fas fin fra ful guj hau heb hin hrv hun hye ibo ind ita jpn kat kaz khm kin kir kmr kon kor kur lao lav lin
  lit lug mal mkd mlg mnk mon msa mya nep nld nor orm pan pol por prs pus rom ron run rus sin slk slv sna som spa sqi srp swa swe tam tel tgk tgl tha tir tru tuk tur twi uig ukr urd uzb vie wol yor yue zho zul`.split(/\s+/)

/** Names that browsers do not know, or only that of a wider language: as its speakers call it. */
const OWN: Record<string, string> = {
  apc: 'العربية الشامية', acm: 'العربية العراقية', aii: 'ܣܘܪܝܬ', kmr: 'Kurmancî', ckb: 'سۆرانی', mnk: 'Mandinka', tru: 'Ṣurayt', prs: 'دری',
  gsg: 'Deutsche Gebärdensprache', ils: 'International Sign', ase: 'American Sign Language', bfi: 'British Sign Language', rsl: 'Русский жестовый язык', ukl: 'Українська жестова мова', tsm: 'Türk İşaret Dili',
  pso: 'Polski język migowy', jos: 'لغة الإشارة الأردنية', psc: 'زبان اشاره ایرانی', afg: 'زبان اشاره افغانی',
}

const SIGNED = ['gsg', 'ils', 'ase', 'bfi', 'rsl', 'ukl', 'tsm', 'pso', 'jos', 'psc', 'afg']

/** The three letters for the language of a page, where it is one that is interpreted. */
const OF_PAGE: Record<string, string> = { en: 'eng', ar: 'ara', es: 'spa', fa: 'fas', fr: 'fra', ru: 'rus', tr: 'tur', uk: 'ukr', vi: 'vie' }

export function ofPage(tag: string): string {
  return OF_PAGE[tag.split('-')[0] ?? ''] ?? ''
}

/** The name of a language in that of the page, by ISO 639; what is no code is a name already. */
export function tongueOf(code: string, page: string): string {
  if (OWN[code]) return OWN[code]
  if (!/^[a-z]{2,3}$/.test(code)) return code
  return new Intl.DisplayNames([page.split('-')[0] ?? 'de', 'de'], { type: 'language', fallback: 'none' }).of(code) ?? code
}

/** Languages to choose from, by their names in the language of the page. */
export function tongues(form: string, page: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([page.split('-')[0] ?? 'de', 'de'], { type: 'language', fallback: 'none' })
  const name = (code: string) => OWN[code] ?? names.of(code) ?? code
  return (form === 'signed' ? SIGNED : SPOKEN).map((value) => ({ value, label: name(value) })).toSorted((a, b) => a.label.localeCompare(b.label, page.split('-')[0]))
}
