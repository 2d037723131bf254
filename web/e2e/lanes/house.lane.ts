import { walk } from './walk.ts'

/** Appointments, the hall, the clearing desk and who guards it, which share a plan. */
walk('8-appointments', () => import('../walks/8-appointments.walk.ts'))
walk('9-office-appointments', () => import('../walks/9-office-appointments.walk.ts'))
walk('10-hall', () => import('../walks/10-hall.walk.ts'))
walk('11-counter', () => import('../walks/11-counter.walk.ts'))
walk('12-clearing', () => import('../walks/12-clearing.walk.ts'))
walk('15-partners', () => import('../walks/15-partners.walk.ts'))
