import { Basics, Me as MeDocument, type BasicsQuery, type MeQuery } from '@ankunft/api/staff/operations.generated.ts'
import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

/** Who is logged in. */
export type Me = NonNullable<MeQuery['me']>

const Context = createContext<Me | undefined>(undefined)

export const MeProvider = Context

/** Who is logged in; below the shell there always is somebody. */
export function useMe(): Me {
  const me = useContext(Context)
  if (!me) throw new Error('useMe outside of the shell')
  return me
}

/** Whether the person may do an action at all; whether on this thing, the thing itself says (`permitted`). */
export function useMay(): (action: string) => boolean {
  const { actions } = useMe()
  return (action) => actions.includes(action)
}

export function useMeQuery() {
  return useQuery({ query: MeDocument })
}

/** What the service account says instead of naming all teams. */
const EVERY_TEAM = '*'

const NOTHING: BasicsQuery = { teams: [], services: [] }

/** Names of teams and services by their keys; a key without a name stands for itself. */
export function useNames() {
  const { t } = useTranslation('staff')
  const [{ data = NOTHING }] = useQuery({ query: Basics })
  const name = (list: readonly { key: string }[], of: (x: never) => string, key: string) => {
    const found = list.find((x) => x.key === key)
    return found ? of(found as never) : key
  }
  return {
    teams: data.teams,
    services: data.services,
    team: (key: string) => key === EVERY_TEAM ? t('grants.allTeams') : name(data.teams, (x: { name: string }) => x.name, key),
    service: (key: string) => name(data.services, (x: { title: string }) => x.title, key),
  }
}
