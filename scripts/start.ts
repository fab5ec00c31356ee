// `npm start`: builds what changed, then runs the story of the README on real files.
import { readOptions, type StoryOptions, usage } from '../examples/quickstart/options.ts'

async function main(): Promise<number> {
  let options: StoryOptions | 'help'
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
  // Loaded only now: whoever mistyped an option should not wait a second for the whole SDK.
  const { tellStory } = await import('../examples/quickstart/run-demo.ts')
  return tellStory(options)
}

process.exitCode = await main()
