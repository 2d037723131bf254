import { type Language, languages } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

/** What the display says in writing, in languages besides the page's own. */
export function useTongues() {
  const { i18n } = useTranslation('hall')
  const known = languages.filter((l) => l.tag !== 'de' && i18n.hasResourceBundle(l.tag, 'hall'))
  return {
    /** The language whose turn it is. Plain German has no turn of its own: German stands there already. */
    inTurn: (turn: number): Language | undefined => {
      const others = known.filter((l) => l.tag !== 'de-simple')
      return others[turn % Math.max(1, others.length)]
    },
    /** The language of a ticket, unless it is the page's. */
    of: (tag: string): Language | undefined => known.find((l) => l.tag === tag),
    say: ({ tag }: Language, text: 'wait' | 'closed' | 'closedHelp' | 'phone'): string => i18n.getFixedT(tag, 'hall')(`display.${text}`),
    /** Where a number shall go. */
    call: ({ tag }: Language, number: string, counter: string): string => i18n.getFixedT(tag, 'hall')('display.go', { number, counter }),
  }
}
