import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'

/** An answer of one question. */
export interface Said {
  place: number
  value?: number
  text?: string
}

/** What the office opens: the token that it signed unseen, and the answers. */
export interface Content {
  token: string
  signature: string
  answers: Said[]
}

/** All letters of a survey have one length: it tells of nobody that they wrote much. */
const BODY = 4096
const REMARK = 3200
const SPACE = 32

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })

/** Seals an answer to the survey's key (RFC 9180): from then on this browser cannot read it either. */
export async function seal(sealKey: string, survey: string, content: Content, texts: number): Promise<string> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(Uint8Array.from(atob(sealKey), (sign) => sign.charCodeAt(0)).buffer)
  const sender = await suite.createSenderContext({ recipientPublicKey, info: new TextEncoder().encode(`ankunft survey ${survey}`).buffer })
  const plain = new TextEncoder().encode(JSON.stringify(content))
  const padded = new Uint8Array(Math.max(BODY + texts * REMARK, plain.length)).fill(SPACE)
  padded.set(plain)
  const sealed = [...new Uint8Array(sender.enc), ...new Uint8Array(await sender.seal(padded.buffer))]
  return btoa(sealed.map((byte) => String.fromCharCode(byte)).join(''))
}
