const intl = new Intl.DisplayNames(['de'], { type: 'language', fallback: 'none' })

/** Languages of ISO 639-3 for which browsers have no German name, or that of a wider one. */
const OWN: Record<string, string> = {
  apc: 'Levantinisches Arabisch', acm: 'Mesopotamisches Arabisch', aii: 'Assyrisch', kmr: 'Kurmandschi', ckb: 'Sorani', mnk: 'Mandinka', rmn: 'Balkan-Romani', rmy: 'Vlax-Romani', tru: 'Turoyo',
  gsg: 'Deutsche Gebärdensprache', ils: 'Internationale Gebärden', ase: 'Amerikanische Gebärdensprache', bfi: 'Britische Gebärdensprache', rsl: 'Russische Gebärdensprache',
  ukl: 'Ukrainische Gebärdensprache', tsm: 'Türkische Gebärdensprache', pso: 'Polnische Gebärdensprache', jos: 'Jordanische Gebärdensprache', psc: 'Persische Gebärdensprache', afg: 'Afghanische Gebärdensprache',
}

const SIGNED = ['gsg', 'ils', 'ase', 'bfi', 'rsl', 'ukl', 'tsm', 'pso', 'jos', 'psc', 'afg']

/** What is interpreted in a city's offices; what else stands in the directory is shown, and kept, all the same. */
const SPOKEN = `aar afr aka amh ara ary arz apc acm aii aze bam bel ben bos bul ces che ckb dan ell eng ewe fas fin fra ful guj hau heb hin hrv hun hye ibo ind ita jpn kab kat kaz khm kin kir kmr kon kor kur lao
  lav lin lit lug mal mkd mlg mnk mon msa mya nep nld nor orm pan pol por prs pus rmn rmy rom ron run rus sin slk slv sna som spa sqi srp swa swe tam tel tgk tgl tha tir tru tuk tur twi uig ukr urd uzb vie wol
  yid yor yue zho zul`.split(/\s+/)

/** The German name of a language by its code of ISO 639-3; what is no code comes back as it is. */
export function tongue(code: string): string {
  if (OWN[code]) return OWN[code]
  try {
    return intl.of(code) ?? code
  } catch {
    return code
  }
}

/** Languages to choose from by name; one that is chosen already is always among them. */
export function tongues(form: string, chosen = ''): { value: string; label: string }[] {
  const codes = form === 'signed' ? SIGNED : form === '' ? [...SPOKEN, ...SIGNED] : SPOKEN
  const list = chosen && !codes.includes(chosen) ? [...codes, chosen] : codes
  return list.map((value) => ({ value, label: tongue(value) })).toSorted((a, b) => a.label.localeCompare(b.label, 'de'))
}
