/** Everybody's pages of the portal. */
const PUBLIC = [['home', '/'], ['service', '/services/16b-extension'], ['login', '/login'], ['login-strong', '/login?service=18g-first'], ['login-error', '/login?error=x'], ['link', '/login/link'], ['status', '/status'], ['privacy', '/privacy'], ['accessibility', '/accessibility'], ['imprint', '/imprint'], ['nowhere', '/nowhere']]

/** The portal in one size, language and colours. */
export async function portal({ bill, open, shoot, print, part }, tag, look) {
  const visitor = await open(look)
  await part(`${tag} public`, async () => {
    for (const [name, path] of PUBLIC) await shoot(visitor, `${tag}-${name}`, { path })
    await visitor.locator('button[aria-haspopup="menu"]').first().click()
    await shoot(visitor, `${tag}-languages`, { whole: false })
    await visitor.goto('/login')
    await visitor.locator('#email').fill('album@mail.example')
    await visitor.locator('form button[type=submit]').click()
    await visitor.locator('#email').waitFor({ state: 'detached' })
    await shoot(visitor, `${tag}-login-sent`)
    await visitor.goto('/status')
    await visitor.locator('form button[type=submit]').click()
    await shoot(visitor, `${tag}-status-faults`)
    await visitor.locator('#number').fill(bill.status.number)
    await visitor.locator('#code').fill(bill.status.code)
    await visitor.locator('form button[type=submit]').click()
    await visitor.locator('#result').waitFor()
    await shoot(visitor, `${tag}-status-found`)
  })
  await visitor.context().close()
  for (const user of ['mai', 'oleksandr', 'maria', 'elif', 'amal', 'lucas']) {
    const page = await open(look, user, 'applicants')
    await part(`${tag} ${user}`, async () => {
      await shoot(page, `${tag}-my-${user}`)
      const link = page.locator('.matter h3 a[href^="/my/"]').first()
      if (await link.count()) {
        await shoot(page, `${tag}-case-${user}`, { path: await link.getAttribute('href') })
        for (const closed of await page.locator('details:not([open]) > summary').all()) if (await closed.isVisible()) await closed.click()
        await shoot(page, `${tag}-case-${user}-unfolded`)
        if (user === 'amal') await print(page, `${tag}-case-${user}-print`)
      }
      if (user === 'amal') await shoot(page, `${tag}-account`, { path: '/account' })
    })
    await page.context().close()
  }
  await part(`${tag} family`, () => emptyForm({ open, shoot }, tag, look))
  await part(`${tag} application`, () => application({ open, shoot, print }, tag, look))
}

/** A form that nobody has filled in: its faults, its empty list of papers, and how it is deleted. */
async function emptyForm({ open, shoot }, tag, look) {
  const page = await open(look, 'amal', 'applicants')
  const draft = await begin(page, '28-family')
  await page.locator('form button[type=submit]').click()
  await page.getByRole('alert').waitFor()
  await shoot(page, `${tag}-apply-faults`)
  for (const step of ['people', 'papers', 'review']) await shoot(page, `${tag}-empty-${step}`, { path: `${draft}/${step}` })
  await page.goto(`${draft}/people`)
  await page.locator('main .kern-btn--secondary').first().click().catch(() => undefined)
  await shoot(page, `${tag}-empty-people-next`)
  await page.goto(`${draft}/people`)
  await page.locator('.draft-foot button').last().click()
  await shoot(page, `${tag}-delete`, { whole: false })
  await page.locator('dialog[open] .ank-actions button').first().click()
  await page.waitForURL('**/my')
  await page.context().close()
}

/** Somebody who applies: every step filled in, papers in all states, the review, and the receipt. */
async function application({ open, shoot, print }, tag, look) {
  const page = await open(look, 'sara', 'applicants')
  const draft = await begin(page, '16b-extension')
  for (let steps = 0; steps < 16 && !/\/(people|papers)$/.test(new URL(page.url()).pathname); steps++) {
    const step = new URL(page.url()).pathname.split('/').pop()
    await fill(page)
    await shoot(page, `${tag}-form-${step}`)
    // A picture of the whole page moves the window a little later: a key hits where a click would miss.
    await page.locator('form button[type=submit]').press('Enter')
    await page.waitForURL((url) => !url.pathname.endsWith(`/${step}`), { timeout: 15_000 })
    await page.locator('[id^="f-"], .person, .paper').first().waitFor()
  }
  await page.locator('.person input[type="radio"][value="self"]').check()
  await shoot(page, `${tag}-form-people`)
  await page.goto(`${draft}/papers`)
  const box = (n) => page.locator('.paper').nth(n).locator('input[type="file"]').first()
  await box(0).setInputFiles([await photo(page, 'pass-seite-1.jpg'), await photo(page, 'IMG_20261122_ein_sehr_langer_Name_eines_Fotos_vom_Handy.jpg')])
  await box(1).setInputFiles([{ name: 'kaputt.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog') }])
  await box(2).setInputFiles([{ name: 'brief.docx', mimeType: 'application/msword', buffer: Buffer.from('PK') }])
  await page.locator('.ank-upload--failed').nth(1).waitFor({ timeout: 30_000 })
  await page.locator('.paper').first().locator('.ank-upload__thumb img').nth(1).waitFor({ timeout: 30_000 }).catch(() => undefined)
  await shoot(page, `${tag}-papers`)
  for (const n of [2, 1]) await page.locator('.paper').nth(n).locator('.ank-upload--failed .ank-upload__buttons button').last().click()
  await page.locator('.ank-upload--failed').first().waitFor({ state: 'detached' })
  await page.goto(`${draft}/review`)
  await page.locator('#declare').waitFor()
  await shoot(page, `${tag}-review`)
  await page.locator('.review__sign button').last().click()
  await shoot(page, `${tag}-review-faults`)
  await page.locator('#declare').check()
  await page.locator('.review__sign button').last().click()
  await page.waitForURL('**/done/**').catch(async (error) => {
    await shoot(page, `${tag}-review-refused`)
    throw error
  })
  await page.locator('.ticket .ank-number').nth(1).waitFor()
  await shoot(page, `${tag}-done`)
  await print(page, `${tag}-done-print`)
  await page.context().close()
}

async function begin(page, service) {
  await page.goto(`/services/${service}`)
  await page.locator('.start button').first().click()
  await page.waitForURL('**/apply/*/*')
  await page.locator('[id^="f-"]').first().waitFor()
  return new URL(page.url()).pathname.split('/').slice(0, 3).join('/')
}

const KNOWN = { title_expired: 'false', postal_code: '99999', semester_now: '3', semesters_regular: '4' }

/** Answers every question of a step with something that fits; answers may bring new questions. */
async function fill(page) {
  const seen = new Set()
  for (let turn = 0; turn < 4; turn++) {
    const ids = await page.locator('form [id^="f-"]:is(fieldset, input, select, textarea)').evaluateAll((all) => all.filter((el) => !/-(day|month|year|\d+)$/.test(el.id) && (el.tagName === 'FIELDSET' || !el.closest('fieldset'))).map((el) => el.id))
    for (const id of ids.filter((i) => !seen.has(i))) {
      seen.add(id)
      await answer(page, id)
    }
  }
}

async function answer(page, id) {
  const key = id.replace('f-', '')
  const at = page.locator(`#${id}`)
  const kind = await at.evaluate((el) => (el.getAttribute('role') === 'combobox' ? 'country' : el.tagName === 'FIELDSET' ? (el.querySelector('[id$="-day"]') ? 'date' : el.querySelector('input').type) : el.tagName === 'SELECT' ? 'select' : el.type))
  if (kind === 'date') {
    const year = /birth/.test(key) ? '2000' : /until|end/.test(key) ? '2028' : '2025'
    for (const [part, value] of [['day', '05'], ['month', '12'], ['year', year]]) await page.locator(`#${id}-${part}`).fill(value)
  } else if (kind === 'country') {
    await at.fill('Iran')
    await page.locator('[role="option"][data-key="IR"]').click()
  } else if (kind === 'radio') {
    await (KNOWN[key] ? at.locator(`input[value="${KNOWN[key]}"]`) : at.locator('input').last()).check()
  } else if (kind === 'select') {
    await at.selectOption({ index: 1 })
  } else if (kind === 'checkbox') {
    // Ticked only in a list: a single tick mostly takes a question away.
    if (await at.evaluate((el) => el.tagName === 'FIELDSET')) await at.locator('input').first().check()
  } else {
    const number = await at.evaluate((el) => el.inputMode === 'numeric' || el.inputMode === 'decimal')
    await at.fill(KNOWN[key] ?? (number ? '1100' : kind === 'tel' ? '+49 170 1234567' : /passport_number/.test(key) ? 'P12345678' : 'Ahmadi'))
  }
}

async function photo(page, name) {
  const base64 = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 900, height: 1200 })
    const pen = canvas.getContext('2d')
    pen.fillStyle = '#c9b98f'
    pen.fillRect(0, 0, 900, 1200)
    return canvas.toDataURL('image/jpeg').split(',')[1]
  })
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') }
}
