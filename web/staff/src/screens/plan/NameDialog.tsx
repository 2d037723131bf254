import { SelectField, TextField } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Plan, Resource, Site } from '../appointments/types.ts'
import { ChangeDialog, type Wish } from './Change.tsx'

interface NameProps {
  onClose: () => void
  onDone: () => void
}

const SIGNS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }
const LONGEST_KEY = 40

/** A key that nobody has yet, made of a name: "Südstadt" is suedstadt. */
export function keyOf(name: string, taken: readonly string[]): string {
  const plain = name.toLowerCase().replace(/[äöüß]/g, (c) => SIGNS[c] ?? '').normalize('NFD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  const base = plain.slice(0, LONGEST_KEY - 3) || 'ort'
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}-${n}`
    if (!taken.includes(key)) return key
  }
}

/** A new house, or what one is called and where it is found from now on. */
export function HouseDialog({ plan, house, onClose, onDone }: NameProps & { plan: Plan; house?: Site | undefined }) {
  const { t } = useTranslation('staff')
  const [name, setName] = useState(house?.name ?? '')
  const [street, setStreet] = useState(house?.street ?? '')
  const [place, setPlace] = useState(house?.place ?? plan.sites[0]?.place ?? '')
  const [hint, setHint] = useState(house?.hint ?? '')
  const [tried, setTried] = useState(false)
  const missing = (text: string) => (tried && !text.trim() ? t('plan.faults.missing') : undefined)
  const wish = (): Wish | undefined => {
    setTried(true)
    if (!name.trim() || !street.trim() || !place.trim()) return undefined
    const part = { key: house?.key ?? keyOf(name, plan.sites.map((s) => s.key)), name: name.trim(), street: street.trim(), place: place.trim(), hint: hint.trim() }
    return house ? { renameSites: [part] } : { addSites: [part] }
  }
  const way = house ? 'rename' : 'add'
  return (
    <ChangeDialog title={t(`plan.names.house.${way}`)} confirm={t(`plan.names.${way}Confirm`)} wish={wish} onClose={onClose} onDone={onDone}>
      <div className="ank-stack">
        <p>{t(`plan.names.house.${way}Help`)}</p>
        <TextField label={t('plan.names.name')} value={name} onChange={setName} maxLength={100} autoComplete="off" error={missing(name)} />
        <TextField label={t('plan.names.street')} value={street} onChange={setStreet} maxLength={100} autoComplete="off" error={missing(street)} />
        <TextField label={t('plan.names.place')} value={place} onChange={setPlace} maxLength={100} autoComplete="off" error={missing(place)} />
        <TextField label={t('plan.names.hint')} hint={t('plan.names.hintHint')} required={false} value={hint} onChange={setHint} maxLength={300} autoComplete="off" />
      </div>
    </ChangeDialog>
  )
}

const KINDS = ['counter', 'phone', 'room'] as const

/** A new counter, line or room, or what one is called from now on. */
export function ThingDialog({ site, thing, onClose, onDone }: NameProps & { site: Site; thing?: Resource | undefined }) {
  const { t } = useTranslation('staff')
  const [kind, setKind] = useState<string>('counter')
  const [name, setName] = useState(thing?.name ?? '')
  const [number, setNumber] = useState('')
  const [tried, setTried] = useState(false)
  const calls = !thing && kind === 'counter'
  const badNumber = calls && !/^[a-z0-9][a-z0-9_-]{0,5}$/.test(number.trim())
  const wish = (): Wish | undefined => {
    setTried(true)
    if (!name.trim() || badNumber) return undefined
    if (thing) return { renameResources: [{ id: thing.id, name: name.trim() }] }
    const taken = site.resources.filter((r) => r.kind === kind).map((r) => r.key)
    return { addResources: [{ site: site.key, kind, key: calls ? number.trim() : keyOf(name, taken), name: name.trim() }] }
  }
  const way = thing ? 'rename' : 'add'
  return (
    <ChangeDialog title={t(`plan.names.thing.${way}`)} confirm={t(`plan.names.${way}Confirm`)} wish={wish} onClose={onClose} onDone={onDone}>
      <div className="ank-stack">
        {!thing && <p>{t('plan.names.thing.addHelp')}</p>}
        {!thing && <SelectField label={t('plan.names.kind')} value={kind} onChange={setKind} options={KINDS.map((k) => ({ value: k, label: t(`plan.names.kinds.${k}`) }))} />}
        <TextField label={t('plan.names.name')} value={name} onChange={setName} maxLength={100} autoComplete="off" error={tried && !name.trim() ? t('plan.faults.missing') : undefined} />
        {calls && <TextField label={t('plan.names.number')} hint={t('plan.names.numberHint')} value={number} onChange={setNumber} maxLength={6} short autoComplete="off" error={tried && badNumber ? t('plan.faults.no_key') : undefined} />}
      </div>
    </ChangeDialog>
  )
}
