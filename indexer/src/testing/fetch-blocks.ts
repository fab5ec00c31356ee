import { ChainSource } from '../chain/chain-source.ts'
import type { BlockWithLogs } from '../chain/chain-types.ts'
import { createRpcClient } from '../chain/rpc-client.ts'
import type { SubgraphBuild } from '../manifest/load-build.ts'
import { describeNeeds } from '../triggers/block-needs.ts'
import type { MockChain } from './mock-chain.ts'
import { MockNode } from './mock-node.ts'

/** All blocks of a chain but its genesis, as an indexer of the build fetches them. */
export async function fetchBlocks(chain: MockChain, build: SubgraphBuild): Promise<BlockWithLogs[]> {
  const node = await MockNode.start(chain)
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
