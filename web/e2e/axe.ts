import { AxeBuilder } from '@axe-core/playwright'
import axe from 'axe-core'
import type { Page } from 'playwright-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What depends on colours; all else was looked at already where a page comes again in others. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** What axe finds wrong with a page as it stands: a rule, a place and what to do, for each. */
export async function violations(page: Page, coloursOnly: boolean): Promise<string[]> {
  const found = page.frames().length > 1 ? await withFrames(page, coloursOnly) : await alone(page, coloursOnly)
  return found.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary ?? v.help}`))
}

/** Asks an axe that stays in the page: to bring it anew each time, and to tell what is in order, takes as long as to look. */
async function alone(page: Page, coloursOnly: boolean): Promise<axe.Result[]> {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axe.source)
  const runOnly: axe.RunOnly = coloursOnly ? { type: 'rule', values: OF_COLOURS } : { type: 'tag', values: TAGS }
  return page.evaluate(async (only) => {
    const { axe: here } = globalThis as unknown as { axe: typeof axe }
    return (await here.run(document, { resultTypes: ['violations'], runOnly: only })).violations
  }, runOnly)
}

/** Frames are looked at each for itself; with one of another origin the results are put together in a page of their own. */
async function withFrames(page: Page, coloursOnly: boolean): Promise<axe.Result[]> {
  const own = new URL(page.url()).origin
  const foreign = page.frames().some((f) => f.url().startsWith('http') && new URL(f.url()).origin !== own)
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(!foreign)
  return (await (coloursOnly ? builder.withRules(OF_COLOURS) : builder.withTags(TAGS)).analyze()).violations
}
