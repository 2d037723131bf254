import { app } from '../build/vite.ts'

// The gallery of all parts; never part of the built apps.
const gallery = app({ name: 'portal', base: '/', port: 5175 })

export default { ...gallery, root: `${import.meta.dirname}/gallery`, build: { ...gallery.build, outDir: `${import.meta.dirname}/../.gallery` } }
