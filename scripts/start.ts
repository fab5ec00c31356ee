// `npm start`: builds what changed, then runs the story of the README on real files.
import { buildAll } from './build/build-all.ts'
import { readOptions, usage } from './story/options.ts'
import { createJsonReport } from './story/report/json-report.ts'
import { createTextReport } from './story/report/text-report.ts'
import { runStory } from './story/run-story.ts'
import { createStory, endStory } from './story/story.ts'

async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>
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
  await buildAll((line) => process.stderr.write(`build: ${line}\n`))
  const report = options.json
    ? createJsonReport((line) => process.stdout.write(line))
    : createTextReport(process.stdout)
  const story = createStory(options, report)
  const interrupted = new Promise<number>((resolve) => {
    process.once('SIGINT', () => {
      process.stderr.write('\nInterrupted. What was reported as durable is in the block store.\n')
      resolve(130)
    })
  })
  const finished = runStory(story, report).then((result) => {
    report.ended(result)
    return result.exitCode
  })
  const code = await Promise.race([finished, interrupted])
  if (code === 0 && process.stdin.isTTY && process.stdout.isTTY && !options.json) {
    process.stdout.write(
      `Still serving ${story.network.rpcUrl} and ${story.network.graphqlUrl}. Ctrl-C ends it.\n`,
    )
    await interrupted
    await endStory(story)
    return 0
  }
  await endStory(story)
  return code
}

process.exitCode = await main()
