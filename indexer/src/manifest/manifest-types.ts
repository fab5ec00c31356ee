import type { EventDecoder } from '../abi/event-decoder.ts'

/** One `eventHandlers` item. */
export type EventHandler = {
  /** Export of the mapping. */
  readonly handler: string
  /** Signature as the manifest has it. */
  readonly event: string
  /** Lower-case 0x hex. */
  readonly topic0: string
  /** Accepted values of topics 1 to 3 as lower-case 0x hex of 32 bytes; undefined accepts all. */
  readonly topics: readonly (ReadonlySet<string> | undefined)[]
  readonly needsReceipt: boolean
  readonly decoder: EventDecoder
}

/** One `blockHandlers` item. */
export type BlockHandler = {
  readonly handler: string
  /** Runs once at the data source's start block, every block, or every so many blocks from the start block on. */
  readonly filter: { readonly kind: 'once' } | { readonly kind: 'polling'; readonly every: number }
}

/** One data source of a manifest. */
export type DataSource = {
  readonly name: string
  readonly network: string
  /** Lower-case 0x hex; undefined matches every contract. */
  readonly address: string | undefined
  readonly startBlock: number
  readonly endBlock: number | undefined
  readonly entities: ReadonlySet<string>
  readonly eventHandlers: readonly EventHandler[]
  readonly blockHandlers: readonly BlockHandler[]
  /** Path of the wasm below the build. */
  readonly wasmFile: string
}

/** A checked `subgraph.yaml`. */
export type Manifest = {
  readonly specVersion: string
  readonly schemaFile: string
  readonly network: string
  /** The one `apiVersion` of all mappings. */
  readonly apiVersion: string
  readonly dataSources: readonly DataSource[]
  /** Every file that the manifest names, in its order. */
  readonly files: readonly string[]
}
