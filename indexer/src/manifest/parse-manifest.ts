import { parse } from 'yaml'
import type { AbiEvent } from '../abi/event-decoder.ts'
import { errorText, IndexerError } from '../errors.ts'
import { ManifestReader } from './manifest-reader.ts'
import type { DataSource, Manifest } from './manifest-types.ts'
import { parseBlockHandler, parseEventHandler } from './parse-handlers.ts'

const SPEC_VERSIONS = ['0.0.4', '0.0.5', '0.0.6', '0.0.7', '0.0.8', '0.0.9', '1.0.0', '1.1.0', '1.2.0']
const API_VERSIONS = ['0.0.5', '0.0.6', '0.0.7', '0.0.8', '0.0.9']

/**
 * Reads the manifest that `graph build` wrote. Whatever this indexer does not run is refused here, never ignored.
 * `readFile` gives the text of a file of the build by its path in the manifest.
 */
export function parseManifest(source: string, readFile: (path: string) => string): Manifest {
  const root = readRoot(source)
  const specVersion = root.text('specVersion')
  if (!SPEC_VERSIONS.includes(specVersion)) {
    throw root.unsupported('specVersion', `specVersion ${specVersion} (it runs ${SPEC_VERSIONS.join(', ')})`)
  }
  const files: string[] = []
  const apiVersions = new Set<string>()
  const dataSources = root.children('dataSources').map((reader) => {
    apiVersions.add(reader.child('mapping').text('apiVersion'))
    return parseDataSource(reader, readFile, files)
  })
  const [network, ...otherNetworks] = new Set(dataSources.map((source) => source.network))
  if (network === undefined) throw root.invalid('dataSources', 'must not be empty')
  if (otherNetworks.length > 0) throw root.invalid('dataSources', 'must all be on one network')
  const [apiVersion = '', ...otherVersions] = apiVersions
  if (otherVersions.length > 0) throw root.invalid('dataSources', 'must all have the same apiVersion')
  const schemaFile = root.child('schema').text('file')
  return { schemaFile, network, apiVersion, dataSources, files: [...new Set([schemaFile, ...files])] }
}

function readRoot(source: string): ManifestReader {
  let node: unknown
  try {
    // Without a schema every scalar stays text, so that no address or version is taken for a number.
    node = parse(source, { schema: 'failsafe' })
  } catch (error) {
    throw new IndexerError('build-invalid', `subgraph.yaml is not YAML: ${errorText(error)}`, {
      cause: error,
    })
  }
  return new ManifestReader(node as never, 'subgraph.yaml')
    .refuse('templates', 'data source templates')
    .refuse('graft', 'grafting')
    .refuse('features', 'manifest features')
    .allowOnly([
      ...['specVersion', 'description', 'repository', 'schema', 'dataSources'],
      // History is never pruned here, which answers every query that a pruned index answers.
      ...['indexerHints', 'templates', 'graft', 'features'],
    ])
}

function parseDataSource(
  reader: ManifestReader,
  readFile: (path: string) => string,
  files: string[],
): DataSource {
  const kind = reader.text('kind')
  if (kind !== 'ethereum/contract' && kind !== 'ethereum') {
    throw reader.unsupported('kind', `data sources of kind ${kind}`)
  }
  reader
    .refuse('context', 'contexts of data sources')
    .allowOnly(['kind', 'name', 'network', 'source', 'mapping', 'context'])
  const source = reader.child('source').allowOnly(['address', 'abi', 'startBlock', 'endBlock'])
  const mapping = reader
    .child('mapping')
    .refuse('callHandlers', 'call handlers')
    .allowOnly([
      ...['kind', 'apiVersion', 'language', 'entities', 'abis', 'file'],
      ...['eventHandlers', 'blockHandlers', 'callHandlers'],
    ])
  checkMapping(mapping)
  const abis = new Map(mapping.children('abis').map((abi) => [abi.text('name'), abi.text('file')]))
  const abiFile = abis.get(source.text('abi'))
  if (abiFile === undefined) throw source.invalid('abi', 'names no ABI of the mapping')
  const wasmFile = mapping.text('file')
  files.push(wasmFile, ...abis.values())
  const events = readEvents(abiFile, readFile)
  return {
    name: reader.text('name'),
    network: reader.text('network'),
    address: parseAddress(source),
    startBlock: source.optionalCount('startBlock') ?? 0,
    endBlock: source.optionalCount('endBlock'),
    entities: new Set(mapping.texts('entities')),
    eventHandlers: mapping.children('eventHandlers').map((handler) => parseEventHandler(handler, events)),
    blockHandlers: mapping.children('blockHandlers').map(parseBlockHandler),
    wasmFile,
  }
}

function checkMapping(mapping: ManifestReader): void {
  if (mapping.text('kind') !== 'ethereum/events') throw mapping.unsupported('kind', 'mappings of this kind')
  if (mapping.text('language') !== 'wasm/assemblyscript')
    throw mapping.unsupported('language', 'this language')
  const version = mapping.text('apiVersion')
  if (!API_VERSIONS.includes(version)) {
    throw mapping.unsupported('apiVersion', `apiVersion ${version} (it runs ${API_VERSIONS.join(', ')})`)
  }
}

function parseAddress(source: ManifestReader): string | undefined {
  const address = source.optionalText('address')
  if (address !== undefined && !/^0x[0-9a-fA-F]{40}$/.test(address)) {
    throw source.invalid('address', 'must be 0x and 40 hexadecimal digits')
  }
  return address?.toLowerCase()
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
