import { MappingError } from '../errors.ts'
import { GLOBAL_EXPORT_PREFIX } from './export-globals.ts'
import { Heap, type HeapExports } from './heap.ts'
import type { HostAccess, HostContext } from './host-context.ts'
import { hostFunctions } from './host-functions.ts'

type Exports = HeapExports & Readonly<Record<string, WebAssembly.ExportValue>>
type Snapshot = { readonly globals: readonly unknown[]; readonly memory: Uint8Array }

/**
 * One started instance of a mapping. Before each handler its globals and memory are put back to what they were
 * after `_start`, so that every handler finds a new module, as in graph-node, at a fraction of the cost.
 */
export class MappingInstance {
  readonly #exports: Exports
  readonly #heap: Heap
  readonly #globals: readonly WebAssembly.Global[]
  readonly #snapshot: Snapshot
  #context: HostContext | undefined
  #isClean = true

  constructor(module: WebAssembly.Module) {
    const access = new InstanceAccess(
      () => this.#heap,
      () => this.#context,
    )
    const imports = bindImports(module, access)
    this.#exports = new WebAssembly.Instance(module, imports).exports as unknown as Exports
    this.#heap = new Heap(this.#exports)
    this.#globals = Object.entries(this.#exports)
      .filter(([name]) => name.startsWith(GLOBAL_EXPORT_PREFIX))
      .map(([, value]) => value as WebAssembly.Global)
    this.#call('_start')
    this.#heap.dropArena()
    const end = this.#heapTop()
    this.#snapshot = {
      globals: this.#globals.map((global) => global.value),
      memory: Uint8Array.prototype.slice.call(this.#heap.bytes, 0, end),
    }
  }

  /** Bytes of linear memory; it never shrinks. */
  get memoryBytes(): number {
    return this.#heap.bytes.length
  }

  /** Runs an exported handler on the object that `write` makes, in the state after `_start`. */
  run(handler: string, write: (heap: Heap) => number, context: HostContext): void {
    if (!this.#isClean) this.#reset()
    this.#isClean = false
    this.#context = context
    try {
      this.#call(handler, write(this.#heap))
    } finally {
      this.#context = undefined
    }
  }

  #call(name: string, ...parameters: number[]): void {
    const call = this.#exports[name]
    if (typeof call !== 'function') throw new MappingError(`the module exports no function \`${name}\``)
    ;(call as (...values: number[]) => void)(...parameters)
  }

  #reset(): void {
    const { globals, memory } = this.#snapshot
    const used = this.#heapTop()
    const bytes = this.#heap.bytes
    bytes.set(memory, 0)
    bytes.fill(0, memory.length, used)
    this.#globals.forEach((global, i) => {
      global.value = globals[i]
    })
    this.#heap.dropArena()
  }

  /** End of the memory in use. The stub allocator only moves up, so that a small request shows where it is. */
  #heapTop(): number {
    try {
      return Math.min(this.#exports.allocate(1) + 16, this.#heap.bytes.length)
    } catch {
      return this.#heap.bytes.length
    }
  }
}

class InstanceAccess implements HostAccess {
  readonly #heap: () => Heap
  readonly #context: () => HostContext | undefined

  constructor(heap: () => Heap, context: () => HostContext | undefined) {
    this.#heap = heap
    this.#context = context
  }

  get heap(): Heap {
    return this.#heap()
  }

  get context(): HostContext {
    const context = this.#context()
    if (context === undefined) throw new MappingError('a module may not use the store while it starts')
    return context
  }
}

function bindImports(module: WebAssembly.Module, access: HostAccess): WebAssembly.Imports {
  const functions = hostFunctions(access)
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {}
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {}
    imports[from][name] = functions[name] as unknown as WebAssembly.ImportValue
  }
  return imports
}
