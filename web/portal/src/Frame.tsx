import { Outlet, useMatches } from '@tanstack/react-router'
import { Shell } from './Shell.tsx'

/** The portal's frame, or none around the pages that a machine in the hall shows. */
export function Frame() {
  const bare = useMatches({ select: (matches) => matches.some((m) => m.staticData.bare === true) })
  return bare ? <Outlet /> : <Shell />
}
