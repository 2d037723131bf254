import type { Fresh } from '@ankunft/api'
import { CheckIn, DrawTicket, WalkIn } from '@ankunft/api/portal/operations.generated.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { forgetKey, keptKey } from '../keys.ts'
import type { Ticket, WalkInData, Wish } from './types.ts'
import { useFresh } from './useFresh.ts'
import { type Trying, useTrying } from './useTrying.ts'

/** Where somebody is on the way to their number. */
export type At = { step: 'what' } | { step: 'who'; concern: string } | { step: 'checkIn' }

interface Hall {
  hall: Fresh<{ walkIn: WalkInData }>
  at: At
  goTo: (at: At) => void
  trying: Trying
  draw: (wish: Wish) => void
  checkIn: (code: string) => void
  /** Ends what is being tried; what was drawn meanwhile all the same is the same number when one asks again. */
  cancel: () => void
  /** Begins anew: for the next person it is another number. */
  restart: () => void
}

const DEED = 'hall.draw'

/** The way to a number, the same at a kiosk and on a phone. `pass` is the phone's; a kiosk is known by its cookie. */
export function useHall(site: string, pass: string | undefined, onTicket: (ticket: Ticket) => void): Hall {
  const { i18n } = useTranslation()
  const client = useClient()
  const language = i18n.language
  const hall = useFresh(WalkIn, { site, language }, site)
  const [at, setAt] = useState<At>({ step: 'what' })
  const { trying, go, stop } = useTrying()
  const got = (ticket: Ticket) => {
    forgetKey(DEED)
    onTicket(ticket)
  }
  const goTo = (next: At) => {
    stop()
    setAt(next)
  }
  return {
    hall, at, goTo, trying,
    draw({ concern, people, priority, needs, tongue }) {
      const input = { site, concern, language, people, priority, needs, tongue, pass: pass ?? null, key: keptKey(DEED) }
      void go(() => client.mutation(DrawTicket, { input }).toPromise(), (data) => { got(data.drawTicket) })
    },
    checkIn(code) {
      void go(() => client.mutation(CheckIn, { input: { site, code, pass: pass ?? null } }).toPromise(), (data) => { got(data.checkIn) })
    },
    cancel: stop,
    restart() {
      forgetKey(DEED)
      goTo({ step: 'what' })
    },
  }
}
