import { walk } from './walk.ts'

/** Appointments, the hall and the clearing desk, which share a plan; and what everybody may see. */
walk('8-appointments', () => import('../walks/8-appointments.walk.ts'))
walk('9-office-appointments', () => import('../walks/9-office-appointments.walk.ts'))
walk('10-hall', () => import('../walks/10-hall.walk.ts'))
walk('11-counter', () => import('../walks/11-counter.walk.ts'))
walk('12-clearing', () => import('../walks/12-clearing.walk.ts'))
walk('15-partners', () => import('../walks/15-partners.walk.ts'))
walk('18-courses', () => import('../walks/18-courses.walk.ts'))
walk('19-supervision', () => import('../walks/19-supervision.walk.ts'))
walk('21-posts', () => import('../walks/21-posts.walk.ts'))
walk('20-surveys', () => import('../walks/20-surveys.walk.ts'))
walk('4-public', () => import('../walks/4-public.walk.ts'))
