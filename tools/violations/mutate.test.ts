import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { openTestRunner, type RunSuite } from '../mutate/edr.ts'
import { findFailures, makeJudge } from '../mutate/judge-mutant.ts'
import { openMocha } from '../mutate/mocha.ts'
import { type PreparedCore, prepareCore } from '../mutate/prepare-core.ts'
import { findMutants } from '../mutate/run-core.ts'

describe('the mutator', () => {
  let names: PreparedCore
  let runSuite: RunSuite
  before(async () => {
    names = prepareCore('Names')
    runSuite = await openTestRunner()
  })

  const changeMutant = (change: (original: string) => string) => {
    const [taken] = findMutants(names).filter(({ original }) => /^if .*revert NamesTaken/s.test(original))
    assert.ok(taken)
    return { ...taken, replacement: change(taken.original) }
  }
  const judge = (change: (original: string) => string) =>
    makeJudge(names, runSuite, async () => undefined)(changeMutant(change))

  it('finds nothing to complain about in the contract as it is', async () => {
    assert.deepEqual(await findFailures(names, runSuite), [])
  })

  it('sees a test that breaks without a mutant', async () => {
    const { artifacts, ...rest } = names
    const empty = { ...artifacts.at(-1), contract: { ...artifacts.at(-1)?.contract, bytecode: '0x00' } }
    const broken = { ...rest, artifacts: [...artifacts.slice(0, -1), empty] } as PreparedCore
    assert.notDeepEqual(await findFailures(broken, runSuite), [])
  })

  it('kills what a test notices', async () => {
    const { status, by } = await judge(() => '{}')
    assert.equal(status, 'killed')
    assert.match(by ?? '', /^Names\w*Test\.test/)
  })

  it('compiles the tests again that hold code of the core themselves', async () => {
    const file = 'contracts/names/types/NameWord.sol'
    const embedding = names.suites.filter(({ embeds }) => embeds.includes(file))
    assert.notEqual(embedding.length, 0)
    const only = { ...names, suites: embedding }
    const mutants = findMutants(names).filter((mutant) => mutant.file === file && mutant.original === '==')
    assert.ok(mutants[0])
    const { status } = await makeJudge(only, runSuite, async () => undefined)(mutants[0])
    assert.equal(status, 'killed')
  })

  it('does not count what does not compile or changes no bytecode', async () => {
    const unknown = await judge((original) => original.replace('NamesTaken', 'NamesGone'))
    assert.deepEqual(unknown, { status: 'not-compiled' })
    const spaced = await judge((original) => original.replace('revert', 'revert '))
    assert.deepEqual(spaced, { status: 'equivalent' })
  })

  it('asks the TypeScript tests about what is left, and lets live what they let live', async () => {
    const blind: RunSuite = async () => ({ tests: [], failed: [] })
    const judgeBlind = (failure?: string) =>
      makeJudge(names, blind, async () => failure)(changeMutant(() => '{}'))
    assert.deepEqual(await judgeBlind(), { status: 'survived' })
    assert.deepEqual(await judgeBlind('mocha: a test'), { status: 'killed', by: 'mocha: a test' })
  })

  it('has TypeScript tests that notice what a mutant does, and not that it is one', async (t) => {
    const scratch = mkdtempSync(join(tmpdir(), 'space-mocha-'))
    t.after(() => rmSync(scratch, { recursive: true }))
    const blind: RunSuite = async () => ({ tests: [], failed: [] })
    const judge = makeJudge(names, blind, openMocha(join(scratch, 'copy')))
    const find = (pattern: RegExp) => {
      const found = findMutants(names).find(({ where, original }) => pattern.test(`${where} ${original}`))
      return found ?? assert.fail(`no mutant is like ${pattern}`)
    }
    // A unit of gas that nobody counts, and an event from which the state is rebuilt.
    assert.deepEqual(await judge(find(/POLICY_GAS 100_000$/)), { status: 'survived' })
    const { status, by } = await judge(find(/ emit OwnerChanged/))
    assert.equal(status, 'killed')
    assert.match(by ?? '', /M11/)
  })
})
