import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type Share, selectSolidityTests } from './share.ts'

/** One command whose output tells how many tests it ran. */
export type Stage = {
  name: string
  command: string[]
  env?: Record<string, string>
  /** Keeps every core busy, or measures time or memory: nothing runs beside it. */
  alone?: true
  /** Its processes count which lines of TypeScript run, if the run wants to know. */
  covers?: true
}

/** How much is run: what a person waits for, what CI adds, both, everything whole, what coverage is measured by. */
export type Tier = 'quick' | 'ci' | 'all' | 'long' | 'coverage'

export const tiers: readonly Tier[] = ['quick', 'ci', 'all', 'long', 'coverage']

/** As many files at once as there are cores: on its own the runner leaves one idle, which of two is half. */
const nodeTest = (...patterns: string[]) => [...runner(availableParallelism()), ...patterns]

/** Tests that start many processes of their own, or that measure memory. */
const oneByOne = (...patterns: string[]) => [...runner(1), ...patterns]

/** Tests that share one local network, which takes longer to start than most of them take. */
const oneProcess = (...patterns: string[]) => [...runner(1), '--test-isolation=none', ...patterns]

function runner(files: number): string[] {
  return ['node', '--test', '--test-timeout=900000', `--test-concurrency=${files}`]
}

const unit: Stage = {
  name: 'unit',
  command: nodeTest(
    'scripts/**/*.test.ts',
    'devnet/src/**/*.test.ts',
    'examples/quickstart/**/*.test.ts',
    'tools/{checks,descriptors,mutate,natspec}/**/*.test.ts',
    'backends/*/src/**/*.test.ts',
    'sdk/src/!(chain|signers|index-client)/**/*.test.ts',
    'indexer/src/**/*.test.ts',
    'test/vectors/*.test.ts',
  ),
  alone: true,
  covers: true,
}

const chain: Stage = {
  name: 'chain',
  command: oneProcess('sdk/src/{chain,signers,index-client}/**/*.test.ts'),
  covers: true,
}

const integration: Stage = {
  name: 'integration',
  command: nodeTest('test/integration/*.test.ts'),
  alone: true,
  covers: true,
}

/** Neighbours that may run beside each other stand beside each other. */
const quick: Stage[] = [
  { name: 'checks', command: ['node', 'tools/check.ts', '--quick'], alone: true },
  unit,
  integration,
  { name: 'contracts', command: ['hardhat', 'test'] },
  chain,
  { name: 'models', command: oneByOne('test/model/**/*.test.ts') },
  { name: 'demo', command: oneByOne('test/e2e/demo.test.ts', 'test/e2e/hostile-tree.test.ts'), covers: true },
  { name: 'dao', command: oneByOne('test/dao/*.test.ts') },
]

/** Tests that take minutes or need more than Node; `npm test` leaves them out. */
const slow = ['kill-upload', 'kill-indexer', 'large-file']

function listCi(share: Share): Stage[] {
  const solidityTests = selectSolidityTests(share, globSync('contracts/**/*.t.sol').sort())
  const violations = nodeTest('tools/violations/*.test.ts')
  // A third of the commits asks for coverage, since most of its time goes into compiling all of the contracts.
  const coverage = { name: 'coverage', command: ['sh', 'scripts/ci/coverage.sh'] }
  return [
    { name: 'coverage-ts', command: ['node', 'scripts/ci/coverage-ts.ts'], alone: true },
    { name: 'published', command: ['node', 'tools/check.ts', 'packages'] },
    {
      name: 'fuzz',
      command: ['hardhat', 'test', 'solidity', ...solidityTests],
      env: { SPACE_FUZZ: 'whole' },
    },
    { name: 'models-long', command: ['bash', 'scripts/ci/model.sh'] },
    ...(share === 'Names' || share === 'all' ? [coverage] : []),
    { name: 'halmos', command: ['sh', 'scripts/ci/halmos.sh'] },
    { name: 'slither', command: ['sh', 'scripts/ci/slither.sh'] },
    { name: 'descriptors', command: ['sh', 'scripts/ci/erc7730.sh'] },
    { name: 'reader', command: ['bash', 'scripts/ci/reader.sh'] },
    // In one process, which packs every package once.
    { name: 'packages', command: oneProcess('test/e2e/packed-*.test.ts') },
    { name: 'mutants', command: ['node', 'tools/mutate.ts', '--gate'], alone: true },
    { name: 'violations', command: violations, alone: true },
    ...slow.map((name): Stage => ({ name, command: oneByOne(`test/e2e/${name}.test.ts`), alone: true })),
  ]
}

const kills: Stage = {
  name: 'kills',
  command: oneByOne('test/e2e/kill-upload.test.ts', 'test/e2e/kill-indexer.test.ts'),
  env: { SPACE_KILLS: '50' },
  alone: true,
}

/** The stages of a tier, in order. */
export function listStages(tier: Tier, share: Share): Stage[] {
  if (tier === 'quick') return quick
  if (tier === 'ci') return listCi(share)
  if (tier === 'coverage') return [unit, integration, chain]
  if (tier === 'all') return [...quick, ...listCi(share)]
  return [...quick, ...listCi('all'), kills]
}
