import { describe, it } from 'node:test'
import { backendConformance } from '../testing/backend-conformance.ts'
import { createMemoryStore } from './memory-store.ts'

describe('createMemoryStore', () => {
  const cases = backendConformance({
    open: async () => createMemoryStore(),
    openVerifying: async (verifyHead) => createMemoryStore({ verifyHead }),
  })
  for (const { name, run } of cases) it(name, run)
})
