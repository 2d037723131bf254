// Where axe looks at each page of the two apps: the walk, and the words by which that walk names it. Tests of the apps hold these lists against
// their routes, so that no page is added that nobody looks at in German and, in the portal, in Arabic.

/** `walk: name`; what a walk fills in stands as it is written there. */
export type Look = `${string}: ${string}`

interface Looks {
  de: Look
  ar?: Look
}

const publicly = (path: string): Looks => ({ de: `4-public: '${path}'`, ar: `4-public: '${path}'` })
const booking = (path: string): Looks => ({ de: `8-appointments: '${path}'`, ar: `8-appointments: '${path}'` })
const asked = (step: string): Looks => ({ de: `7-office: '${step}'`, ar: `7-office: '${step}'` })

export const PORTAL: Record<string, Looks> = {
  '/': publicly('/'),
  '/services/$key': publicly('/services/28-family'),
  '/login': publicly('/login'),
  '/login/link': publicly('/login/link'),
  '/status': publicly('/status'),
  '/privacy': publicly('/privacy'),
  '/accessibility': publicly('/accessibility'),
  '/imprint': publicly('/imprint'),
  '/help': publicly('/help'),
  '/taken': publicly('/taken'),
  '/feedback': publicly('/feedback'),
  '/my': publicly('/my'),
  '/my/$caseId': { de: `4-public: 'my case: request'`, ar: `1-student: 'my case: request'` },
  '/my/referrals': publicly('/my/referrals'),
  '/account': publicly('/account'),
  '/apply/$sittingId/{-$step}': asked('person'),
  '/apply/$sittingId/papers': asked('papers'),
  '/apply/$sittingId/review': asked('review'),
  '/done/$sittingId': { de: `1-student: 'submitted'`, ar: `1-student: 'submitted'` },
  '/hours': booking('/hours'),
  '/appointments': booking('/appointments'),
  '/appointments/urgent': booking('/appointments/urgent'),
  '/appointments/held': booking('/appointments/held'),
  '/appointments/confirm': booking('/appointments/confirm#x'),
  '/appointments/manage': booking('/appointments/manage#x'),
  '/appointments/invited': booking('/appointments/invited#x'),
  '/appointments/series': booking('/appointments/series#x'),
  '/appointments/offer': booking('/appointments/offer#x'),
  '/hall/$site': publicly('/hall/rathaus'),
  '/hall/ticket': publicly('/hall/ticket'),
  '/hall/$site/kiosk': { de: `10-hall: 'kiosk: languages'`, ar: `10-hall: 'kiosk: number'` },
  // Stands in the hall in German; it calls in the languages of those who wait.
  '/hall/$site/display': { de: `11-counter: 'display: somebody called'` },
  '/interpreting': publicly('/interpreting'),
  '/interpreting/offer': publicly('/interpreting/offer'),
  '/interpreting/booking': publicly('/interpreting/booking'),
  '/interpreting/money': publicly('/interpreting/money'),
  '/interpreting/swap': publicly('/interpreting/swap'),
  '/interpreting/translation': publicly('/interpreting/translation'),
  '/partner': publicly('/partner'),
  '/partner/report': publicly('/partner/report'),
  '/partner/referral': publicly('/partner/referral'),
  '/referral': publicly('/referral'),
}

/** The office speaks German only. */
export const OFFICE: Record<string, Look> = {
  '/': '7-office: `office: ${path}`',
  '/login': `7-office: 'office: login'`,
  '/approvals': `7-office: 'approvals'`,
  '/people': `7-office: 'people'`,
  '/sessions': `7-office: 'sessions'`,
  '/post': `7-office: 'post'`,
  '/audit': `7-office: 'audit'`,
  '/grants': `7-office: 'grants'`,
  '/appointments': `9-office-appointments: 'office: the day of a site'`,
  '/plan': `9-office-appointments: 'office: plan'`,
  '/outlook': `9-office-appointments: 'office: ahead'`,
  '/counter': `11-counter: 'counter: called'`,
  '/house': `11-counter: 'house'`,
  '/clearing': `12-clearing: 'clearing: start'`,
  '/cases/$caseId': '7-office: `a case: ${part}`',
  '/cases/$caseId/': '7-office: `a case: ${part}`',
  '/cases/$caseId/papers': `7-office: 'papers'`,
  '/cases/$caseId/messages': `7-office: 'messages'`,
  '/cases/$caseId/notes': `7-office: 'notes'`,
  '/cases/$caseId/people': `7-office: 'people'`,
  '/cases/$caseId/decision': `7-office: 'decision'`,
  '/cases/$caseId/history': `7-office: 'history'`,
  '/interpreters': `13-interpreting: 'office: the directory of interpreters'`,
  '/interpreters/': `13-interpreting: 'office: the directory of interpreters'`,
  '/interpreters/requests': `13-interpreting: 'office: requests'`,
  '/interpreters/file/$id': `13-interpreting: 'office: an interpreter'`,
  '/interpreters/new': `7-office: 'new'`,
  '/interpreters/import': `7-office: 'import'`,
  '/interpreters/duty': `7-office: 'duty'`,
  '/interpreters/translations': `7-office: 'translations'`,
  '/interpreters/budget': `7-office: 'budget'`,
  '/interpreters/money': `14-invoice: 'office: claims to be confirmed'`,
  '/interpreters/quality': `16-quality: 'office: quality'`,
  '/partners': `15-partners: 'office: partners'`,
  '/partners/': `15-partners: 'office: partners'`,
  '/partners/incidents': `15-partners: 'office: incidents'`,
  '/partners/duty': `15-partners: 'duty'`,
  '/partners/briefings': `15-partners: 'briefings'`,
  '/partners/contacts': `15-partners: 'contacts'`,
  '/partners/referrals': `15-partners: 'referrals'`,
  '/partners/meetings': `15-partners: 'meetings'`,
  '/partners/consent/$id': `15-partners: 'office: consent on paper'`,
  '/workplace': `20-surveys: 'office: surveys'`,
  '/workplace/': `20-surveys: 'office: surveys'`,
  '/workplace/surveys': `20-surveys: 'office: surveys'`,
}
