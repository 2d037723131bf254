import decodeQR from 'qr/decode.js'
import { useEffect, useEffectEvent, useRef } from 'react'

/** Between two looks, in milliseconds. */
const EVERY = 150
/** Wide enough to read a code that is held before the camera, small enough for a slow machine. */
const WIDTH = 640

interface CameraProps {
  className: string
  facing: 'user' | 'environment'
  onCode: (code: string) => void
  /** There is no camera, or it may not be used. */
  onFail: () => void
}

/** Looks for a QR code; pictures never leave the device. Loaded by whoever needs it, with what reads codes: most browsers of offices cannot by themselves. */
export default function Camera({ className, facing, onCode, onFail }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null)
  const found = useEffectEvent(onCode)
  const failed = useEffectEvent(onFail)
  useEffect(() => {
    const stop = new AbortController()
    const screen = video.current
    if (screen) look(screen, facing, stop.signal).then((code) => { if (code !== undefined) found(code) }, () => { if (!stop.signal.aborted) failed() })
    return () => { stop.abort() }
  }, [facing])
  return <video ref={video} className={className} playsInline muted aria-hidden="true" />
}

async function look(video: HTMLVideoElement, facing: string, signal: AbortSignal): Promise<string | undefined> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: facing }, width: { ideal: 1280 } } })
  try {
    video.srcObject = stream
    await video.play()
    const canvas = document.createElement('canvas')
    const draw = canvas.getContext('2d', { willReadFrequently: true })
    if (!draw) throw new Error('no canvas')
    while (!signal.aborted) {
      const code = read(video, canvas, draw)
      if (code) return code
      await new Promise((done) => { setTimeout(done, EVERY) })
    }
    return undefined
  } finally {
    for (const track of stream.getTracks()) track.stop()
    if (video.srcObject === stream) video.srcObject = null
  }
}

function read(video: HTMLVideoElement, canvas: HTMLCanvasElement, draw: CanvasRenderingContext2D): string | undefined {
  if (video.videoWidth === 0) return undefined
  const scale = Math.min(1, WIDTH / video.videoWidth)
  canvas.width = Math.round(video.videoWidth * scale)
  canvas.height = Math.round(video.videoHeight * scale)
  draw.drawImage(video, 0, 0, canvas.width, canvas.height)
  try {
    return decodeQR(draw.getImageData(0, 0, canvas.width, canvas.height))
  } catch {
    return undefined // nothing to read in this picture
  }
}
