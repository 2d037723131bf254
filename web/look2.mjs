import { chromium } from 'playwright-core'
import fs from 'node:fs'
const bill = JSON.parse(fs.readFileSync('/tmp/a4demo/demo.json','utf8'))
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const css = fs.readFileSync('/work/main/web/portal/src/styles/hall.css','utf8'), shell=fs.readFileSync('/work/main/web/ui/src/styles/shell.css','utf8')
const c = await b.newContext({ baseURL: bill.portal, viewport:{width:1440,height:800}, locale:'de', bypassCSP:true }); const p = await c.newPage()
await p.goto(`/auth/staff/start?next=${encodeURIComponent('/office/house')}`); await p.locator(`button[name="as"][value="weber"]`).click(); await p.waitForURL(u=>u.pathname.startsWith('/office')); await p.waitForTimeout(2500)
await p.addStyleTag({content: shell}); await p.screenshot({path:'shots/nav.png'})
await p.goto('/office/house'); await p.waitForTimeout(1500)
const [popup] = await Promise.all([p.waitForEvent('popup').catch(()=>null), p.getByText('Geräte').nth(1).click()]); await p.waitForTimeout(800); await p.screenshot({path:'shots/devices.png'})
const k = await (await b.newContext({ baseURL: bill.portal, viewport:{width:1080,height:1920}, locale:'de', bypassCSP:true })).newPage()
await k.goto(bill.portal+'hall/nordstadt'); await k.waitForTimeout(1000); await k.screenshot({path:'shots/hall-nopresence.png'})
await b.close()
