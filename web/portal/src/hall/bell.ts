/** Two tones, as of a gong: heard in a hall, frightening nobody. [Hertz, seconds after the begin] */
const TONES = [[880, 0], [660, 0.35]] as const
const LASTS = 0.9
const LOUD = 0.4
const BUZZ = [300, 150, 300, 150, 600]

/** Sound and vibration that somebody wished for with a touch: before that, browsers allow neither. */
export class Bell {
  readonly #context = 'AudioContext' in globalThis ? new AudioContext() : undefined

  ring(): void {
    if ('vibrate' in navigator) navigator.vibrate(BUZZ)
    const context = this.#context
    if (!context) return
    void context.resume()
    for (const [hertz, after] of TONES) {
      const at = context.currentTime + after
      const tone = new OscillatorNode(context, { frequency: hertz })
      const volume = new GainNode(context, { gain: 0 })
      volume.gain.setValueAtTime(LOUD, at)
      volume.gain.exponentialRampToValueAtTime(0.001, at + LASTS)
      tone.connect(volume).connect(context.destination)
      tone.start(at)
      tone.stop(at + LASTS)
    }
  }

  close(): void {
    void this.#context?.close()
  }
}

/** Keeps the screen on while the page is looked at; a phone that sleeps rings for nobody. */
export function stayAwake(signal: AbortSignal): void {
  if (!('wakeLock' in navigator)) return
  let lock: WakeLockSentinel | undefined
  const hold = () => {
    if (document.visibilityState !== 'visible' || signal.aborted) return
    navigator.wakeLock.request('screen').then((l) => {
      lock = l
      if (signal.aborted) void l.release()
    }, () => undefined)
  }
  hold()
  document.addEventListener('visibilitychange', hold, { signal })
  signal.addEventListener('abort', () => { void lock?.release() })
}
