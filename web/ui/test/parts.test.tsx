import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Button, DateField, ErrorSummary, Menu, PageViewer, ProblemAlert, Progress, RadioGroup, Table, Tabs, TextArea, ToastProvider, UploadTile, useToast } from '../src/index.ts'
import { show } from './texts.tsx'

describe('a menu', () => {
  const items = [
    { value: 'de', label: 'Deutsch' },
    { value: 'ar', label: 'العربية' },
    { value: 'uk', label: 'Українська' },
  ]
  it('opens on what is chosen, walks by arrows and letters, closes by Escape and gives the focus back', async () => {
    const chosen = vi.fn()
    show(<Menu label="Sprache" button="Deutsch" items={items} chosen="de" onChoose={chosen} />)
    const opener = screen.getByRole('button', { name: 'Sprache' })
    await userEvent.click(opener)
    expect(screen.getByRole('menuitemradio', { name: 'Deutsch' })).toBe(document.activeElement)
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement?.textContent).toBe('العربية')
    await userEvent.keyboard('у')
    expect(document.activeElement?.textContent).toBe('Українська')
    await userEvent.keyboard('{Escape}')
    expect(document.activeElement).toBe(opener)
    await userEvent.keyboard('{ArrowDown}{End}{Enter}')
    expect(chosen).toHaveBeenCalledWith('uk')
  })
})

describe('a summary of errors', () => {
  it('takes the focus at each try and leads to the field', async () => {
    const problems = [{ field: 'name', text: 'Bitte füllen Sie dieses Feld aus' }]
    const form = (attempt: number) => (
      <>
        <ErrorSummary problems={problems} attempt={attempt} />
        <input id="name" aria-label="Name" />
      </>
    )
    const view = show(form(1))
    expect(document.activeElement).toBe(screen.getByRole('alert'))
    await userEvent.click(screen.getByRole('link'))
    expect(document.activeElement).toBe(screen.getByLabelText('Name'))
    view.rerender(form(2))
    expect(screen.getByRole('heading').textContent).toBe('Eine Angabe fehlt noch oder passt nicht')
  })
})

describe('fields', () => {
  it('tie hint and error to the control', () => {
    show(<TextArea id="why" label="Warum?" hint="Kurz" error="Zu lang" value="" onChange={vi.fn()} />)
    const box = screen.getByRole('textbox', { name: 'Warum?' })
    expect(box.getAttribute('aria-describedby')).toBe('why-hint why-error')
    expect(box.getAttribute('aria-invalid')).toBe('true')
    expect(document.getElementById('why-error')?.textContent).toBe('Zu lang')
  })
  it('read a date from three boxes and keep half of one', async () => {
    const seen: string[] = []
    function Form() {
      const [value, set] = useState('')
      return <DateField label="Geboren am" value={value} onChange={(v) => { seen.push(v); set(v) }} />
    }
    show(<Form />)
    await userEvent.type(screen.getByLabelText('Tag'), '٢٩')
    await userEvent.type(screen.getByLabelText('Monat'), '2')
    await userEvent.type(screen.getByLabelText('Jahr'), '2024')
    expect(seen[1]).toBe('--29')
    expect(seen.at(-1)).toBe('2024-02-29')
    expect(screen.getByLabelText<HTMLInputElement>('Monat').value).toBe('2')
  })
  it('read a birth date as the passport has it, with an unknown day', async () => {
    const seen: string[] = []
    function Form() {
      const [value, set] = useState('')
      return <DateField label="Geboren am" value={value} onChange={(v) => { seen.push(v); set(v) }} />
    }
    show(<Form />)
    await userEvent.type(screen.getByLabelText('Tag'), '0')
    await userEvent.type(screen.getByLabelText('Monat'), '3')
    await userEvent.type(screen.getByLabelText('Jahr'), '1990')
    expect(seen.at(-1)).toBe('1990-03-00')
  })
  it('offer choices as radio buttons of one name', async () => {
    const chosen = vi.fn()
    show(<RadioGroup label="Familie?" options={[{ value: 'y', label: 'Ja' }, { value: 'n', label: 'Nein' }]} value="" onChange={chosen} />)
    const group = screen.getByRole('group', { name: 'Familie?' })
    await userEvent.click(within(group).getByLabelText('Nein'))
    expect(chosen).toHaveBeenCalledWith('n')
  })
})

describe('a busy button', () => {
  it('keeps its place but does nothing twice', async () => {
    const clicked = vi.fn()
    show(<Button busy onClick={clicked} type="submit">Absenden</Button>)
    const button = screen.getByRole('button')
    await userEvent.click(button)
    expect(clicked).not.toHaveBeenCalled()
    expect(button.getAttribute('type')).toBe('button')
    expect(button.textContent).toContain('Bitte warten')
  })
})

describe('tabs and tables', () => {
  it('are walked by keys', async () => {
    show(<Tabs label="Teile" tabs={[{ id: 'a', title: 'Antrag', content: () => 'eins' }, { id: 'b', title: 'Verlauf', content: () => 'zwei' }]} />)
    await userEvent.click(screen.getByRole('tab', { name: 'Antrag' }))
    await userEvent.keyboard('{ArrowRight}')
    expect(screen.getByRole('tabpanel').textContent).toBe('zwei')
  })
  it('open a row by Enter and by click, but not by a click on a link in it', async () => {
    const open = vi.fn()
    const columns = [{ id: 'n', title: 'Nr', cell: (r: { n: string }) => <a href="#x">{r.n}</a> }, { id: 'm', title: 'x', cell: () => 'leer' }]
    show(<Table caption="Fälle" columns={columns} rows={[{ n: '1' }, { n: '2' }]} rowKey={(r) => r.n} onOpen={open} />)
    const rows = screen.getAllByRole('row').slice(1)
    rows[0]?.focus()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(open).toHaveBeenLastCalledWith({ n: '2' })
    fireEvent.click(screen.getByRole('link', { name: '1' }))
    expect(open).toHaveBeenCalledTimes(1)
  })
})

describe('a file on its way', () => {
  const upload = { name: 'pass.pdf', size: 4_000_000, sent: 1_000_000 }
  it('can be paused while it moves', async () => {
    const pause = vi.fn()
    show(<UploadTile upload={{ ...upload, state: 'uploading' }} onPause={pause} onRemove={vi.fn()} />)
    expect(screen.getByRole('progressbar').getAttribute('value')).toBe('1000000')
    await userEvent.click(screen.getByRole('button', { name: 'pass.pdf anhalten' }))
    expect(pause).toHaveBeenCalled()
  })
  it('says why it was refused', () => {
    show(<UploadTile upload={{ ...upload, state: 'refused', problem: 'Dieses PDF ist geschützt' }} onRemove={vi.fn()} />)
    expect(screen.getByRole('alert').textContent).toBe('Dieses PDF ist geschützt')
    expect(screen.queryByRole('button', { name: /noch einmal/ })).toBeNull()
  })
})

describe('the page viewer', () => {
  it('turns pages and rotates by keys and stops at the ends', async () => {
    const pages = [1, 2].map((n) => ({ url: `/files/${String(n)}`, width: 800, height: 1200 }))
    show(<PageViewer title="Pass" pages={pages} />)
    screen.getByRole('group').focus()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}r')
    const image = screen.getByRole('img', { name: 'Pass, Seite 2' })
    expect(image.style.transform).toContain('rotate(90deg)')
    expect(screen.getByRole('status').textContent).toBe('2 von 2')
  })
})

describe('progress and toasts', () => {
  it('says the step and what follows', () => {
    show(<Progress current={2} titles={['Person', 'Studium', 'Familie']} />)
    expect(screen.getByText('Schritt 2 von 3')).toBeTruthy()
    expect(screen.getByText('Danach: Familie')).toBeTruthy()
  })
  it('offers to take a deed back', async () => {
    const undo = vi.fn()
    function Deed() {
      const say = useToast()
      return <Button onClick={() => { say({ text: 'Entfernt', undo }) }}>Entfernen</Button>
    }
    show(<ToastProvider><Deed /></ToastProvider>)
    await userEvent.click(screen.getByRole('button', { name: 'Entfernen' }))
    await userEvent.click(screen.getByRole('button', { name: 'Rückgängig' }))
    expect(undo).toHaveBeenCalled()
    expect(screen.queryByText('Entfernt')).toBeNull()
  })
})

describe('a refusal', () => {
  const error = (code: string) => ({ graphQLErrors: [{ extensions: { code, kind: 'CONFLICT' } }] })
  it("speaks the office's own words where its app has them", () => {
    show(<ProblemAlert error={error('letters.state')} />)
    expect(screen.getByRole('alert').textContent).toContain('Einer der Briefe ist schon weiter')
  })
  it('offers a fresh page to one that the server no longer understands', async () => {
    const reload = vi.fn()
    vi.stubGlobal('location', { reload })
    show(<ProblemAlert error={error('graphql.unknown_operation')} onRetry={() => { throw new Error('it would hear the same again') }} />)
    await userEvent.click(screen.getByRole('button', { name: 'Seite neu laden' }))
    expect(reload).toHaveBeenCalled()
    vi.unstubAllGlobals()
  })
})
