import { createMemoryStore } from './memory-store.ts'
import { describeBackend } from './testing/backend-suite.ts'

describeBackend('memory store', async () => createMemoryStore())
