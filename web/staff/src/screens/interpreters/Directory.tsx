import { Interpreters, type InterpreterFilter, type InterpreterRowFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, type Column, EmptyState, Icon, Loading, Name, ProblemAlert, Table } from '@ankunft/ui'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useKeys } from '../../keys.ts'
import { useMay } from '../../me.tsx'
import { More, usePages } from '../../parts/More.tsx'
import { Choice, SearchBox } from '../Filters.tsx'
import { tongues } from './languages.ts'
import { type DirectorySearch, filterOf } from './search.ts'
import { Missing, MODES, FORMS, State, STATES, useModeWords, useSkillWords } from './words.tsx'

/** Who interprets and translates. */
export default function Directory() {
  const search = useSearch({ from: '/interpreters/' })
  return <Found key={JSON.stringify(search)} search={search} />
}

function Found({ search }: { search: DirectorySearch }) {
  const { t } = useTranslation('staff')
  const may = useMay()
  const keeps = may('interpreters.keep')
  const navigate = useNavigate({ from: '/interpreters/' })
  const pages = usePages()
  const filter: InterpreterFilter = filterOf(search)
  const [{ data, error, fetching }, again] = useQuery({ query: Interpreters, variables: { filter, ...pages.variables }, requestPolicy: 'cache-and-network' })
  const rows = data?.interpreters.items ?? []
  const filtered = Object.keys(filter).length > 0
  const open = (row: InterpreterRowFragment) => void navigate({ to: '/interpreters/file/$id', params: { id: row.id } })
  return (
    <section className="ank-stack" aria-labelledby="directory">
      <div className="off-roombar">
        <h2 id="directory">{t('interpreting.parts.directory')}</h2>
        {keeps && (
          <span className="ank-actions ank-noprint">
            <Link to="/interpreters/new" className="kern-btn kern-btn--primary ank-btn--small"><span className="kern-label">{t('interpreting.add')}</span></Link>
            <Link to="/interpreters/import" className="kern-btn kern-btn--secondary ank-btn--small"><span className="kern-label">{t('interpreting.import.open')}</span></Link>
          </span>
        )}
      </div>
      <Narrow search={search} />
      <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
      {fetching && !data && <Loading lines={6} />}
      {data && rows.length === 0 && (
        <EmptyState title={t(filtered ? 'interpreting.none' : 'interpreting.empty')}>{t(filtered ? 'interpreting.noneHelp' : 'interpreting.emptyHelp')}</EmptyState>
      )}
      {rows.length > 0 && <Rows rows={rows} onOpen={open} />}
      <More pages={pages} next={data?.interpreters.next} busy={fetching} />
    </section>
  )
}

function Rows({ rows, onOpen }: { rows: readonly InterpreterRowFragment[]; onOpen: (row: InterpreterRowFragment) => void }) {
  const { t } = useTranslation('staff')
  const skill = useSkillWords()
  const modes = useModeWords()
  const columns: Column<InterpreterRowFragment>[] = [
    {
      id: 'name', title: t('interpreting.name'), cell: (i) => (
        <span className="off-lined">
          <Link to="/interpreters/file/$id" params={{ id: i.id }}><Name>{i.name}</Name></Link>
          {i.kind === 'agency' && <span className="ank-small ank-muted">{t('interpreting.kinds.agency')}</span>}
        </span>
      ),
    },
    {
      id: 'languages', title: t('interpreting.languages'), cell: (i) => i.skills.length === 0 ? <span className="ank-muted">–</span> : (
        <ul className="off-plain">{i.skills.map((s) => <li key={`${s.language} ${s.dialect} ${s.form}`}>{skill(s)}</li>)}</ul>
      ),
    },
    { id: 'modes', title: t('interpreting.mode'), cell: (i) => modes(i.modes) || <span className="ank-muted">–</span> },
    { id: 'state', title: t('interpreting.state'), cell: (i) => <span className="off-lined off-lined--apart"><State state={i.state} /><Missing missing={i.missing} /></span> },
  ]
  return <div className="off-directory"><Table caption={t('interpreting.parts.directory')} rows={rows} rowKey={(i) => i.id} columns={columns} onOpen={onOpen} /></div>
}

/** What the list is narrowed to; all of it stands in the address. */
function Narrow({ search }: { search: DirectorySearch }) {
  const { t } = useTranslation('staff')
  const may = useMay()
  const box = useRef<HTMLInputElement>(null)
  const navigate = useNavigate({ from: '/interpreters/' })
  useKeys({ '/': () => { box.current?.focus() } })
  const change = (next: { [K in keyof DirectorySearch]?: DirectorySearch[K] | undefined }) => {
    void navigate({ search: (before) => Object.fromEntries(Object.entries({ ...before, ...next }).filter(([, v]) => v !== undefined)) as DirectorySearch, replace: true })
  }
  // Whether somebody changed their own entry concerns who keeps it.
  const flags = (['sworn', 'missing', 'changed'] as const).filter((f) => f !== 'changed' || may('interpreters.keep'))
  return (
    <search className="off-filters ank-noprint" aria-label={t('interpreting.narrow')}>
      <SearchBox label={t('interpreting.text')} value={search.q ?? ''} onChange={(q) => { change({ q: q || undefined }) }} box={box} />
      <Choice label={t('interpreting.language')} all={t('interpreting.allLanguages')} value={search.language} onChange={(language) => { change({ language }) }} options={tongues('', search.language).map((l) => [l.value, l.label] as const)} />
      <Choice label={t('interpreting.form')} all={t('interpreting.allForms')} value={search.form} onChange={(form) => { change({ form }) }} options={FORMS.map((f) => [f, t(`interpreting.forms.${f}`)] as const)} />
      <Choice label={t('interpreting.mode')} all={t('interpreting.allModes')} value={search.mode} onChange={(mode) => { change({ mode }) }} options={MODES.map((m) => [m, t(`interpreting.modes.${m}`)] as const)} />
      <Choice label={t('interpreting.state')} all={t('interpreting.allStates')} value={search.state} onChange={(state) => { change({ state }) }} options={STATES.map((s) => [s, t(`interpreting.states.${s}`)] as const)} />
      <div className="off-segments" role="group" aria-label={t('interpreting.only.label')}>
        {flags.map((f) => (
          <button key={f} type="button" aria-pressed={search[f] === 'yes'} onClick={() => { change({ [f]: search[f] ? undefined : 'yes' }) }}>{t(`interpreting.only.${f}`)}</button>
        ))}
      </div>
      {Object.keys(filterOf(search)).length > 0 && (
        <Button kind="tertiary" size="small" onClick={() => { void navigate({ search: {}, replace: true }) }}><Icon name="close" />{t('work.filter.reset')}</Button>
      )}
    </search>
  )
}
