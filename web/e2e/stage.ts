import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'

/** What a demo that stands says of itself (demo.json). */
export interface Playbill {
  portal: string
  office: string
  mails: string
  log: string
  /** Links that make a browser the kiosk or the display of the hall that is open round the clock; each is good once. */
  kiosk: string
  display: string
  status: { number: string; code: string }
}

declare module 'vitest' {
  interface ProvidedContext {
    playbill: Playbill
  }
}

const ROOT = join(import.meta.dirname, '../..')
/** Enough for every page to show something; more only takes time. */
const CASES = '12'
const START_MS = 240_000

/** Starts a whole demo city for all walks, in a folder of its own, and ends it after the last one. */
export default async function stage(project: TestProject): Promise<() => Promise<void>> {
  rmSync(join(import.meta.dirname, 'shots'), { recursive: true, force: true })
  // A demo that stands already, for those who write walks.
  const standing = process.env['E2E_DEMO']
  if (standing) {
    project.provide('playbill', JSON.parse(readFileSync(join(standing, 'demo.json'), 'utf8')) as Playbill)
    return () => Promise.resolve()
  }
  const dir = await mkdtemp(join(tmpdir(), 'ankunft-e2e-'))
  const port = await freePorts(4)
  // A data race, in a program that looks for them, ends it: no step passes afterwards.
  const env = { ...process.env, GORACE: 'halt_on_error=1 atexit_sleep_ms=0' }
  const demo = spawn(join(ROOT, process.env['E2E_PROGRAM'] ?? 'bin/demo'), ['--json', '--port', String(port), '--dir', dir, '--cases', CASES], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const end = async () => {
    if (demo.exitCode === null && demo.signalCode === null) {
      demo.kill('SIGTERM')
      await once(demo, 'exit')
    }
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    project.provide('playbill', await opened(demo))
  } catch (error) {
    const log = join(dir, 'office.log')
    if (existsSync(log)) process.stderr.write(readFileSync(log, 'utf8').slice(-4000))
    await end()
    throw error
  }
  return end
}

/** The demo prints one line of JSON when everything listens. */
async function opened(demo: ChildProcess): Promise<Playbill> {
  const said: string[] = []
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => { reject(new Error(`the demo did not open in time:\n${said.join('\n')}`)) }, START_MS)
    demo.on('error', reject)
    demo.on('exit', (code) => { reject(new Error(`the demo ended (${String(code)}):\n${said.join('\n')}`)) })
    if (!demo.stdout) return
    createInterface({ input: demo.stdout }).on('line', (line) => {
      said.push(line)
      if (!line.startsWith('{')) return
      clearTimeout(late)
      resolve(JSON.parse(line) as Playbill)
    })
  })
}

/** The first of `count` ports in a row at which nobody listens; below those that systems give to connections, which would sit on one of them by chance. */
async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const first = 20_000 + Math.floor(Math.random() * 12_000)
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(first + i)))
    if (free.every(Boolean)) return first
  }
  throw new Error('no free ports')
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.on('error', () => { resolve(false) })
    server.listen(port, 'localhost', () => { server.close(() => { resolve(true) }) })
  })
}
