import { type AbiEvent, compileEventDecoder, eventTopic, findEvent } from '../abi/event-decoder.ts'
import { errorText, IndexerError } from '../errors.ts'
import {
  invalidAt,
  placeOf,
  type RawBlockHandler,
  type RawDataSource,
  type RawEventHandler,
  readManifest,
} from './manifest-schema.ts'
import type { BlockHandler, DataSource, EventHandler, Manifest } from './manifest-types.ts'

/** Keys and indices from the root of the manifest. */
type Path = readonly PropertyKey[]

/**
 * Reads the manifest that `graph build` wrote. Whatever this indexer does not run is refused here, never ignored.
 * `readFile` gives the text of a file of the build by its path in the manifest.
 *
 * @throws IndexerError `build-invalid` or `unsupported`, naming the place.
 */
export function parseManifest(source: string, readFile: (path: string) => string): Manifest {
  const raw = readManifest(source)
  const [network, ...otherNetworks] = new Set(raw.dataSources.map((dataSource) => dataSource.network))
  if (network === undefined) throw invalidAt(placeOf(['dataSources']), 'must not be empty')
  if (otherNetworks.length > 0) throw invalidAt(placeOf(['dataSources']), 'must all be on one network')
  const [apiVersion = '', ...otherVersions] = new Set(
    raw.dataSources.map(({ mapping }) => mapping.apiVersion),
  )
  if (otherVersions.length > 0) {
    throw invalidAt(placeOf(['dataSources']), 'must all have the same apiVersion')
  }
  const files = raw.dataSources.flatMap(({ mapping }) => [
    mapping.file,
    ...mapping.abis.map(({ file }) => file),
  ])
  return {
    specVersion: raw.specVersion,
    schemaFile: raw.schema.file,
    network,
    apiVersion,
    dataSources: raw.dataSources.map((item, i) => resolveDataSource(item, ['dataSources', i], readFile)),
    files: [...new Set([raw.schema.file, ...files])],
  }
}

function resolveDataSource(raw: RawDataSource, path: Path, readFile: (path: string) => string): DataSource {
  const { name, network, source, mapping } = raw
  const abi = mapping.abis.find((candidate) => candidate.name === source.abi)
  if (abi === undefined) throw invalidAt(placeOf([...path, 'source', 'abi']), 'names no ABI of the mapping')
  const events = readEvents(abi.file, readFile)
  return {
    name,
    network,
    address: source.address,
    startBlock: source.startBlock,
    endBlock: source.endBlock,
    entities: new Set(mapping.entities),
    eventHandlers: mapping.eventHandlers.map((handler, i) =>
      resolveEventHandler(handler, [...path, 'mapping', 'eventHandlers', i], events),
    ),
    blockHandlers: mapping.blockHandlers.map(resolveBlockHandler),
    wasmFile: mapping.file,
  }
}

function readEvents(abiFile: string, readFile: (path: string) => string): AbiEvent[] {
  let abi: unknown
  try {
    abi = JSON.parse(readFile(abiFile))
  } catch (error) {
    if (error instanceof IndexerError) throw error
    throw new IndexerError('build-invalid', `${abiFile} is not JSON: ${errorText(error)}`, { cause: error })
  }
  if (!Array.isArray(abi)) throw new IndexerError('build-invalid', `${abiFile} is not an ABI: it is no list`)
  return abi.filter((item: AbiEvent) => item.type === 'event')
}

function resolveEventHandler(raw: RawEventHandler, path: Path, events: readonly AbiEvent[]): EventHandler {
  const { event, handler, topic0, receipt } = raw
  const abiEvent = findEvent(events, event)
  if (abiEvent === undefined) {
    throw invalidAt(placeOf([...path, 'event']), `names \`${event}\`, which is not in the ABI`)
  }
  return {
    handler,
    event,
    topic0: topic0 ?? eventTopic(event),
    topics: [raw.topic1, raw.topic2, raw.topic3].map((topics) => topics && new Set(topics)),
    needsReceipt: receipt,
    decoder: compileEventDecoder(abiEvent),
  }
}

function resolveBlockHandler({ handler, filter }: RawBlockHandler): BlockHandler {
  if (filter?.kind === 'once') return { handler, filter: { kind: 'once' } }
  return { handler, filter: { kind: 'polling', every: filter?.every ?? 1 } }
}
