import { afterEach } from 'vitest'
import { cleanup, configure } from '@testing-library/react'

// What does not come fails a test; how fast it comes is not tested: walks and Go's tests run beside.
configure({ asyncUtilTimeout: 30_000 })

afterEach(cleanup)
