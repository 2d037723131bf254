import type { InvoiceFault } from './words.ts'

export interface Told { token: string; claims: string[]; keyed?: { number: string; issuedOn: string; netCents: number; vatCents: number; totalCents: number } }

export interface Answer { taken: boolean; code: string; faults: InvoiceFault[] }

interface Field { path: string; code: string; want?: string; got?: string; params?: Record<string, string> }

/** Hands an invoice in: what it bills as JSON, and its file. */
export async function sendInvoice(told: Told, file: File): Promise<Answer> {
  const form = new FormData()
  form.append('invoice', JSON.stringify(told))
  form.append('file', file)
  try {
    const response = await fetch('/files/settlement/invoices', { method: 'POST', body: form })
    const answer = (await response.json()) as { id?: string; code?: string; fields?: Field[]; faults?: Field[] }
    const faults = (answer.fields ?? answer.faults ?? []).map((f) => ({
      path: f.path, code: f.code, want: f.want ?? f.params?.['want'] ?? '', got: f.got ?? f.params?.['got'] ?? '', ...(f.params?.['line'] && { line: f.params['line'] }),
    }))
    return { taken: response.ok && answer.id !== undefined, code: answer.code ?? '', faults }
  } catch {
    return { taken: false, code: navigator.onLine ? 'UNAVAILABLE' : 'OFFLINE', faults: [] }
  }
}
