const ROOMS = [
  ['weber', ['', 'approvals', 'people', 'sessions', 'plan', 'outlook', 'house', 'interpreters', 'interpreters/duty', 'interpreters/translations', 'interpreters/quality', 'partners', 'partners/incidents', 'partners/meetings', 'training/team', 'training/onboarding', 'workplace', 'workplace/surveys']],
  ['vogt', ['', 'approvals']], ['brandt', ['approvals', 'interpreters/money', 'interpreters/budget', 'training/budget']], ['adler', ['post']], ['hahn', ['audit']], ['berger', ['grants', 'nowhere']],
  ['otto', ['', 'counter', 'clearing', 'appointments']], ['arndt', ['training', 'training/courses', 'workplace']], ['neumann', ['training/onboarding']],
  ['sommer', ['training/requirements', 'training/certificates', 'training/sessions', 'training/year', 'workplace/surveys']],
  ['kraus', ['workplace/posts', 'workplace/posts/import', 'workplace/qualifications']], ['arslan', ['workplace/posts', 'training/year']],
]
const PARTS = ['', 'papers', 'messages', 'notes', 'people', 'decision', 'history']
const STATES = ['received', 'checking', 'waiting', 'hearing', 'deciding', 'approval', 'decided']

/** The staff app in one size and colours. */
export async function office({ open, shoot, print, part }, tag, look) {
  const door = await open(look)
  await shoot(door, `${tag}-login`, { path: '/office/login' })
  await door.context().close()
  for (const [user, rooms] of ROOMS) {
    const page = await open(look, user, 'staff')
    for (const room of rooms) await part(`${tag} ${user} ${room}`, () => shoot(page, `${tag}-${user}-${room.replaceAll('/', '-') || 'work'}`, { path: `/office/${room}` }))
    await part(`${tag} ${user} more`, () => MORE[user]?.({ page, shoot, tag }))
    await page.context().close()
  }
  for (const user of ['lindner', 'kaya']) {
    const page = await open(look, user, 'staff')
    await part(`${tag} ${user}`, async () => {
      await shoot(page, `${tag}-${user}-work`, { path: '/office/' })
      await shoot(page, `${tag}-${user}-window`, { whole: false })
      await shoot(page, `${tag}-${user}-work-none`, { path: '/office/?q=nobodyisnamedso' })
    })
    for (const state of STATES) await part(`${tag} ${user} ${state}`, () => record({ page, shoot, print, part, tag: `${tag}-${user}-${state}`, state, whole: state === 'checking' }))
    await page.context().close()
  }
}

/** What needs a click or two in a room. */
const MORE = {
  weber: async ({ page, shoot, tag }) => {
    await page.goto('/office/')
    await page.locator('.ank-header__tools button').last().click()
    await shoot(page, `${tag}-menu`, { whole: false })
  },
  brandt: async ({ page, shoot, tag }) => {
    await page.goto('/office/approvals')
    await page.locator('main table a').first().click()
    await page.locator('.off-tabs').waitFor()
    await shoot(page, `${tag}-approve`, { path: `${new URL(page.url()).pathname.replace(/\/decision$/, '')}/decision` })
  },
  adler: async ({ page, shoot, tag }) => {
    await page.goto('/office/post')
    await page.locator('main input[type=checkbox]').first().check()
    await page.locator('main .kern-btn--secondary').first().click()
    await page.getByRole('dialog').waitFor()
    await shoot(page, `${tag}-post-dialog`, { whole: false })
    await page.keyboard.press('Escape')
    await page.locator('main .ank-tabs button, main [role=tab]').last().click()
    await shoot(page, `${tag}-post-posted`)
  },
  berger: async ({ page, shoot, tag }) => {
    await page.goto('/office/grants')
    await page.locator('.off-grants .kern-btn').first().click()
    await page.getByRole('dialog').waitFor()
    await shoot(page, `${tag}-grant-dialog`, { whole: false })
  },
}

/** A case in this state: all its parts, or its papers and its decision. */
async function record({ page, shoot, print, part, tag, state, whole }) {
  await page.goto(`/office/?state=${state}`)
  await page.locator('[data-rows] > tr, .ank-empty').first().waitFor()
  const row = page.locator('[data-rows] > tr a').first()
  if ((await row.count()) === 0) return
  const href = await row.getAttribute('href')
  for (const p of whole ? PARTS : ['papers', 'decision']) await shoot(page, `${tag}-${p || 'application'}`, { path: `${href}${p ? `/${p}` : ''}` })
  const missing = page.locator('.off-desk__list > .kern-btn')
  if (state === 'received') {
    await page.goto(`${href}/papers`)
    await missing.click()
    await page.getByRole('dialog').waitFor()
    await shoot(page, `${tag}-request`, { whole: false })
  }
  if (!whole) return
  await page.goto(`${href}/papers`)
  await page.locator('.off-desk').waitFor()
  await shoot(page, `${tag}-papers-window`, { whole: false })
  await part(`${tag} clicks`, async () => {
    await page.locator('.off-item--to_check').first().click()
    await page.locator('.off-verdict .kern-btn--secondary').first().click()
    await shoot(page, `${tag}-reject`, { whole: false })
  })
  await page.goto(`${href}/decision`)
  await part(`${tag} draft`, async () => {
    await page.locator('input[type=radio][value=grant]').check()
    await shoot(page, `${tag}-draft-grant`)
    await page.locator('input[type=radio][value=refusal]').check()
    await shoot(page, `${tag}-draft-refusal`)
  })
  await page.goto(href)
  await print(page, `${tag}-print`)
  await page.goto(`${href}/decision`)
  await print(page, `${tag}-decision-print`)
}
