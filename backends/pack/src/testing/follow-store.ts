import { makeSeededBlock } from '@space/sdk/testing'
import { openPackStore } from '../open-pack-store.ts'

/** What the parent asks: is this seed here (of this size)? Or: how many blocks did you verify? Then end. */
export type FollowRequest = { seed: number; sizeBytes: number } | 'finish'
/** What it is told. */
export type FollowReply = 'ready' | { seed: number; found: boolean } | { verified: number }

// A process of the reader test: verifies everything it sees, over and over, while another process writes.
if (import.meta.main) {
  const send = (reply: FollowReply) => process.send?.(reply)
  const store = await openPackStore(process.argv[2] ?? '', { access: 'read' })
  let verified = 0
  let finishing = false
  process.on('message', async (request: FollowRequest) => {
    if (request === 'finish') {
      finishing = true
      return
    }
    const { cid, bytes } = await makeSeededBlock(request.seed, request.sizeBytes)
    const got = await store.blocks.get(cid).catch(() => undefined)
    send({ seed: request.seed, found: got !== undefined && Buffer.compare(got, bytes) === 0 })
  })
  send('ready')
  let before = 0
  while (!finishing) {
    let seen = 0
    for await (const cid of store.blocks.list()) {
      await store.blocks.get(cid)
      seen += 1
      verified += 1
    }
    if (seen < before) throw new Error(`saw ${before} blocks and then ${seen}`)
    before = seen
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await store.close()
  send({ verified })
  process.disconnect()
}
