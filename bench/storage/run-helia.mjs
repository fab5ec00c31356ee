// One round of Helia: plain UnixFS on FsBlockstore, each file read from disk. Prints its figures as JSON.
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unixfs } from '@helia/unixfs'
import { FsBlockstore } from 'blockstore-fs'
import { createHeliaLight } from 'helia'

const [directory, largeFile, smallDirectory, smallCount] = process.argv.slice(2)
const seconds = async (work) => {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}

const blockstore = new FsBlockstore(directory)
await blockstore.open()
const helia = createHeliaLight({ blockstore })
await helia.start()
const fs = unixfs(helia)

let root
const write = await seconds(async () => {
  root = await fs.addByteStream(createReadStream(largeFile, { highWaterMark: 2 ** 20 }))
})
let readBytes = 0
const read = await seconds(async () => {
  for await (const chunk of fs.cat(root)) readBytes += chunk.length
})
const files = (function* () {
  for (let i = 0; i < Number(smallCount); i++) {
    yield { path: `files/${i}`, content: readFileSync(join(smallDirectory, String(i))) }
  }
})()
const small = await seconds(async () => {
  for await (const _entry of fs.addAll(files, { wrapWithDirectory: true }));
})
await helia.stop()
await blockstore.close()
const peakRssBytes = process.resourceUsage().maxRSS * 1024
console.log(JSON.stringify({ write, read, readBytes, small, peakRssBytes }))
