import { availableParallelism } from 'node:os'

/** One command whose output tells how many tests it ran. */
export type Stage = { name: string; command: string[]; env?: Record<string, string> }

/** How much is run: what a person waits for, what CI adds, both, what takes hours. */
export type Tier = 'quick' | 'ci' | 'all' | 'long'

/** Tests that take minutes or need more than Node; `npm test` leaves them out. */
const slow = ['kill-upload', 'kill-indexer', 'large-file']

/** As many files at once as there are cores: on its own the runner leaves one idle, which of two is half. */
const nodeTest = (...patterns: string[]) => [
  'node',
  '--test',
  '--test-timeout=900000',
  `--test-concurrency=${availableParallelism()}`,
  ...patterns,
]

/** Tests that start many processes of their own, or that measure memory. */
const oneByOne = (...patterns: string[]) => [
  'node',
  '--test',
  '--test-timeout=900000',
  '--test-concurrency=1',
  ...patterns,
]

/** Tests that share one local network, which takes longer to start than most of them take. */
const oneProcess = (...patterns: string[]) => [
  'node',
  '--test',
  '--test-timeout=900000',
  '--test-isolation=none',
  ...patterns,
]

const quick: Stage[] = [
  { name: 'checks', command: ['node', 'tools/check.ts'] },
  { name: 'contracts', command: ['hardhat', 'test'] },
  {
    name: 'unit',
    command: nodeTest(
      'scripts/**/*.test.ts',
      'devnet/src/**/*.test.ts',
      'examples/quickstart/**/*.test.ts',
      'tools/{checks,descriptors,mutate,natspec}/**/*.test.ts',
      'backends/*/src/**/*.test.ts',
      'sdk/src/!(chain|signers|index-client)/**/*.test.ts',
      'indexer/src/**/*.test.ts',
    ),
  },
  {
    name: 'chain',
    command: oneProcess('sdk/src/{chain,signers,index-client}/**/*.test.ts'),
  },
  { name: 'dao', command: oneByOne('test/dao/*.test.ts') },
  { name: 'models', command: oneByOne('test/model/**/*.test.ts') },
  { name: 'integration', command: nodeTest('test/integration/*.test.ts') },
  { name: 'demo', command: oneByOne('test/e2e/demo.test.ts', 'test/e2e/hostile-tree.test.ts') },
]

const ci: Stage[] = [
  { name: 'fuzz', command: ['hardhat', 'test', 'solidity'], env: { SPACE_FUZZ: 'whole' } },
  { name: 'reader', command: ['bash', 'scripts/ci/reader.sh'] },
  { name: 'coverage', command: ['sh', 'scripts/ci/coverage.sh'] },
  { name: 'slither', command: ['sh', 'scripts/ci/slither.sh'] },
  { name: 'halmos', command: ['sh', 'scripts/ci/halmos.sh'] },
  { name: 'descriptors', command: ['sh', 'scripts/ci/erc7730.sh'] },
  { name: 'models-long', command: ['bash', 'scripts/ci/model.sh'] },
  { name: 'mutants', command: ['node', 'tools/mutate.ts', '--gate'] },
  { name: 'violations', command: nodeTest('tools/violations/*.test.ts') },
  // In one process, which packs every package once.
  { name: 'packages', command: oneByOne('--test-isolation=none', 'test/e2e/packed-*.test.ts') },
  ...slow.map((name) => ({ name, command: oneByOne(`test/e2e/${name}.test.ts`) })),
]

const long: Stage[] = [
  {
    name: 'kills',
    command: oneByOne('test/e2e/kill-upload.test.ts', 'test/e2e/kill-indexer.test.ts'),
    env: { SPACE_KILLS: '50' },
  },
]

/** The stages of each tier, in order. */
export const stages: Record<Tier, Stage[]> = {
  quick,
  ci,
  all: [...quick, ...ci],
  long: [...quick, ...ci, ...long],
}
