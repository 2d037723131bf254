import i18next from 'eslint-plugin-i18next'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['**/node_modules/**', 'built/**', '**/*.generated.ts', 'api/src/gql/**', 'e2e/shots/**'] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme'] }],
      'no-restricted-syntax': [
        'error',
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Texts are texts; no markup from outside.' },
      ],
    },
  },
  {
    // A walk is one story: its steps belong together.
    files: ['e2e/walks/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // Words on the screen come from web/locales: texts between tags, and the attributes people read or hear.
    files: ['{ui,portal,staff,player}/src/**/*.tsx'],
    plugins: { i18next },
    rules: {
      'i18next/no-literal-string': [
        'error',
        {
          mode: 'jsx-only',
          'jsx-attributes': { include: ['label', 'title', 'hint', 'alt', 'placeholder', 'aria-label', 'aria-description', 'heading'] },
          words: { exclude: ['[0-9!-/:-@[-`{-~\\s·–—…§×→←€]+'] },
        },
      ],
    },
  },
)
