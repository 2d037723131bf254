// SCORM 1.2: an object "API" in one of the windows around this one remembers for us (ADL, Run-Time Environment 1.2, 3.3).
function find(window) {
  for (let at = window, steps = 0; steps < 8; at = at.parent, steps++) {
    if (at.API) return at.API
    if (at.parent === at) break
  }
  throw new Error('no SCORM interface around this page')
}

const api = find(window)
const begun = Date.now()
const get = (name) => api.LMSGetValue(name)
const set = (name, value) => api.LMSSetValue(name, String(value))

/** Hours, minutes and seconds, as SCORM writes a time. */
function span(ms) {
  const seconds = Math.round(ms / 1000)
  const two = (n) => String(n).padStart(2, '0')
  return `${String(Math.floor(seconds / 3600)).padStart(4, '0')}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

window.memory = {
  open() {
    api.LMSInitialize('')
    if (get('cmi.core.lesson_status') === 'not attempted') set('cmi.core.lesson_status', 'incomplete')
    return { page: Number(get('cmi.core.lesson_location')) || 0, answers: JSON.parse(get('cmi.suspend_data') || '{}') }
  },
  keep({ page, answers }) {
    set('cmi.core.lesson_location', page)
    set('cmi.suspend_data', JSON.stringify(answers))
    api.LMSCommit('')
  },
  end({ percent, passed, answers }) {
    set('cmi.core.score.min', 0)
    set('cmi.core.score.max', 100)
    set('cmi.core.score.raw', percent)
    set('cmi.core.lesson_status', passed ? 'passed' : 'failed')
    set('cmi.suspend_data', JSON.stringify(Object.fromEntries(answers.map((a) => [a.name, a.given]))))
    const first = Number(get('cmi.interactions._count')) || 0
    answers.forEach((a, i) => {
      const name = `cmi.interactions.${first + i}`
      set(`${name}.id`, a.name)
      set(`${name}.type`, 'choice')
      set(`${name}.student_response`, a.given)
      set(`${name}.result`, a.right ? 'correct' : 'wrong')
    })
    api.LMSCommit('')
  },
}

let over = false
function finish() {
  if (over) return
  over = true
  set('cmi.core.session_time', span(Date.now() - begun))
  set('cmi.core.exit', 'suspend')
  api.LMSFinish('')
}
addEventListener('pagehide', finish)
