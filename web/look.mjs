import { chromium } from 'playwright-core'
const bill = JSON.parse((await import('node:fs')).readFileSync('/tmp/a4demo/demo.json','utf8'))
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-dev-shm-usage'] })
const errs=[]
async function ctx(o){ const c = await b.newContext({ baseURL: bill.portal, reducedMotion:'reduce', timezoneId:'Europe/Berlin', ...o }); c.on('weberror', e=>errs.push(e.error().message)); c.on('console', m=>{ if(m.type()==='error') errs.push(m.text()+' '+m.location().url)}); return c }
const shot = async (p,n)=>{ await p.waitForTimeout(2500); await p.screenshot({path:`shots/${n}.png`, fullPage:true}); console.log(n, p.url()) }
const which = process.argv[2]
async function staff(user, path, o={}) { const c = await ctx({viewport:{width:1440,height:900}, locale:'de', ...o}); const p = await c.newPage(); await p.goto(`/auth/staff/start?next=${encodeURIComponent('/office'+path)}`); await p.locator(`button[name="as"][value="${user}"]`).click(); await p.waitForURL(u=>u.pathname.startsWith('/office')); return p }
if (which==='public') {
  const kc = await ctx({viewport:{width:1080,height:1920}, locale:'de', hasTouch:true}); const k = await kc.newPage()
  await k.goto(bill.kiosk); await shot(k,'kiosk-1'); 
  await k.getByText('العربية').first().click(); await shot(k,'kiosk-2-ar')
  const bs = k.locator('button'); console.log(await bs.allTextContents())
  const dc = await ctx({viewport:{width:1920,height:1080}, locale:'de'}); const d = await dc.newPage()
  await d.goto(bill.display); await shot(d,'display')
  const pc = await ctx({viewport:{width:390,height:844}, locale:'ar', isMobile:true}); const p = await pc.newPage()
  await p.goto('/hours'); await shot(p,'hours-ar')
  const hc = await ctx({viewport:{width:1280,height:800}, locale:'de', colorScheme:'dark'}); const h = await hc.newPage()
  await h.goto('/hours'); await shot(h,'hours-de-dark')
  await h.goto('/appointments?concern=extend&site=rathaus'); await shot(h,'book-de-dark')
}
if (which==='staff') {
  const o = await staff('otto','/counter'); await shot(o,'counter')
  await o.goto('/office/house'); await shot(o,'house-otto')
  await o.goto('/office/clearing'); await shot(o,'clearing')
  const w = await staff('weber','/house',{colorScheme:'dark'}); await shot(w,'house-dark')
  for (const path of ['/outlook','/plan']) { await w.goto('/office'+path); await shot(w,path.slice(1)+'-dark') }
}
console.log(errs); await b.close()
