import { blockCid } from '../../codec/reference.ts'
import { fromHex, type OperationOptions, toHex } from '../../utils/index.ts'
import { readFolder, readNewestBlock } from '../chain.ts'
import { fetchVerified } from '../context.ts'
import { type OpenEpoch, openEpoch } from '../epoch/open-epoch.ts'
import type { ExportPart } from '../folder.ts'
import { type Head, headLabel, readHeads } from '../log/read-head.ts'
import type { FolderSession } from '../log/session.ts'
import { encodeCarHeader, encodeCarSectionHead } from './car.ts'
import { listBlocks } from './list-blocks.ts'
import { type ChainState, readChainState } from './read-chain-state.ts'

/**
 * Streams the newest state of a folder as files that open with a link alone, without chain, network or SDK. Format:
 * docs/spec/export.md. Throws what opening a folder throws.
 */
export async function* exportFolder(
  session: FolderSession,
  options: OperationOptions = {},
): AsyncGenerator<ExportPart> {
  const { context } = session
  const { epoch, chainState } = await readState(session, options)
  const heads = await readHeads(context, epoch, session.seen, options)
  yield toJsonFile('chain.json', chainState)
  yield toJsonFile('heads.json', labelHeads(epoch, heads))
  const { forest } = (heads.at(-1) as Head).entry
  const passes = chainState.granted.map(({ pass }) => fromHex(pass)).filter((pass) => pass.some(Boolean))
  const blocks = listBlocks(context, epoch, heads, passes, options)
  const written = new Set<string>()
  yield toCarPart(encodeCarHeader(blockCid(forest, 'dag-cbor')))
  for await (const { digest, codec, bytes: known } of blocks) {
    options.signal?.throwIfAborted()
    const key = toHex(digest)
    if (written.has(key)) continue
    written.add(key)
    const bytes = known ?? (await fetchVerified(context, digest, codec, options))
    yield toCarPart(encodeCarSectionHead(blockCid(digest, codec), bytes.length))
    yield toCarPart(bytes)
  }
}

/** Key and chain state of one epoch: an advance in between starts it again. */
async function readState(
  { context, identity, folder }: FolderSession,
  options: OperationOptions,
): Promise<{ epoch: OpenEpoch; chainState: ChainState }> {
  const { chain } = context
  for (;;) {
    options.signal?.throwIfAborted()
    const epoch = await openEpoch(context, identity, folder, options)
    const { number: blockNumber } = await readNewestBlock(chain, { signal: options.signal })
    const state = await readFolder(chain, folder, { blockNumber })
    if (state.epoch !== epoch.state.epoch) continue
    return { epoch, chainState: await readChainState(context, epoch, state, blockNumber, options) }
  }
}

/** What `heads.json` says; an author without an entry of this epoch is in the frontier. */
function labelHeads(epoch: OpenEpoch, heads: readonly Head[]): Record<string, string> {
  const current = heads.filter(({ stored }) => stored !== undefined)
  return Object.fromEntries(
    current.map(({ entry }) => [toHex(headLabel(epoch, entry.author)), toHex(entry.digest)]),
  )
}

function toJsonFile(path: 'chain.json' | 'heads.json', value: object): ExportPart {
  return { path, bytes: new TextEncoder().encode(`${JSON.stringify(value, undefined, 2)}\n`) }
}

function toCarPart(bytes: Uint8Array): ExportPart {
  return { path: 'blocks.car', bytes }
}
