import './styles/office.css'
import './styles/parts.css'
import { AppShell, Loading, ProblemAlert } from '@ankunft/ui'
import { Link, Outlet, useLocation, useMatches, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountMenu } from './AccountMenu.tsx'
import { useKeys } from './keys.ts'
import { type Me, MeProvider, useMeQuery } from './me.tsx'
import { NoRights } from './NoRights.tsx'
import { ROOMS } from './rooms.ts'
import { Shortcuts } from './Shortcuts.tsx'
import { useCourier } from './useCourier.ts'

/** The frame around every page of the office. It knows who is there and shows nobody more than their rooms. */
export function Shell() {
  // By what is drawn, not by the address: during a change of page the address is ahead.
  const open = useMatches({ select: (matches) => matches.at(-1)?.fullPath === '/login' })
  const [{ data, fetching, error }, again] = useMeQuery()
  useCourier()
  const me = data?.me ?? undefined
  const inside = (children: ReactNode) => <Frame me={me}>{children}</Frame>
  if (open) return inside(<Outlet />)
  if (error) return inside(<ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />)
  if (!me) return inside(fetching ? <Loading /> : <ToLogin />)
  if (me.kind !== 'staff' || me.actions.length === 0) return inside(<NoRights me={me} />)
  return (
    <MeProvider value={me}>
      <Frame me={me}>
        <Outlet />
      </Frame>
    </MeProvider>
  )
}

function ToLogin() {
  const navigate = useNavigate()
  const { href } = useLocation()
  // Where somebody was: the address is at the login already while that page is still on its way.
  const [from] = useState(href)
  useEffect(() => {
    if (!from.startsWith('/login')) void navigate({ to: '/login', search: from === '/' ? {} : { next: from }, replace: true })
  }, [navigate, from])
  return null
}

function Frame({ me, children }: { me: Me | undefined; children: ReactNode }) {
  const { t } = useTranslation('staff')
  const [help, setHelp] = useState(false)
  const navigate = useNavigate()
  const may = (action: string) => me?.kind === 'staff' && me.actions.includes(action)
  useKeys({
    '?': () => { setHelp(true) },
    ...(may('cases.list') ? { g: () => { void navigate({ to: '/' }) } } : {}),
  })
  const rooms = ROOMS.filter(([, , action]) => may(action))
  return (
    <AppShell
      office
      namespace="staff"
      brand={(inside) => (
        <Link to="/" className="ank-brand">
          {inside}
        </Link>
      )}
      nav={
        rooms.length > 0 &&
        rooms.map(([to, name]) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
              {t(`nav.${name}`)}
            </Link>
          </li>
        ))
      }
      tools={me && <AccountMenu me={me} onHelp={() => { setHelp(true) }} />}
      links={
        <li>
          <a href="/accessibility">{t('footer.accessibility')}</a>
        </li>
      }
    >
      {children}
      <Shortcuts open={help} onClose={() => { setHelp(false) }} />
    </AppShell>
  )
}
