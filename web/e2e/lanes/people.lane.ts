import { walk } from './walk.ts'

/** Who interprets, and what those who work here learn, say and hold; and what everybody may see. */
walk('13-interpreting', () => import('../walks/13-interpreting.walk.ts'))
walk('14-invoice', () => import('../walks/14-invoice.walk.ts'))
walk('16-quality', () => import('../walks/16-quality.walk.ts'))
walk('17-training', () => import('../walks/17-training.walk.ts'))
walk('18-courses', () => import('../walks/18-courses.walk.ts'))
walk('19-supervision', () => import('../walks/19-supervision.walk.ts'))
walk('21-posts', () => import('../walks/21-posts.walk.ts'))
walk('20-surveys', () => import('../walks/20-surveys.walk.ts'))
walk('4-public', () => import('../walks/4-public.walk.ts'))
