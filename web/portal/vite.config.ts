import { app } from '../build/vite.ts'

export default app({ name: 'portal', base: '/', port: 5173 })
