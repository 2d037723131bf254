import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Nobody should have to press Tab more often than this. */
const PATIENCE = 120

/** Goes on with Tab until this has the focus; at every stop on the way one must see where one is. */
export async function tabTo(page: Page, goal: Locator): Promise<void> {
  await goal.waitFor()
  for (let presses = 0; presses < PATIENCE; presses++) {
    await page.keyboard.press('Tab')
    await visible(page)
    if (await goal.evaluate((el) => el === document.activeElement)) return
  }
  throw new Error(`Tab does not lead to ${goal.toString()}`)
}

/** Goes to it with Tab and presses Enter. */
export async function press(page: Page, goal: Locator): Promise<void> {
  await tabTo(page, goal)
  await page.keyboard.press('Enter')
}

/** Goes to a box with Tab and writes. */
export async function write(page: Page, goal: Locator, text: string): Promise<void> {
  await tabTo(page, goal)
  await page.keyboard.type(text)
}

/** The focus can be seen: a line or a shadow around what has it, or around its label. */
async function visible(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const el = document.activeElement
    if (!el || el === document.body || el === document.documentElement) return 'outside'
    const lit = (of: Element | null) => {
      if (!of) return false
      const style = getComputedStyle(of)
      return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
    }
    return lit(el) || lit(el.closest('label')) ? 'seen' : `not seen: ${el.outerHTML.slice(0, 160)}`
  })
  // The browser's own buttons come after the last stop of the page.
  if (seen !== 'outside') expect(seen).toBe('seen')
}
