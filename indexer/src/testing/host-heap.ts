import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Heap, type HeapExports } from '../wasm/heap.ts'
import { hostFunctions } from '../wasm/host-functions.ts'
import { buildLedger } from './build-ledger.ts'

type HostCall = (...parameters: (number | bigint)[]) => unknown

const access = {} as { heap: Heap; context: never }
const functions = hostFunctions(access) as unknown as Record<string, HostCall>

/** The heap of a started mapping module, for tests of what reads and writes it. */
export const hostHeap: Heap = startModule()

/** Calls a host function on `hostHeap`, as a mapping does. */
export function callHost<Result = number>(name: string, ...parameters: (number | bigint)[]): Result {
  const call = functions[name]
  if (call === undefined) throw new TypeError(`there is no host function ${name}`)
  return call(...parameters) as Result
}

function startModule(): Heap {
  const module = new WebAssembly.Module(readFileSync(join(buildLedger(), 'Tools/Tools.wasm')))
  const imports: WebAssembly.Imports = {}
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: functions[name] as WebAssembly.ImportValue }
  }
  const exports = new WebAssembly.Instance(module, imports).exports as unknown as HeapExports & {
    _start: () => void
  }
  access.heap = new Heap(exports)
  exports._start()
  return access.heap
}
