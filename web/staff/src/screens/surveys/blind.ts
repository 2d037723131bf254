import { RSABSSA } from '@cloudflare/blindrsa-ts'

const TOKEN = 32

/** What a browser makes for one answer (RFC 9474): the token, the same blinded, and what takes the blinding off again. All base64. */
export interface Drawn {
  token: string
  blinded: string
  inverse: string
}

const suite = RSABSSA.SHA384.PSS.Randomized()

/** The office's public key, as the browser's own cryptography takes it. */
function keyOf(publicKey: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('spki', bytes(publicKey), { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify'])
}

/** Makes a token and blinds it: who signs it learns nothing about it. */
export async function draw(publicKey: string): Promise<Drawn> {
  const token = suite.prepare(crypto.getRandomValues(new Uint8Array(TOKEN)))
  const { blindedMsg, inv } = await suite.blind(await keyOf(publicKey), token)
  return { token: text(token), blinded: text(blindedMsg), inverse: text(inv) }
}

/** Takes the blinding off a signature; fails where it is not one of this key. */
export async function unblind(publicKey: string, { token, inverse }: Drawn, signature: string): Promise<string> {
  return text(await suite.finalize(await keyOf(publicKey), bytes(token), bytes(signature), bytes(inverse)))
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
}

function text(of: Uint8Array): string {
  return btoa(String.fromCharCode(...of))
}
