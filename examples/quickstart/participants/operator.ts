// The operator: keeps blocks for others, counts them without any key, and charges for them.
import { openPackStore } from '@space/backend-pack'
import { type Address, createKeySigner, fromHex, type Hex, measureForest } from '@space/sdk'
import { charge, connectChain, createReceipts, readNextBatch } from '@space/sdk/chain'
import { type ParticipantOptions, readParticipantOptions } from './participant.ts'
import { serveParent } from './protocol.ts'

const { store, network, key } = readParticipantOptions() as ParticipantOptions & { key: string }

/** What the operator can be asked to do. */
export type OperatorMethods = typeof methods

const methods = {
  /** Counts what a forest keeps alive, verifying each block, and what its stored bytes look like. */
  measure: async ({ forest }: { forest: Hex }) => {
    const backend = await openPackStore(store, { access: 'read' })
    try {
      return await measureForest(backend, forest)
    } finally {
      await backend.close()
    }
  },

  charge: async ({
    account,
    sizeBytes,
    microUsd,
  }: {
    account: Address
    sizeBytes: number
    microUsd: bigint
  }) => {
    const { rpcUrl, addresses } = network
    const chain = await connectChain({ rpcUrl, addresses })
    const signer = createKeySigner(fromHex(key), chain)
    const batch = await readNextBatch(chain, { operator: signer.address })
    const rows = [{ account, meter: 'storage-byte-days', quantity: BigInt(sizeBytes), microUsd }]
    const { root, receipts } = await createReceipts(chain, { signer, batch, rows })
    const { receipt, skipped } = await charge(chain, { signer, batch, receiptsRoot: root, rows })
    return { receipt: receipts[0], skipped: skipped.length, gas: receipt.gasUsed, block: receipt.blockNumber }
  },
}

serveParent(methods)
