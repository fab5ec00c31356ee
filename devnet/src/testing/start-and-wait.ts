// Starts a network, prints where its chain is, and waits.
import { start } from '../start.ts'

console.log((await start()).rpcUrl)
setInterval(() => {}, 60_000)
