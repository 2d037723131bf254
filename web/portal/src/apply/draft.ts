import { SaveAnswers, Sitting as SittingQuery, SittingState } from '@ankunft/api/portal/operations.generated.ts'
import { readServerError } from '@ankunft/ui'
import type { Client, CombinedError } from 'urql'
import { type Outcome, Saver, type SaveState } from './saver.ts'
import { answerFrom, isUnreadable, readAnswers, type Typed, typedFrom } from './typed.ts'
import type { Answer, Application, Form, Question, Sitting } from './types.ts'

/**
 * One sitting on this device: what the server told, and everything typed over it. It outlives its screens, so that turning back and
 * forth loses nothing; readers are told of each change.
 */
export class Draft {
  sitting: Sitting | undefined
  error: CombinedError | undefined
  loading = false
  private readonly id: string
  private readonly client: Client
  private readonly savers = new Map<string, Saver>()
  private readonly unreadable = new Map<string, Typed>()
  private readonly listeners = new Set<() => void>()
  private count = 0

  constructor(id: string, client: Client) {
    this.id = id
    this.client = client
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Grows with each change. */
  snapshot = (): number => this.count

  private readonly tell = (): void => {
    this.count++
    for (const listener of this.listeners) listener()
  }

  async load(language: string): Promise<void> {
    this.loading = true
    const { data, error } = await this.client.query(SittingQuery, { id: this.id, language }, { requestPolicy: 'network-only' }).toPromise()
    this.loading = false
    this.error = error
    if (data) this.take(data.sitting)
    this.tell()
  }

  /** The server's newest word on the sitting; what is typed and not saved stays over it. */
  take(sitting: Omit<Sitting, 'info'> & { info?: Sitting['info'] }): void {
    const info = sitting.info ?? this.sitting?.info
    if (!info) return
    this.sitting = { ...sitting, info }
    for (const a of sitting.applications) {
      const saver = this.savers.get(a.id)
      if (!saver) this.savers.set(a.id, this.open(a))
      else if (!saver.dirty) saver.replace(a)
    }
    this.tell()
  }

  /** The application as it stands here: saved or not. */
  application(id: string): Application | undefined {
    return this.savers.get(id)?.application
  }

  get applications(): Application[] {
    return (this.sitting?.applications ?? []).flatMap((a) => this.application(a.id) ?? [])
  }

  form(a: Application): Form {
    const info = this.sitting?.info
    return (a.who === 'member' ? info?.memberForm : info?.form) ?? { __typename: 'Form', steps: [] }
  }

  saver(id: string): Saver | undefined {
    return this.savers.get(id)
  }

  replace(a: Application): void {
    this.savers.get(a.id)?.replace(a)
  }

  typed(application: string, question: Question): Typed {
    return this.unreadable.get(`${application}.${question.key}`) ?? typedFrom(question, this.savers.get(application)?.answers[question.key])
  }

  /** The code of a typed text that cannot be sent. */
  fault(application: string, question: Question): string | undefined {
    const typed = this.unreadable.get(`${application}.${question.key}`)
    if (typed === undefined) return undefined
    const answer = answerFrom(question, typed)
    return isUnreadable(answer) ? answer.code : undefined
  }

  type(application: string, question: Question, typed: Typed): void {
    const answer: Answer | { code: string } = answerFrom(question, typed)
    const key = `${application}.${question.key}`
    if (isUnreadable(answer)) {
      this.unreadable.set(key, typed)
      this.savers.get(application)?.change(question.key, null)
    } else {
      // A number keeps the look of what is being typed ("12," on the way to "12,5").
      if (question.kind === 'number') this.unreadable.set(key, typed)
      else this.unreadable.delete(key)
      this.savers.get(application)?.change(question.key, answer)
    }
    this.tell()
  }

  /** Sends all that is left; true when everything is on the server. */
  async flush(): Promise<boolean> {
    const all = await Promise.all([...this.savers.values()].map((s) => s.flush()))
    return all.every(Boolean)
  }

  wake(): void {
    for (const s of this.savers.values()) s.wake()
  }

  /** The state that matters most. */
  get state(): SaveState {
    const states = [...this.savers.values()].map((s) => s.state)
    const order: SaveState[] = ['conflict', 'refused', 'away', 'saving', 'unsaved']
    return order.find((s) => states.includes(s)) ?? 'saved'
  }

  get dirty(): boolean {
    return [...this.savers.values()].some((s) => s.dirty)
  }

  private open(a: Application): Saver {
    const saver = new Saver({ ...a, answers: readAnswers(a.answers) }, {
      save: (id, version, answers) => this.save(id, version, answers),
      load: (id) => this.reload(id),
      changed: this.tell,
      later: (ms, run) => {
        const timer = setTimeout(run, ms)
        return () => { clearTimeout(timer) }
      },
    })
    for (const [field, answer] of Object.entries(takeKept(a.id))) saver.change(field, answer)
    return saver
  }

  private async save(application: string, version: number, answers: Readonly<Record<string, Answer>>): Promise<Outcome> {
    const { data, error } = await this.client.mutation(SaveAnswers, { input: { application, version, answers } }).toPromise()
    if (data) return { kind: 'saved', application: data.saveAnswers }
    const outcome = outcomeOf(error)
    if (outcome.kind === 'refused' && loggedOut(error)) keep(application, answers)
    return outcome
  }

  private async reload(application: string): Promise<Application | null> {
    const { data } = await this.client.query(SittingState, { id: this.id }, { requestPolicy: 'network-only' }).toPromise()
    return data?.sitting.applications.find((a) => a.id === application) ?? null
  }
}

/** What a failed save means for the answers. */
export function outcomeOf(error: CombinedError | undefined): Exclude<Outcome, { kind: 'saved' }> {
  const first = error?.graphQLErrors[0]
  if (!first) return { kind: 'away' }
  const { code, kind } = readServerError(first.extensions)
  if (code === 'applications.conflict') return { kind: 'conflict' }
  if (code === 'INTERNAL' || kind === 'INTERNAL' || kind === 'UNAVAILABLE') return { kind: 'away' }
  return { kind: 'refused', error }
}

function loggedOut(error: CombinedError | undefined): boolean {
  return error?.graphQLErrors.some((e) => e.extensions['code'] === 'UNAUTHENTICATED') ?? false
}

// The session ended while somebody typed: what was not saved waits in this tab for the next login, and for nothing else.
const KEPT = 'ankunft.unsaved.'

function keep(application: string, answers: Readonly<Record<string, Answer>>): void {
  try {
    sessionStorage.setItem(KEPT + application, JSON.stringify(answers))
  } catch {
    // Closed storage: the answers stay in memory as long as the page.
  }
}

function takeKept(application: string): Record<string, Answer> {
  try {
    const kept = sessionStorage.getItem(KEPT + application)
    sessionStorage.removeItem(KEPT + application)
    return kept ? (JSON.parse(kept) as Record<string, Answer>) : {}
  } catch {
    return {}
  }
}

const drafts = new Map<string, Draft>()

/** The draft of a sitting on this device; one for all screens. */
export function draftOf(id: string, client: Client): Draft {
  const known = drafts.get(id)
  if (known) return known
  const fresh = new Draft(id, client)
  drafts.set(id, fresh)
  return fresh
}

/** Forgets a sitting that was handed in or deleted, with all that was typed. */
export function forgetDraft(id: string): void {
  drafts.delete(id)
}
