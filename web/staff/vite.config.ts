import { app } from '../build/vite.ts'

export default app({ name: 'staff', base: '/office/', port: 5174 })
