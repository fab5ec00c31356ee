// Compiles what `npm start` and `npm test` need; a second run finds nothing to do.
import { buildAll } from './build/build-all.ts'

try {
  await buildAll((line) => console.error(`build: ${line}`))
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
