// Opens the block store in a folder, says so, and holds it until its standard input ends.
//   node test/support/hold-store.ts FOLDER
import { openPackStore } from '@space/backend-pack'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: hold-store.ts FOLDER')
const store = await openPackStore(folder)
console.log('held')
process.stdin.resume().on('end', () => void store.close())
