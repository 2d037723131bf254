// Pages one after the other, the last one with questions. What is remembered goes through window.memory (memory.js):
//   open() → { page, answers }   keep({ page, answers })   end({ percent, passed, answers: [{ name, given, right }] })
const PASSED = 80

const pages = [...document.querySelectorAll('[data-page]')]
const questions = [...document.querySelectorAll('fieldset[data-right]')]
const where = document.querySelector('.where')
const [back, next, check] = ['back', 'next', 'check'].map((name) => document.querySelector(`button.${name}`))
const verdict = document.querySelector('output')
let at = 0

const given = (question) => question.querySelector('input:checked')?.value ?? ''
const answers = () => Object.fromEntries(questions.map((q) => [q.id, given(q)]))

function show(page, focus) {
  at = Math.min(Math.max(page, 0), pages.length - 1)
  pages.forEach((p, i) => { p.hidden = i !== at })
  where.textContent = `Seite ${at + 1} von ${pages.length}`
  back.hidden = at === 0
  next.hidden = at === pages.length - 1
  check.hidden = !next.hidden
  if (focus) {
    pages[at].querySelector('h2').focus()
    scrollTo(0, 0)
  }
}

function turn(to) {
  show(to, true)
  memory.keep({ page: at, answers: answers() })
}

function say(text) {
  verdict.textContent = text
  verdict.focus()
}

function mark(question) {
  const right = given(question) === question.dataset.right
  question.classList.toggle('wrong', !right)
  const why = question.querySelector('.why')
  why.hidden = false
  why.querySelector('b').textContent = right ? 'Richtig.' : 'Nicht richtig.'
  return { name: question.id, given: given(question), right }
}

function judge() {
  const open = questions.find((q) => !given(q))
  if (open) {
    say('Bitte beantworten Sie jede Frage.')
    open.querySelector('input').focus()
    return
  }
  const marked = questions.map(mark)
  const good = marked.filter((m) => m.right).length
  const percent = Math.round((100 * good) / marked.length)
  const passed = percent >= PASSED
  memory.end({ percent, passed, answers: marked })
  say(`${good} von ${marked.length} richtig. ${passed ? 'Bestanden.' : 'Noch nicht bestanden: Lesen Sie die Hinweise und versuchen Sie es noch einmal.'}`)
}

back.addEventListener('click', () => { turn(at - 1) })
next.addEventListener('click', () => { turn(at + 1) })
check.addEventListener('click', judge)

const before = await memory.open()
for (const q of questions) {
  const chosen = q.querySelector(`input[value="${before.answers[q.id] ?? ''}"]`)
  if (chosen) chosen.checked = true
}
show(before.page, false)
