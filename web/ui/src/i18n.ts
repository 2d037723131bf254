import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type Language, languages, matchLanguage, rememberLanguage } from './languages.ts'

/** A file of web/locales: nested keys, plural forms by i18next's suffixes. */
interface Texts {
  [key: string]: string | Texts
}

// One chunk for each language and namespace: a phone loads only what it shows.
const files = import.meta.glob<Texts>('../../locales/*/{common,portal,errors,declaration,appointments,interpreting,partners,quality,hall,staff}.json', { import: 'default' })

/** Namespaces an app shows. */
export type Namespace = 'common' | 'portal' | 'errors' | 'declaration' | 'appointments' | 'interpreting' | 'partners' | 'quality' | 'hall' | 'staff'

/** The texts of this page. */
let started: i18n | undefined

const FALLBACK: Record<string, string[]> = { 'de-simple': ['de'] }

async function load(instance: i18n, tag: string, namespaces: readonly Namespace[]): Promise<void> {
  const chain = [tag, ...(FALLBACK[tag] ?? [])]
  await Promise.all(
    chain.flatMap((t) =>
      namespaces.map(async (ns) => {
        if (instance.hasResourceBundle(t, ns)) return
        const read = files[`../../locales/${t}/${ns}.json`]
        if (read) instance.addResourceBundle(t, ns, await read())
      }),
    ),
  )
}

/** Starts the texts in one language; resolves when the first screen can be drawn. */
export async function startTexts(language: Language, namespaces: readonly Namespace[]): Promise<i18n> {
  const instance = i18next.createInstance()
  await instance.use(initReactI18next).init({
    lng: language.tag,
    fallbackLng: FALLBACK,
    supportedLngs: languages.map((l) => l.tag),
    load: 'currentOnly',
    ns: [...namespaces],
    defaultNS: 'common',
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  })
  await load(instance, language.tag, namespaces)
  await applyLanguage(language)
  started = instance
  return instance
}

/** Loads a namespace that only some screens show, in the language of the page; from then on it follows a change of language. */
export async function addTexts(namespace: Namespace): Promise<void> {
  if (!started) return
  const { ns } = started.options
  const known = Array.isArray(ns) ? ns : []
  if (known.includes(namespace)) return
  await load(started, started.language, [namespace])
  started.options.ns = [...known, namespace]
}

/** Loads all that is shown now in every language: a device that others choose their language on must not need the network for it. */
export async function loadEveryLanguage(): Promise<void> {
  const instance = started
  if (!instance) return
  const { ns } = instance.options
  await Promise.all([import('./styles/arabic.css'), ...languages.map((l) => load(instance, l.tag, (Array.isArray(ns) ? ns : []) as Namespace[]))])
}

/** Changes the language of a running app: texts first, then the page, so that nothing flickers. */
export async function changeLanguage(instance: i18n, tag: string): Promise<void> {
  const language = matchLanguage(tag)
  if (!language) return
  const namespaces = instance.options.ns
  await load(instance, language.tag, (Array.isArray(namespaces) ? namespaces : []) as Namespace[])
  await applyLanguage(language)
  await instance.changeLanguage(language.tag)
  rememberLanguage(language.tag)
}

async function applyLanguage(language: Language): Promise<void> {
  // Plain German is German to a screen reader.
  document.documentElement.lang = language.tag === 'de-simple' ? 'de' : language.tag
  document.documentElement.dir = language.dir
  if (language.dir === 'rtl') await import('./styles/arabic.css')
}
