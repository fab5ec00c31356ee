import { createMemoryStore } from './memory-store.ts'
import { describeBackend } from './pack/testing/backend-suite.ts'

describeBackend('memory store', async () => createMemoryStore())
