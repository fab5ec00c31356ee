import { type DemoOptions, readOptions, usage } from './options.ts'

/** Prepares what the demo needs; gets a function that reports progress. */
export type Prepare = (onProgress: (line: string) => void) => Promise<void>

/** The command of `npm start`: reads the arguments, prepares, runs the demo. Returns the exit code. */
export async function main(args: string[], prepare: Prepare): Promise<number> {
  let options: DemoOptions | 'help'
  try {
    options = readOptions(args)
  } catch (failure) {
    process.stderr.write(`${(failure as Error).message}\n\n${usage}`)
    return 2
  }
  if (options === 'help') {
    process.stdout.write(usage)
    return 0
  }
  // Loaded only now: a mistyped option should not wait a second for the whole SDK.
  const { runDemo } = await import('./run-demo.ts')
  return runDemo(options, prepare)
}
