import { errorText, IndexerError } from '../errors.ts'
import { exportMutableGlobals } from './export-globals.ts'
import type { Heap } from './heap.ts'
import type { HostContext } from './host-context.ts'
import { HOST_FUNCTION_NAMES } from './host-functions.ts'
import { MappingInstance } from './instance.ts'

/** Memory above which an instance is given up after a handler rather than reset. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024

/**
 * How instances are made: `reset` keeps one and restores it before each handler, `fresh` makes a new one each
 * time. Both have the same effects; `fresh` is some thirty times slower and there to check the other.
 */
export type InstanceMode = 'reset' | 'fresh'

/** A compiled mapping. */
export class MappingModule {
  readonly #module: WebAssembly.Module
  readonly #mode: InstanceMode
  #instance: MappingInstance | undefined

  private constructor(module: WebAssembly.Module, mode: InstanceMode) {
    this.#module = module
    this.#mode = mode
  }

  /** Compiles a build's wasm and refuses what cannot run here. `label` names the file in messages. */
  static compile(wasm: Uint8Array, label: string, mode: InstanceMode = 'reset'): MappingModule {
    let module: WebAssembly.Module
    try {
      module = new WebAssembly.Module(exportMutableGlobals(wasm) as Uint8Array<ArrayBuffer>)
    } catch (error) {
      throw new IndexerError('build-invalid', `${label} is not a WebAssembly module: ${errorText(error)}`, {
        cause: error,
      })
    }
    const missing = WebAssembly.Module.imports(module).filter(
      ({ kind, name }) => kind !== 'function' || !HOST_FUNCTION_NAMES.has(name),
    )
    if (missing.length > 0) {
      const names = missing.map(({ name }) => name).join(', ')
      throw new IndexerError(
        'unsupported',
        `${label} uses ${names}, which this indexer does not offer. Remove the calls or run the subgraph on graph-node.`,
      )
    }
    return new MappingModule(module, mode)
  }

  /** Whether the module exports a function of this name. */
  hasHandler(name: string): boolean {
    return WebAssembly.Module.exports(this.#module).some(
      (item) => item.kind === 'function' && item.name === name,
    )
  }

  /** Runs a handler in a module whose state is that after `_start`. */
  run(handler: string, write: (heap: Heap) => number, context: HostContext): void {
    const isReusable = this.#mode === 'reset' && (this.#instance?.memoryBytes ?? 0) <= MAX_KEPT_BYTES
    if (!isReusable || this.#instance === undefined) this.#instance = new MappingInstance(this.#module)
    this.#instance.run(handler, write, context)
  }
}
