import type { PageImage } from '@ankunft/ui'
import { useEffect, useState } from 'react'

/** A4 at 96 dpi, until the picture itself is there. */
const A4 = { width: 794, height: 1123 }

/** Pictures of pages with their real sizes: the viewer needs them to turn and fit a page. */
export function usePictures(urls: readonly string[]): PageImage[] {
  const [sizes, setSizes] = useState<Record<string, { width: number; height: number }>>({})
  const key = urls.join('\n')
  useEffect(() => {
    let gone = false
    const pictures = key === '' ? [] : key.split('\n')
    for (const url of pictures) {
      const image = new Image()
      image.onload = () => {
        if (!gone && image.naturalWidth > 0) setSizes((s) => ({ ...s, [url]: { width: image.naturalWidth, height: image.naturalHeight } }))
      }
      image.src = url
    }
    return () => { gone = true }
  }, [key])
  return urls.map((url) => ({ url, ...(sizes[url] ?? A4) }))
}
