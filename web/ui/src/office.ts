/** Who runs this office. The server writes these into the page's head; no request is needed to show them. */
export interface Office {
  city: string
  authority: string
  /** Address of the logo on our own origin, if the city has given one. */
  logo?: string
}

function meta(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content || undefined
}

/** Reads `<meta name="office-city|office-authority|office-logo">`. */
export function office(): Office {
  const logo = meta('office-logo')
  return {
    city: meta('office-city') ?? '',
    authority: meta('office-authority') ?? '',
    ...(logo?.startsWith('/') ? { logo } : {}),
  }
}
