import { describeBackend } from '../testing/describe-backend.ts'
import { createMemoryStore } from './memory-store.ts'

describeBackend('memory store', async () => createMemoryStore())
