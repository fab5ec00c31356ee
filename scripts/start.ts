// `npm start`: builds what changed, then runs the demo of the README on real files.
import { type DemoOptions, readOptions, usage } from '../examples/quickstart/options.ts'

async function main(): Promise<number> {
  let options: DemoOptions | 'help'
  try {
    options = readOptions(process.argv.slice(2))
  } catch (failure) {
    process.stderr.write(`${(failure as Error).message}\n\n${usage}`)
    return 2
  }
  if (options === 'help') {
    process.stdout.write(usage)
    return 0
  }
  // Loaded only now: a mistyped option should not wait a second for the whole SDK.
  const { runDemo } = await import('../examples/quickstart/run-demo.ts')
  return runDemo(options)
}

process.exitCode = await main()
