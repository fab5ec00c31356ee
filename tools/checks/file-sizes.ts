// A file is as long as its idea and not longer than can be read in one go. Generated files are exempt.
import { readFileSync } from 'node:fs'
import { listFiles } from './list-files.ts'

const generated = /(^|\/)(typechain|generated|build|dist|artifacts|abi)\//
const limits = [
  { pattern: /\.(ts|mjs|py)$/, maximum: 500 },
  { pattern: /\.sol$/, maximum: 450 },
]

for (const path of listFiles()) {
  const maximum = limits.find(({ pattern }) => pattern.test(path))?.maximum
  if (maximum === undefined || generated.test(path)) continue
  const lines = readFileSync(path, 'utf8').split('\n').length - 1
  if (lines <= maximum) continue
  console.error(`${path} has ${lines} lines: split it`)
  process.exitCode = 1
}
