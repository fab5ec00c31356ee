/** One command whose output tells how many tests it ran. */
export type Stage = { name: string; command: string[]; env?: Record<string, string> }

/** How much is run: what a person waits for, what CI adds, what takes hours. */
export type Tier = 'quick' | 'ci' | 'long'

const node = (...args: string[]) => ['node', ...args]

/** The stages of each tier, in order. */
export const stages: Record<Tier, Stage[]> = {
  quick: [
    { name: 'checks', command: node('scripts/check.ts') },
    { name: 'contracts', command: ['hardhat', 'test'] },
    {
      name: 'unit',
      command: node('--test', 'scripts/**/*.test.ts', 'sdk/src/**/*.test.ts', 'indexer/src/**/*.test.ts'),
    },
  ],
  ci: [],
  long: [],
}
