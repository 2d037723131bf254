import { BrokenScreen, focusHeading, isDate, Loading } from '@ankunft/ui'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { readFilter } from './filter.ts'
import { NotFound } from './NotFound.tsx'
import { dutySearch, readDirectory, requestSearch, translationSearch } from './screens/interpreters/search.ts'
import { qualitySearch } from './screens/quality/figures.ts'
import { moneySearch } from './screens/settlement/search.ts'
import { Shell } from './Shell.tsx'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ({ reset }) => <BrokenScreen onRetry={reset} />,
})

/** `next` brings a person back after the login, only to paths of our own (below /office); `error` says why a login failed. */
function doorSearch(search: Record<string, unknown>): { next?: string; error?: string } {
  const { next, error } = search
  return {
    ...(typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next: next.replace(/^\/office(?=\/|$)/, '') || '/' } : {}),
    ...(typeof error === 'string' ? { error } : {}),
  }
}

const work = createRoute({ getParentRoute: () => root, path: '/', validateSearch: readFilter, component: lazyRouteComponent(() => import('./screens/WorkList.tsx')) })
const login = createRoute({ getParentRoute: () => root, path: '/login', validateSearch: doorSearch, component: lazyRouteComponent(() => import('./screens/Login.tsx')) })
const approvals = createRoute({ getParentRoute: () => root, path: '/approvals', component: lazyRouteComponent(() => import('./screens/Approvals.tsx')) })
const post = createRoute({ getParentRoute: () => root, path: '/post', component: lazyRouteComponent(() => import('./screens/Post.tsx')) })
const appointments = createRoute({ getParentRoute: () => root, path: '/appointments', validateSearch: daySearch, component: lazyRouteComponent(() => import('./screens/AppointmentDay.tsx')) })
const counter = createRoute({ getParentRoute: () => root, path: '/counter', component: lazyRouteComponent(() => import('./screens/Counter.tsx')) })
const house = createRoute({ getParentRoute: () => root, path: '/house', component: lazyRouteComponent(() => import('./screens/House.tsx')) })
const plan = createRoute({ getParentRoute: () => root, path: '/plan', component: lazyRouteComponent(() => import('./screens/Plan.tsx')) })
const outlook = createRoute({ getParentRoute: () => root, path: '/outlook', component: lazyRouteComponent(() => import('./screens/Outlook.tsx')) })
const people = createRoute({ getParentRoute: () => root, path: '/people', component: lazyRouteComponent(() => import('./screens/People.tsx')) })
const audit = createRoute({ getParentRoute: () => root, path: '/audit', component: lazyRouteComponent(() => import('./screens/Audit.tsx')) })
const grants = createRoute({ getParentRoute: () => root, path: '/grants', component: lazyRouteComponent(() => import('./screens/Grants.tsx')) })
const sessions = createRoute({ getParentRoute: () => root, path: '/sessions', component: lazyRouteComponent(() => import('./screens/Sessions.tsx')) })
const clearing = createRoute({ getParentRoute: () => root, path: '/clearing', validateSearch: clearingSearch, component: lazyRouteComponent(() => import('./screens/Clearing.tsx')) })
const record = createRoute({ getParentRoute: () => root, path: '/cases/$caseId', component: lazyRouteComponent(() => import('./screens/case/Case.tsx')) })

// The parts of a case are addresses of their own: they can be linked, and "back" leads back.
const part = {
  application: createRoute({ getParentRoute: () => record, path: '/', component: lazyRouteComponent(() => import('./screens/case/Application.tsx')) }),
  papers: createRoute({ getParentRoute: () => record, path: '/papers', validateSearch: paperSearch, component: lazyRouteComponent(() => import('./screens/case/Papers.tsx')) }),
  history: createRoute({ getParentRoute: () => record, path: '/history', component: lazyRouteComponent(() => import('./screens/case/History.tsx')) }),
  people: createRoute({ getParentRoute: () => record, path: '/people', component: lazyRouteComponent(() => import('./screens/case/People.tsx')) }),
  notes: createRoute({ getParentRoute: () => record, path: '/notes', component: lazyRouteComponent(() => import('./screens/case/Notes.tsx')) }),
  messages: createRoute({ getParentRoute: () => record, path: '/messages', component: lazyRouteComponent(() => import('./screens/case/Messages.tsx')) }),
  decision: createRoute({ getParentRoute: () => record, path: '/decision', component: lazyRouteComponent(() => import('./screens/case/Decision.tsx')) }),
}

const interpreters = createRoute({ getParentRoute: () => root, path: '/interpreters', component: lazyRouteComponent(() => import('./screens/Interpreters.tsx')) })
const interpreting = {
  directory: createRoute({ getParentRoute: () => interpreters, path: '/', validateSearch: readDirectory, component: lazyRouteComponent(() => import('./screens/interpreters/Directory.tsx')) }),
  requests: createRoute({ getParentRoute: () => interpreters, path: '/requests', validateSearch: requestSearch, component: lazyRouteComponent(() => import('./screens/interpreters/Requests.tsx')) }),
  duty: createRoute({ getParentRoute: () => interpreters, path: '/duty', validateSearch: dutySearch, component: lazyRouteComponent(() => import('./screens/interpreters/Duty.tsx')) }),
  translations: createRoute({ getParentRoute: () => interpreters, path: '/translations', validateSearch: translationSearch, component: lazyRouteComponent(() => import('./screens/interpreters/Translations.tsx')) }),
  budget: createRoute({ getParentRoute: () => interpreters, path: '/budget', validateSearch: yearSearch, component: lazyRouteComponent(() => import('./screens/interpreters/Budgets.tsx')) }),
  money: createRoute({ getParentRoute: () => interpreters, path: '/money', validateSearch: moneySearch, component: lazyRouteComponent(() => import('./screens/settlement/Money.tsx')) }),
  quality: createRoute({ getParentRoute: () => interpreters, path: '/quality', validateSearch: qualitySearch, component: lazyRouteComponent(() => import('./screens/quality/Quality.tsx')) }),
}
// Pages of their own, with a heading of their own.
const interpreter = {
  create: createRoute({ getParentRoute: () => root, path: '/interpreters/new', component: lazyRouteComponent(() => import('./screens/interpreters/NewInterpreter.tsx')) }),
  bring: createRoute({ getParentRoute: () => root, path: '/interpreters/import', component: lazyRouteComponent(() => import('./screens/interpreters/Import.tsx')) }),
  file: createRoute({ getParentRoute: () => root, path: '/interpreters/file/$id', component: lazyRouteComponent(() => import('./screens/interpreters/File.tsx')) }),
}

const partners = createRoute({ getParentRoute: () => root, path: '/partners', component: lazyRouteComponent(() => import('./screens/Partners.tsx')) })
const partner = {
  people: createRoute({ getParentRoute: () => partners, path: '/', component: lazyRouteComponent(() => import('./screens/partners/People.tsx')) }),
  duty: createRoute({ getParentRoute: () => partners, path: '/duty', component: lazyRouteComponent(() => import('./screens/partners/Duty.tsx')) }),
  briefings: createRoute({ getParentRoute: () => partners, path: '/briefings', component: lazyRouteComponent(() => import('./screens/partners/Briefings.tsx')) }),
  incidents: createRoute({ getParentRoute: () => partners, path: '/incidents', component: lazyRouteComponent(() => import('./screens/partners/Incidents.tsx')) }),
  contacts: createRoute({ getParentRoute: () => partners, path: '/contacts', component: lazyRouteComponent(() => import('./screens/partners/Contacts.tsx')) }),
  referrals: createRoute({ getParentRoute: () => partners, path: '/referrals', validateSearch: caseSearch, component: lazyRouteComponent(() => import('./screens/partners/Referrals.tsx')) }),
  meetings: createRoute({ getParentRoute: () => partners, path: '/meetings', component: lazyRouteComponent(() => import('./screens/partners/Meetings.tsx')) }),
}
const training = createRoute({ getParentRoute: () => root, path: '/training', component: lazyRouteComponent(() => import('./screens/Training.tsx')) })
const learning = {
  mine: createRoute({ getParentRoute: () => training, path: '/', component: lazyRouteComponent(() => import('./screens/training/Mine.tsx')) }),
  team: createRoute({ getParentRoute: () => training, path: '/team', component: lazyRouteComponent(() => import('./screens/training/Team.tsx')) }),
  certificates: createRoute({ getParentRoute: () => training, path: '/certificates', component: lazyRouteComponent(() => import('./screens/training/Certificates.tsx')) }),
  requirements: createRoute({ getParentRoute: () => training, path: '/requirements', component: lazyRouteComponent(() => import('./screens/training/Requirements.tsx')) }),
  courses: createRoute({ getParentRoute: () => training, path: '/courses', component: lazyRouteComponent(() => import('./screens/courses/Courses.tsx')) }),
  kept: createRoute({ getParentRoute: () => training, path: '/sessions', component: lazyRouteComponent(() => import('./screens/courses/Kept.tsx')) }),
  year: createRoute({ getParentRoute: () => training, path: '/year', validateSearch: yearSearch, component: lazyRouteComponent(() => import('./screens/courses/Year.tsx')) }),
  budget: createRoute({ getParentRoute: () => training, path: '/budget', validateSearch: yearSearch, component: lazyRouteComponent(() => import('./screens/courses/Budget.tsx')) }),
  onboarding: createRoute({ getParentRoute: () => training, path: '/onboarding', component: lazyRouteComponent(() => import('./screens/onboarding/Onboarding.tsx')) }),
}
// A page of its own: it is printed.
const consentSheet = createRoute({ getParentRoute: () => root, path: '/partners/consent/$id', component: lazyRouteComponent(() => import('./screens/partners/ConsentSheet.tsx')) })

// A page of its own: its code is shown in the room.
const playCourse = createRoute({ getParentRoute: () => root, path: '/training/play/$id', component: lazyRouteComponent(() => import('./screens/courses/Play.tsx')) })
const courseSession = createRoute({ getParentRoute: () => root, path: '/training/sessions/$id', component: lazyRouteComponent(() => import('./screens/courses/Session.tsx')) })

const workplace = createRoute({ getParentRoute: () => root, path: '/workplace', component: lazyRouteComponent(() => import('./screens/Workplace.tsx')) })
const atWork = {
  supervision: createRoute({ getParentRoute: () => workplace, path: '/', component: lazyRouteComponent(() => import('./screens/supervision/Supervision.tsx')) }),
  surveys: createRoute({ getParentRoute: () => workplace, path: '/surveys', component: lazyRouteComponent(() => import('./screens/surveys/Surveys.tsx')) }),
  qualifications: createRoute({ getParentRoute: () => workplace, path: '/qualifications', component: lazyRouteComponent(() => import('./screens/workplace/Qualifications.tsx')) }),
  posts: createRoute({ getParentRoute: () => workplace, path: '/posts', component: lazyRouteComponent(() => import('./screens/workplace/Posts.tsx')) }),
}
// A page of its own, with a heading of its own.
const postsImport = createRoute({ getParentRoute: () => root, path: '/workplace/posts/import', component: lazyRouteComponent(() => import('./screens/workplace/ImportPosts.tsx')) })

const tree = root.addChildren([
  work,
  login,
  approvals,
  post,
  appointments,
  counter,
  house,
  plan,
  outlook,
  people,
  clearing,
  interpreters.addChildren([interpreting.directory, interpreting.requests, interpreting.duty, interpreting.translations, interpreting.budget, interpreting.money, interpreting.quality]),
  interpreter.create,
  interpreter.bring,
  interpreter.file,
  partners.addChildren([partner.people, partner.duty, partner.briefings, partner.incidents, partner.contacts, partner.referrals, partner.meetings]),
  consentSheet,
  training.addChildren([learning.mine, learning.team, learning.certificates, learning.requirements, learning.courses, learning.kept, learning.year, learning.budget, learning.onboarding]),
  courseSession,
  playCourse,
  workplace.addChildren([atWork.supervision, atWork.surveys, atWork.qualifications, atWork.posts]),
  postsImport,
  audit,
  grants,
  sessions,
  record.addChildren([part.application, part.papers, part.history, part.people, part.notes, part.messages, part.decision]),
])

/** The visit that is shown; or the number at the counter, or the case, that one comes from. */
function clearingSearch(search: Record<string, unknown>): { visit?: string; ticket?: string; case?: string } {
  const { visit, ticket, case: about } = search
  return {
    ...(typeof visit === 'string' ? { visit } : {}),
    ...(typeof ticket === 'string' ? { ticket } : {}),
    ...(typeof about === 'string' ? { case: about } : {}),
  }
}

/** The case from which one comes to refer its person. */
function caseSearch(search: Record<string, unknown>): { case?: string } {
  const { case: about } = search
  return typeof about === 'string' ? { case: about } : {}
}

/** The year of budgets. */
function yearSearch(search: Record<string, unknown>): { year?: number } {
  const { year } = search
  return /^2[01]\d\d$/.test(String(year)) ? { year: Number(year) } : {}
}

/** Which paper lies on the desk. */
function paperSearch(search: Record<string, unknown>): { paper?: string } {
  const { paper } = search
  return typeof paper === 'string' ? { paper } : {}
}

/** The day of a site. */
function daySearch(search: Record<string, unknown>): { site?: string; day?: string } {
  const { site, day } = search
  return { ...(typeof site === 'string' ? { site } : {}), ...(typeof day === 'string' && isDate(day) ? { day } : {}) }
}

/** Plain words in the address: ?team=study&state=received,checking */
function writeSearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).filter(([, v]) => v !== undefined && v !== '').map(([k, v]) => [k, String(v)])
  const text = new URLSearchParams(pairs).toString().replaceAll('%2C', ',').replaceAll('%2F', '/')
  return text ? `?${text}` : ''
}

/** The office's pages below /office. After each change of page the focus goes to its heading. */
export function createStaffRouter() {
  const router = createRouter({
    routeTree: tree,
    basepath: '/office',
    // Opening a case is recorded: only its code is fetched ahead, never its data.
    defaultPreload: 'intent',
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: writeSearch,
    scrollRestoration: true,
    defaultPendingComponent: () => <Loading />,
  })
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    if (fromLocation && pathChanged) focusHeading()
  })
  return router
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createStaffRouter>
  }
}
