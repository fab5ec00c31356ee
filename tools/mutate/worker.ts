import { readFileSync } from 'node:fs'
import { openTestRunner } from './edr.ts'
import { makeJudge } from './judge-mutant.ts'
import type { Mutant } from './list-mutants.ts'
import { openMocha } from './mocha.ts'
import type { PreparedCore } from './prepare-core.ts'

// A process of the pool: takes one mutant after the other from its parent and answers with verdicts.
const [preparedFile = '', scratch = ''] = process.argv.slice(2)
const prepared = JSON.parse(readFileSync(preparedFile, 'utf8')) as PreparedCore
const judge = makeJudge(prepared, await openTestRunner(), openMocha(scratch))

// The terminal sends an interrupt to everybody; the parent decides when its workers end.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit())
process.on('message', async (mutant: Mutant) => {
  try {
    process.send?.({ verdict: await judge(mutant) })
  } catch (error) {
    process.send?.({ fault: error instanceof Error ? error.stack : String(error) })
  }
})
process.send?.('ready')
