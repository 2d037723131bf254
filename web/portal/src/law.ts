/** Acts as the federal collection of law (gesetze-im-internet.de) names their folders. */
const FOLDERS: Record<string, string> = {
  AufenthG: 'aufenthg_2004', AufenthV: 'aufenthv', BeschV: 'beschv_2013', BGB: 'bgb', VwVfG: 'vwvfg', VwGO: 'vwgo', StAG: 'stag', 'FreizügG/EU': 'freiz_gg_eu_2004', IntV: 'intv',
}

/** The address of a norm such as "§ 81 Abs. 4 AufenthG"; undefined where the act is not in the federal collection. */
export function lawUrl(law: string): string | undefined {
  const match = /^§§?\s*(\d+[a-z]?)\b.*?\s([\p{L}/]+)$/u.exec(law)
  const folder = match?.[2] && FOLDERS[match[2]]
  return folder && match[1] ? `https://www.gesetze-im-internet.de/${folder}/__${match[1]}.html` : undefined
}

const RTL = /[\u0590-\u08ff]/
const NORM = /§{1,2}[\s\d\p{Script=Latin}.,/–-]*[\d\p{Script=Latin}]/gu

/** A text in Arabic or Persian in which each norm is read from left to right: the sign stands before its number. */
export function norms(text: string): string {
  return RTL.test(text) ? text.replace(NORM, (norm) => `\u2066${norm.replace('§ ', '§\u00a0')}\u2069`) : text
}
