/** Longer nobody waits for a course that hangs, in milliseconds: it is saved every half a minute anyway. */
const PATIENCE = 4000

/** Asks the player to let its content end and to save that. True: it has. */
export function lastWord(frame: HTMLIFrameElement | null): Promise<boolean> {
  const player = frame?.contentWindow
  if (!player) return Promise.resolve(true)
  return new Promise((done) => {
    const timer = setTimeout(() => { end(false) }, PATIENCE)
    function hear(event: MessageEvent<unknown>) {
      const word = (event.data as { ankunft?: unknown } | null)?.ankunft
      if (event.source === player && (word === 'left' || word === 'unsaved')) end(word === 'left')
    }
    function end(saved: boolean) {
      clearTimeout(timer)
      window.removeEventListener('message', hear)
      done(saved)
    }
    window.addEventListener('message', hear)
    player.postMessage({ ankunft: 'leave' }, new URL(frame.src).origin)
  })
}
