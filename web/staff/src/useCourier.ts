import { useEffect } from 'react'

const EVERY = 60_000

/** Answers to surveys leave this browser at a moment of chance, whatever page is open then. */
export function useCourier(): void {
  useEffect(() => {
    const look = () => {
      if (Object.keys(localStorage).some((key) => key.startsWith('ankunft.survey.'))) void import('./screens/surveys/courier.ts').then(({ deliver }) => deliver(Date.now()))
    }
    look()
    const timer = setInterval(look, EVERY)
    return () => { clearInterval(timer) }
  }, [])
}
