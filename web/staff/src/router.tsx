import { BrokenScreen, focusHeading, Loading } from '@ankunft/ui'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { NotFound } from './NotFound.tsx'
import { Shell } from './Shell.tsx'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ({ reset }) => <BrokenScreen onRetry={reset} />,
})

/** `next` brings a person back after the login; only paths of our own. */
function nextPath(search: Record<string, unknown>): { next?: string } {
  const next = search['next']
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {}
}

const work = createRoute({ getParentRoute: () => root, path: '/', component: lazyRouteComponent(() => import('./screens/WorkList.tsx')) })
const login = createRoute({ getParentRoute: () => root, path: '/login', validateSearch: nextPath, component: lazyRouteComponent(() => import('./screens/Login.tsx')) })
const approvals = createRoute({ getParentRoute: () => root, path: '/approvals', component: lazyRouteComponent(() => import('./screens/Approvals.tsx')) })
const post = createRoute({ getParentRoute: () => root, path: '/post', component: lazyRouteComponent(() => import('./screens/Post.tsx')) })
const people = createRoute({ getParentRoute: () => root, path: '/people', component: lazyRouteComponent(() => import('./screens/People.tsx')) })
const audit = createRoute({ getParentRoute: () => root, path: '/audit', component: lazyRouteComponent(() => import('./screens/Audit.tsx')) })
const record = createRoute({ getParentRoute: () => root, path: '/cases/$caseId', component: lazyRouteComponent(() => import('./screens/case/Case.tsx')) })

// The parts of a case are addresses of their own: they can be linked, and "back" leads back.
const part = {
  application: createRoute({ getParentRoute: () => record, path: '/', component: lazyRouteComponent(() => import('./screens/case/Application.tsx')) }),
  papers: createRoute({ getParentRoute: () => record, path: '/papers', component: lazyRouteComponent(() => import('./screens/case/Papers.tsx')) }),
  history: createRoute({ getParentRoute: () => record, path: '/history', component: lazyRouteComponent(() => import('./screens/case/History.tsx')) }),
  people: createRoute({ getParentRoute: () => record, path: '/people', component: lazyRouteComponent(() => import('./screens/case/People.tsx')) }),
  notes: createRoute({ getParentRoute: () => record, path: '/notes', component: lazyRouteComponent(() => import('./screens/case/Notes.tsx')) }),
  messages: createRoute({ getParentRoute: () => record, path: '/messages', component: lazyRouteComponent(() => import('./screens/case/Messages.tsx')) }),
  decision: createRoute({ getParentRoute: () => record, path: '/decision', component: lazyRouteComponent(() => import('./screens/case/Decision.tsx')) }),
}

const tree = root.addChildren([
  work,
  login,
  approvals,
  post,
  people,
  audit,
  record.addChildren([part.application, part.papers, part.history, part.people, part.notes, part.messages, part.decision]),
])

/** The office's pages below /office. After each change of page the focus goes to its heading. */
export function createStaffRouter() {
  const router = createRouter({
    routeTree: tree,
    basepath: '/office',
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
    router: ReturnType<typeof createStaffRouter>
  }
}
