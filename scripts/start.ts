// `npm start`: builds what changed, then runs the demo of the README on real files.
import { main } from '../examples/quickstart/main.ts'
import { buildAll } from './build/build-all.ts'

process.exitCode = await main(process.argv.slice(2), buildAll)
