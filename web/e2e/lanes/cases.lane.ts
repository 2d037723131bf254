import { walk } from './walk.ts'

/** From the application to the decision, and every room of the office. */
walk('1-student', () => import('../walks/1-student.walk.ts'))
walk('2-papers', () => import('../walks/2-papers.walk.ts'))
walk('3-decision', () => import('../walks/3-decision.walk.ts'))
walk('5-refusal', () => import('../walks/5-refusal.walk.ts'))
walk('6-keyboard', () => import('../walks/6-keyboard.walk.ts'))
walk('7-office', () => import('../walks/7-office.walk.ts'))
walk('13-interpreting', () => import('../walks/13-interpreting.walk.ts'))
walk('14-invoice', () => import('../walks/14-invoice.walk.ts'))
walk('16-quality', () => import('../walks/16-quality.walk.ts'))
walk('17-training', () => import('../walks/17-training.walk.ts'))
