import { blockCid } from '../../codec/reference.ts'
import type { Block } from '../../storage/index.ts'
import { fromHex, type OperationOptions, toHex } from '../../utils/index.ts'
import { readFolder, readNewestBlock } from '../chain.ts'
import { fetchVerified } from '../context.ts'
import { type OpenEpoch, openEpoch } from '../epoch/open-epoch.ts'
import { type Head, headLabel, readHeads } from '../log/read-heads.ts'
import { type FolderSession, newestHead } from '../log/session.ts'
import { type ChainState, readChainState } from './chain-state.ts'
import { type ListedBlock, listBlocks } from './list-blocks.ts'
import { streamCar } from './stream-car.ts'

/** A piece of one file of an export; the pieces of a file follow one another. */
export type ExportPart = { path: 'blocks.car' | 'heads.json' | 'chain.json'; bytes: Uint8Array }

/**
 * Streams the newest state of a folder as files that open with a link alone, without chain, network or SDK. Format:
 * docs/spec/export.md. Throws what opening a folder throws.
 */
export async function* exportFolder(
  session: FolderSession,
  options: OperationOptions = {},
): AsyncGenerator<ExportPart> {
  const { context, identity, seen } = session
  const { epoch, chainState } = await readState(session, options)
  const heads = await readHeads({ context, epoch, seen }, options)
  yield toJsonFile('chain.json', chainState)
  yield toJsonFile('heads.json', labelHeads(epoch, heads))
  const newest: FolderSession = { context, identity, epoch, seen, heads }
  const passes = chainState.granted.map(({ pass }) => fromHex(pass)).filter((pass) => pass.some(Boolean))
  const blocks = readEach(newest, listBlocks(newest, passes, options), options)
  const root = blockCid(newestHead(newest).entry.forest, 'dag-cbor')
  for await (const bytes of streamCar(root, blocks)) yield { path: 'blocks.car', bytes }
}

/** Reads each listed block once. */
async function* readEach(
  { context }: FolderSession,
  listed: AsyncIterable<ListedBlock>,
  options: OperationOptions,
): AsyncGenerator<Block> {
  const written = new Set<string>()
  for await (const { digest, codec, bytes } of listed) {
    options.signal?.throwIfAborted()
    const key = toHex(digest)
    if (written.has(key)) continue
    written.add(key)
    yield {
      cid: blockCid(digest, codec),
      bytes: bytes ?? (await fetchVerified(context, digest, codec, options)),
    }
  }
}

/** Key and chain state of one epoch: an advance in between starts it again. */
async function readState(
  { context, identity, epoch: { folder } }: FolderSession,
  options: OperationOptions,
): Promise<{ epoch: OpenEpoch; chainState: ChainState }> {
  const { chain } = context
  for (;;) {
    options.signal?.throwIfAborted()
    const epoch = await openEpoch(context, identity, folder, options)
    const { number: blockNumber } = await readNewestBlock(chain, { signal: options.signal })
    const state = await readFolder(chain, folder, { blockNumber })
    if (state.epoch !== epoch.state.epoch) continue
    return { epoch, chainState: await readChainState(context, epoch, { state, blockNumber }, options) }
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
