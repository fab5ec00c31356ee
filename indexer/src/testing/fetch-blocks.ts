import { ChainSource } from '../chain/chain-source.ts'
import type { BlockWithLogs } from '../chain/chain-types.ts'
import { createRpcClient } from '../chain/rpc-client.ts'
import type { SubgraphBuild } from '../manifest/load-build.ts'
import { describeNeeds } from '../runtime/block-needs.ts'
import type { FakeChain } from './fake-chain.ts'
import { FakeNode } from './fake-node.ts'

/** All blocks of a chain but its genesis, as an indexer of the build fetches them. */
export async function fetchBlocks(chain: FakeChain, build: SubgraphBuild): Promise<BlockWithLogs[]> {
  const node = await FakeNode.start(chain)
  try {
    const source = new ChainSource(
      createRpcClient(node.url, new AbortController().signal),
      describeNeeds(build),
    )
    return await source.blocks(1, chain.latest, { every: true })
  } finally {
    await node.close()
  }
}
