import type appointments from '../../locales/de/appointments.json'
import type common from '../../locales/de/common.json'
import type declaration from '../../locales/de/declaration.json'
import type errors from '../../locales/de/errors.json'
import type hall from '../../locales/de/hall.json'
import type interpreting from '../../locales/de/interpreting.json'
import type partners from '../../locales/de/partners.json'
import type player from '../../locales/de/player.json'
import type portal from '../../locales/de/portal.json'
import type quality from '../../locales/de/quality.json'
import type staff from '../../locales/de/staff.json'

// German is the original: a key that is not there does not compile.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: { common: typeof common; errors: typeof errors; portal: typeof portal; declaration: typeof declaration; appointments: typeof appointments; interpreting: typeof interpreting; partners: typeof partners; quality: typeof quality; hall: typeof hall; staff: typeof staff; player: typeof player }
  }
}
