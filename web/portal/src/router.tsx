import { addTexts, BrokenScreen, focusHeading, Loading } from '@ankunft/ui'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { readChoice } from './appointments/types.ts'
import { Frame } from './Frame.tsx'
import { NotFound } from './NotFound.tsx'

const root = createRootRoute({
  component: Frame,
  notFoundComponent: NotFound,
  errorComponent: ({ reset }) => <BrokenScreen onRetry={reset} />,
})

/** `next` brings a person back after the login; only paths of our own. */
function nextPath(search: Record<string, unknown>): { next?: string } {
  const next = search['next']
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {}
}

/** Whose questions: the application of a person in the sitting; `first` begins with the first step. */
function personOf(search: Record<string, unknown>): { person?: string; first?: boolean } {
  const { person, first } = search
  return { ...(typeof person === 'string' && { person }), ...(first === true && { first }) }
}

/** `error` comes from a login that broke off. */
function loginSearch(search: Record<string, unknown>): { next?: string; error?: string; service?: string } {
  const { error, service } = search
  return { ...nextPath(search), ...(typeof error === 'string' && { error }), ...(typeof service === 'string' && { service }) }
}

/** `start`: back from the login, on the way to begin. */
function startSearch(search: Record<string, unknown>): { start?: true } {
  return search['start'] === true ? { start: true } : {}
}

/** What has just happened to an appointment, and whether another time is being chosen for it. */
function manageSearch(search: Record<string, unknown>): { news?: 'confirmed' | 'moved'; move?: true } {
  const { news, move } = search
  return { ...((news === 'confirmed' || news === 'moved') && { news }), ...(move === true && { move }) }
}

/** After accepting, the booking says so. */
function bookingSearch(search: Record<string, unknown>): { news?: 'accepted' } {
  return search['news'] === 'accepted' ? { news: 'accepted' } : {}
}

/** A screen about appointments, the hall, interpreting or how it went comes with its own texts: nobody else has to wait for them. */
function withTexts<T>(screen: () => Promise<T>, texts: 'appointments' | 'hall' | 'interpreting' | 'partners' | 'quality' = 'appointments'): () => Promise<T> {
  return async () => {
    const [loaded] = await Promise.all([screen(), addTexts(texts)])
    return loaded
  }
}

// One chunk for each screen: a phone loads only what it shows.
const services = createRoute({ getParentRoute: () => root, path: '/', component: lazyRouteComponent(() => import('./screens/Services.tsx')) })
const service = createRoute({ getParentRoute: () => root, path: '/services/$key', validateSearch: startSearch, component: lazyRouteComponent(() => import('./screens/Service.tsx')) })
const login = createRoute({ getParentRoute: () => root, path: '/login', validateSearch: loginSearch, component: lazyRouteComponent(() => import('./screens/Login.tsx')) })
const link = createRoute({ getParentRoute: () => root, path: '/login/link', component: lazyRouteComponent(() => import('./screens/LoginLink.tsx')) })
const papers = createRoute({ getParentRoute: () => root, path: '/apply/$sittingId/papers', component: lazyRouteComponent(() => import('./screens/Papers.tsx')) })
const review = createRoute({ getParentRoute: () => root, path: '/apply/$sittingId/review', component: lazyRouteComponent(() => import('./screens/Review.tsx')) })
const taken = createRoute({ getParentRoute: () => root, path: '/taken', component: lazyRouteComponent(() => import('./screens/Taken.tsx')) })
const apply = createRoute({ getParentRoute: () => root, path: '/apply/$sittingId/{-$step}', validateSearch: personOf, component: lazyRouteComponent(() => import('./screens/Apply.tsx')) })
const done = createRoute({ getParentRoute: () => root, path: '/done/$sittingId', component: lazyRouteComponent(() => import('./screens/Done.tsx')) })
const my = createRoute({ getParentRoute: () => root, path: '/my', component: lazyRouteComponent(() => import('./screens/My.tsx')) })
const myCase = createRoute({ getParentRoute: () => root, path: '/my/$caseId', component: lazyRouteComponent(() => import('./screens/MyCase.tsx')) })
const account = createRoute({ getParentRoute: () => root, path: '/account', component: lazyRouteComponent(() => import('./screens/Account.tsx')) })
const status = createRoute({ getParentRoute: () => root, path: '/status', component: lazyRouteComponent(() => import('./screens/Status.tsx')) })
const appointments = createRoute({ getParentRoute: () => root, path: '/appointments', validateSearch: readChoice, component: lazyRouteComponent(withTexts(() => import('./screens/Appointments.tsx'))) })
const urgent = createRoute({ getParentRoute: () => root, path: '/appointments/urgent', validateSearch: readChoice, component: lazyRouteComponent(withTexts(() => import('./screens/AppointmentUrgent.tsx'))) })
const held = createRoute({ getParentRoute: () => root, path: '/appointments/held', component: lazyRouteComponent(withTexts(() => import('./screens/AppointmentHeld.tsx'))) })
const confirm = createRoute({ getParentRoute: () => root, path: '/appointments/confirm', component: lazyRouteComponent(withTexts(() => import('./screens/AppointmentConfirm.tsx'))) })
const manage = createRoute({ getParentRoute: () => root, path: '/appointments/manage', validateSearch: manageSearch, component: lazyRouteComponent(withTexts(() => import('./screens/AppointmentManage.tsx'))) })
const hours = createRoute({ getParentRoute: () => root, path: '/hours', component: lazyRouteComponent(withTexts(() => import('./screens/Hours.tsx'))) })
const privacy = createRoute({ getParentRoute: () => root, path: '/privacy', component: lazyRouteComponent(() => import('./screens/Privacy.tsx')) })
const accessibility = createRoute({ getParentRoute: () => root, path: '/accessibility', component: lazyRouteComponent(() => import('./screens/Accessibility.tsx')) })
const imprint = createRoute({ getParentRoute: () => root, path: '/imprint', component: lazyRouteComponent(() => import('./screens/Imprint.tsx')) })

const invited = createRoute({ getParentRoute: () => root, path: '/appointments/invited', component: lazyRouteComponent(withTexts(() => import('./screens/AppointmentInvited.tsx'))) })
const series = createRoute({ getParentRoute: () => root, path: '/appointments/series', component: lazyRouteComponent(withTexts(() => import('./screens/AppointmentSeries.tsx'))) })
const offered = createRoute({ getParentRoute: () => root, path: '/appointments/offer', component: lazyRouteComponent(withTexts(() => import('./screens/AppointmentOffered.tsx'))) })
const ticket = createRoute({ getParentRoute: () => root, path: '/hall/ticket', component: lazyRouteComponent(withTexts(() => import('./screens/HallTicket.tsx'), 'hall')) })
const hall = createRoute({ getParentRoute: () => root, path: '/hall/$site', component: lazyRouteComponent(withTexts(() => import('./screens/HallDraw.tsx'), 'hall')) })
const kiosk = createRoute({ getParentRoute: () => root, path: '/hall/$site/kiosk', staticData: { bare: true }, component: lazyRouteComponent(withTexts(() => import('./screens/HallKiosk.tsx'), 'hall')) })
const display = createRoute({ getParentRoute: () => root, path: '/hall/$site/display', staticData: { bare: true }, component: lazyRouteComponent(withTexts(() => import('./screens/HallDisplay.tsx'), 'hall')) })
const interpreter = createRoute({ getParentRoute: () => root, path: '/interpreting', component: lazyRouteComponent(withTexts(() => import('./screens/InterpretingHome.tsx'), 'interpreting')) })
const asked = createRoute({ getParentRoute: () => root, path: '/interpreting/offer', component: lazyRouteComponent(withTexts(() => import('./screens/InterpretingOffer.tsx'), 'interpreting')) })
const booking = createRoute({ getParentRoute: () => root, path: '/interpreting/booking', validateSearch: bookingSearch, component: lazyRouteComponent(withTexts(() => import('./screens/InterpretingBooking.tsx'), 'interpreting')) })
const earned = createRoute({ getParentRoute: () => root, path: '/interpreting/money', component: lazyRouteComponent(withTexts(() => import('./screens/InterpretingMoney.tsx'), 'interpreting')) })
const translation = createRoute({ getParentRoute: () => root, path: '/interpreting/translation', component: lazyRouteComponent(withTexts(() => import('./screens/InterpretingTranslation.tsx'), 'interpreting')) })
const swap = createRoute({ getParentRoute: () => root, path: '/interpreting/swap', component: lazyRouteComponent(withTexts(() => import('./screens/InterpretingSwap.tsx'), 'interpreting')) })
const partner = createRoute({ getParentRoute: () => root, path: '/partner', component: lazyRouteComponent(withTexts(() => import('./screens/Partner.tsx'), 'partners')) })
const supervision = createRoute({ getParentRoute: () => root, path: '/supervision', component: lazyRouteComponent(withTexts(() => import('./screens/Supervision.tsx'), 'partners')) })
const report = createRoute({ getParentRoute: () => root, path: '/partner/report', component: lazyRouteComponent(withTexts(() => import('./screens/PartnerReport.tsx'), 'partners')) })
const referred = createRoute({ getParentRoute: () => root, path: '/partner/referral', component: lazyRouteComponent(withTexts(() => import('./screens/PartnerReferral.tsx'), 'partners')) })
const referrals = createRoute({ getParentRoute: () => root, path: '/my/referrals', component: lazyRouteComponent(withTexts(() => import('./screens/MyReferrals.tsx'), 'partners')) })
const consent = createRoute({ getParentRoute: () => root, path: '/referral', component: lazyRouteComponent(withTexts(() => import('./screens/ReferralConsent.tsx'), 'partners')) })
const help = createRoute({ getParentRoute: () => root, path: '/help', component: lazyRouteComponent(withTexts(() => import('./screens/Help.tsx'), 'partners')) })
const feedback = createRoute({ getParentRoute: () => root, path: '/feedback', component: lazyRouteComponent(withTexts(() => import('./screens/Feedback.tsx'), 'quality')) })
const tree = root.addChildren([services, service, login, link, taken, papers, review, apply, done, my, myCase, account, status, appointments, urgent, held, confirm, manage, invited, series, offered, interpreter, asked, booking, partner, supervision, report, referred, referrals, consent, help, earned, ticket, hall, kiosk, display, hours, privacy, accessibility, imprint, translation, swap, feedback])

/** The portal's pages. After each change of page the focus goes to its heading. */
export function createPortalRouter() {
  const router = createRouter({
    routeTree: tree,
    defaultPreload: 'intent',
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
    router: ReturnType<typeof createPortalRouter>
  }
  interface StaticDataRouteOption {
    /** A machine in the hall shows this page alone: no head, no foot. */
    bare?: boolean
  }
}
