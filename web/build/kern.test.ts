import postcss from 'postcss'
import { describe, expect, it } from 'vitest'
import { dropUnusedKern, onlyWoff2 } from './kern.ts'

async function drop(css: string, ...used: string[]): Promise<string> {
  return (await postcss([dropUnusedKern(new Set(used))]).process(css, { from: undefined })).css.replace(/\s+/g, ' ').trim()
}

describe('what remains of KERN', () => {
  it('keeps the classes that a source names, with their states', async () => {
    expect(await drop('.kern-btn:hover{a:b} .kern-card{a:b}', 'kern-btn')).toBe('.kern-btn:hover{a:b}')
  })
  it('keeps composed names by their prefix', async () => {
    expect(await drop('.kern-btn--primary{a:b}', 'kern-btn--')).toBe('.kern-btn--primary{a:b}')
  })
  it('drops a selector from a list and leaves the rest', async () => {
    expect(await drop('.kern-btn, .kern-card{a:b}', 'kern-btn')).toBe('.kern-btn{a:b}')
  })
  it('does not look inside :is(), where KERN lists alternatives to body', async () => {
    expect(await drop(':is(body, .kern-dark){a:b}')).toBe(':is(body, .kern-dark){a:b}')
  })
  it('drops media queries that became empty, and no rule of ours', async () => {
    expect(await drop('@media print{.kern-card{a:b}} .ank-card{a:b}')).toBe('.ank-card{a:b}')
  })
  it('ships fonts in one format', async () => {
    const css = "@font-face{src:url(a.woff2) format('woff2'), url(a.woff) format('woff')}"
    expect((await postcss([onlyWoff2()]).process(css, { from: undefined })).css).toBe("@font-face{src:url(a.woff2) format('woff2')}")
  })
})
