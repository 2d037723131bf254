import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { CountryField } from '../src/fields/CountryField.tsx'
import { show } from './texts.tsx'

const stateless = () => [{ value: 'XXX', label: 'staatenlos' }]

function Form({ start = '', heard = vi.fn() }: { start?: string; heard?: (code: string) => void }) {
  const [value, set] = useState(start)
  const [extra, news] = useState(stateless)
  return (
    <form onSubmit={() => { throw new Error('the form was sent') }}>
      <CountryField label="Staatsangehörigkeit" extra={extra} value={value} onChange={(code) => { heard(code); set(code) }} />
      <button type="button" onMouseDown={(e) => { e.preventDefault() }} onClick={() => { news(stateless()) }}>gespeichert</button>
    </form>
  )
}

const box = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Staatsangehörigkeit' })
const options = () => screen.queryAllByRole('option').map((o) => o.textContent)

describe('a country', () => {
  it('is found by its name, by its German name, by its code and without its accents', async () => {
    show(<Form />)
    for (const [typed, name] of [['Syr', 'Syrien'], ['vn', 'Vietnam'], ['turk', 'Türkei'], ['STAATEN', 'staatenlos']] as const) {
      await userEvent.clear(box())
      await userEvent.type(box(), typed)
      expect(options()).toContain(name)
    }
  })

  it('is chosen by the keyboard alone, and Enter does not send the form', async () => {
    const heard = vi.fn()
    show(<Form heard={heard} />)
    await userEvent.type(box(), 'kongo{ArrowDown}{ArrowDown}{Enter}')
    expect(heard).toHaveBeenLastCalledWith('CD')
    expect(box().value).toBe('Kongo-Kinshasa')
    expect(options()).toEqual([])
    await userEvent.clear(box())
    await userEvent.type(box(), 'syrien{Enter}')
    expect(heard).toHaveBeenLastCalledWith('SY')
  })

  it('says which option the arrows are on', async () => {
    show(<Form start="SY" />)
    await userEvent.click(box())
    expect(document.getElementById(box().getAttribute('aria-activedescendant') ?? '')?.textContent).toBe('Syrien')
    await userEvent.keyboard('{ArrowUp}')
    expect(document.getElementById(box().getAttribute('aria-activedescendant') ?? '')?.textContent).toBe('Suriname')
    await userEvent.keyboard('{Escape}')
    expect(box().value).toBe('Syrien')
  })

  it('keeps what is being typed while the answers before it are saved', async () => {
    show(<Form />)
    await userEvent.type(box(), 'Viet')
    await userEvent.click(screen.getByRole('button', { name: 'gespeichert' }))
    expect(box().value).toBe('Viet')
    expect(options()).toEqual(['Vietnam'])
  })

  it('is taken as meant when only one is left, and asked for again when there are several', async () => {
    const heard = vi.fn()
    show(<Form heard={heard} start="SY" />)
    await userEvent.clear(box())
    await userEvent.type(box(), 'vietn')
    await userEvent.tab()
    expect(heard).toHaveBeenLastCalledWith('VN')
    expect(box().value).toBe('Vietnam')
    await userEvent.clear(box())
    await userEvent.type(box(), 'Kongo')
    await userEvent.tab()
    expect(box().value).toBe('Kongo')
    expect(heard).toHaveBeenLastCalledWith('')
    expect(screen.getByText('Bitte wählen Sie etwas aus')).toBeTruthy()
  })

  it('is no answer once the box is emptied', async () => {
    const heard = vi.fn()
    show(<Form heard={heard} start="SY" />)
    await userEvent.clear(box())
    await userEvent.tab()
    expect(heard).toHaveBeenLastCalledWith('')
  })
})
