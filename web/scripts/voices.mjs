// What the display of a hall can say: for each language its letters, numbers and the words around them, spoken by espeak-ng, in one file of sound with an
// index of where each piece lies (milliseconds). Numbers up to 99 are one piece, hundreds another: "hundred and" + "twelve". Run by scripts/voices.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Voice of espeak-ng, words a minute, and the two phrases; vowels of Arabic are written out, so that they are spoken. */
const LANGUAGES = {
  de: { voice: 'de', speed: 140, number: 'Nummer', counter: 'bitte zu Schalter' },
  en: { voice: 'en', speed: 145, number: 'Number', counter: 'please go to counter' },
  ar: { voice: 'ar', speed: 130, number: 'اَلرَّقْم', counter: 'إِلَى الشُّبَّاكِ رَقْم' },
  es: { voice: 'es', speed: 150, number: 'Número', counter: 'pase a la ventanilla' },
  fa: { voice: 'fa', speed: 135, number: 'شماره', counter: 'لطفاً به باجه' },
  fr: { voice: 'fr-fr', speed: 145, number: 'Numéro', counter: 'veuillez aller au guichet' },
  ru: { voice: 'ru', speed: 145, number: 'Номер', counter: 'пройдите к окну' },
  tr: { voice: 'tr', speed: 140, number: 'Numara', counter: 'lütfen gişeye gidin, gişe' },
  uk: { voice: 'uk', speed: 145, number: 'Номер', counter: 'пройдіть до вікна' },
  vi: { voice: 'vi', speed: 140, number: 'Số', counter: 'xin mời đến quầy' },
}
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const RATE = 22_050
/** Between two pieces; some browsers begin a little late, so that a piece may reach into the silence after it. */
const SILENCE_MS = 140
const QUIET = 220

const out = fileURLToPath(new URL('../portal/src/hall/display/voices/', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'voices-'))

const espeak = (voice, ...args) => execFileSync('espeak-ng', ['-v', voice, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 })

/** How espeak-ng pronounces a text, in its own signs. */
const sounds = (voice, text) => espeak(voice, '-q', '-x', text).trim()

/** The beginning of "… hundred and five" without the five, as the language joins it. */
function joined(voice, hundred) {
  const whole = sounds(voice, String(hundred * 100 + 5))
  return `[[${whole.slice(0, whole.lastIndexOf(' '))}]]`
}

function texts({ voice, number, counter }) {
  const all = { number, counter }
  for (const letter of LETTERS) all[letter] = letter
  for (let n = 0; n < 100; n++) all[`n${n}`] = String(n)
  for (let h = 1; h < 10; h++) {
    all[`h${h}`] = String(h * 100)
    if (voice !== 'vi') all[`j${h}`] = joined(voice, h)
  }
  // Vietnamese joins nothing, but has a word of its own for the empty tens: "một trăm linh năm".
  if (voice === 'vi') for (let n = 1; n < 10; n++) all[`z${n}`] = `linh ${n}`
  return all
}

function speak({ voice, speed }, text) {
  const file = join(work, 'piece.wav')
  espeak(voice, '-s', String(speed), '-a', '180', '-w', file, text)
  const wav = readFileSync(file)
  const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)))
  let [from, to] = [0, samples.length]
  while (from < to && Math.abs(samples[from]) < QUIET) from++
  while (to > from && Math.abs(samples[to - 1]) < QUIET) to--
  if (to - from < RATE / 20) throw new Error(`${voice}: nothing to hear of ${text}`)
  return samples.slice(from, to)
}

/** Two tones that fade, a third apart. */
function gong() {
  const samples = new Int16Array(RATE * 1.5)
  for (const [hertz, from] of [[659.26, 0], [523.25, 0.45]]) {
    for (let i = Math.floor(from * RATE); i < samples.length; i++) {
      const t = i / RATE - from
      const wave = Math.sin(2 * Math.PI * hertz * t) + 0.35 * Math.sin(4 * Math.PI * hertz * t)
      samples[i] += 9000 * wave * Math.exp(-3.2 * t) * Math.min(1, t * 200)
    }
  }
  return samples
}

function make(tag) {
  const pieces = Object.entries(texts(LANGUAGES[tag])).map(([key, text]) => [key, speak(LANGUAGES[tag], text)])
  if (tag === 'de') pieces.unshift(['gong', gong()])
  const silence = Math.round((SILENCE_MS / 1000) * RATE)
  const sprite = new Int16Array(pieces.reduce((sum, [, s]) => sum + s.length + silence, silence))
  const index = {}
  let at = silence
  for (const [key, samples] of pieces) {
    sprite.set(samples, at)
    index[key] = [Math.round((at / RATE) * 1000), Math.round((samples.length / RATE) * 1000)]
    at += samples.length + silence
  }
  const raw = join(work, 'sprite.raw')
  writeFileSync(raw, Buffer.from(sprite.buffer))
  // No dates and versions inside: the same voices are the same bytes.
  const sound = ['-ar', '16000', '-c:a', 'libmp3lame', '-abr', '1', '-b:a', '20k', '-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact']
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', '-f', 's16le', '-ar', String(RATE), '-ac', '1', '-i', raw, ...sound, `${out}${tag}.mp3`])
  writeFileSync(`${out}${tag}.json`, `${JSON.stringify(index)}\n`)
  console.log(`${tag}: ${Object.keys(index).length} pieces, ${Math.round(at / RATE)} s, ${Math.round(readFileSync(`${out}${tag}.mp3`).length / 1000)} kB`)
}

const wanted = process.argv.slice(2)
try {
  for (const tag of wanted.length > 0 ? wanted : Object.keys(LANGUAGES)) make(tag)
} finally {
  rmSync(work, { recursive: true, force: true })
}
