import { app } from '../build/vite.ts'

export default app({ name: 'player', base: '/player/', port: 5175 })
