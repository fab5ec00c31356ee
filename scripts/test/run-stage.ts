import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addCounts, type Counts, readCounts } from './count-results.ts'
import { excerptFailures } from './excerpt-failures.ts'
import type { Stage } from './stages.ts'

/** What a stage did, and what it said about its failures. */
export type StageResult = { stage: string; counts: Counts; seconds: number; excerpt: string }

/** What other programs keep in the temporary folder for their next start. */
const caches = /^(node-compile-cache|v8-compile-cache|node-jiti|npm-|tsx-)/

/**
 * Runs a stage with a temporary folder of its own: what is left there afterwards is a failure. The user's npm settings
 * are kept from it. Output goes to `print` as it comes; an abort ends the stage.
 */
export async function runStage(
  { name, command: [command = '', ...args], env, covers }: Stage,
  environment: Record<string, string>,
  { print, signal }: { print: (chunk: string) => void; signal: AbortSignal },
): Promise<StageResult> {
  const temporary = mkdtempSync(join(tmpdir(), 'space-stage-'))
  const coverage = process.env['SPACE_V8_COVERAGE']
  const started = performance.now()
  try {
    const { output, code } = await run(
      command,
      args.flatMap(expand),
      {
        ...withoutNpmSettings(process.env),
        NO_COLOR: '1',
        TMPDIR: temporary,
        ...(covers && coverage !== undefined ? { NODE_V8_COVERAGE: coverage } : {}),
        ...environment,
        ...env,
      },
      { print, signal },
    )
    const counts = readCounts(output, code)
    const left = readdirSync(temporary).filter((file) => !caches.test(file))
    const complaint = left.map((file) => `FAIL ${name} left ${file} in the temporary folder\n`).join('')
    print(complaint)
    return {
      stage: name,
      counts: addCounts(counts, { passed: 0, failed: left.length, skipped: 0 }),
      seconds: (performance.now() - started) / 1000,
      excerpt: counts.failed === 0 ? complaint : `${excerptFailures(output)}\n${complaint}`,
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** npm hands its settings and the user's to what it runs; tests that call npm must not depend on them. */
export function withoutNpmSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_(config|package|lifecycle)_/i.test(name)),
  )
}

/** Patterns are resolved here, so that a test that is moved away does not silently stop running. */
function expand(argument: string): string[] {
  if (!argument.includes('*')) return [argument]
  const files = globSync(argument, { exclude: (name) => name === 'node_modules' }).sort()
  if (files.length === 0) throw new Error(`no file matches ${argument}`)
  return files
}

function run(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  { print, signal }: { print: (chunk: string) => void; signal: AbortSignal },
) {
  return new Promise<{ output: string; code: number }>((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env, signal })
    let output = ''
    const pass = (chunk: string) => {
      output += chunk
      print(chunk)
    }
    child.stdout.setEncoding('utf8').on('data', pass)
    child.stderr.setEncoding('utf8').on('data', pass)
    child.on('error', (error) => resolve({ output: `${output}${error.message}`, code: 1 }))
    child.on('close', (code) => resolve({ output, code: code ?? 1 }))
  })
}
