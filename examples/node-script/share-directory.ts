// Alice uploads a directory and shares it with Bob, who finds it and reads every file.
//   node share-directory.ts DIRECTORY
import { openPackStore } from '@space/backend-pack'
import { start } from '@space/devnet'
import { createAccount, openSpace } from '@space/sdk'
import { readDirectory } from '@space/sdk/node'

const [directory = '.'] = process.argv.slice(2)
// A chain with the contracts, and the subgraph. In production, both are somebody else's addresses.
const devnet = await start()
const backend = await openPackStore('./blocks')

/** Opens the space of a new account with some ether for gas, and registers its name. */
async function join(name: string) {
  const account = createAccount()
  await devnet.fundEther(account.address, 10n ** 18n)
  const { rpcUrl, indexUrl } = devnet
  const space = await openSpace({ rpcUrl, indexUrl, backend, account })
  await space.register(name)
  return space
}

try {
  const alice = await join('alice')
  const bob = await join('bob')

  const folder = await alice.folders.create()
  const { files, sizeBytes, skipped } = await folder.upload(readDirectory(directory))
  console.log(`alice uploaded ${files} files, ${sizeBytes} bytes`)
  for (const { path, reason } of skipped) console.log(`left out: ${path} (${reason})`)
  const { receipt } = await folder.share({ to: '@bob', role: 'reader' })

  await bob.waitForIndex(receipt?.blockNumber ?? 0)
  for (const { folder: id, owner, role } of await bob.folders.shared()) {
    console.log(`bob may open a folder of ${owner} as ${role}`)
    const shared = await bob.folders.open(id)
    for await (const { path, kind } of shared.walk()) {
      if (kind === 'directory') continue
      let length = 0
      for await (const bytes of shared.read(path)) length += bytes.length
      console.log(`bob read ${path}, ${length} bytes`)
    }
  }
} finally {
  await backend.close()
  await devnet.stop()
}
