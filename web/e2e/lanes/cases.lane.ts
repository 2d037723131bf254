import { walk } from './walk.ts'

/** From the application to the decision, and every page of the office. */
walk('1-student', () => import('../walks/1-student.walk.ts'))
walk('2-papers', () => import('../walks/2-papers.walk.ts'))
walk('3-decision', () => import('../walks/3-decision.walk.ts'))
walk('5-refusal', () => import('../walks/5-refusal.walk.ts'))
walk('6-keyboard', () => import('../walks/6-keyboard.walk.ts'))
walk('7-office', () => import('../walks/7-office.walk.ts'))
