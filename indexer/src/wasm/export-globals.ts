/*
 * Adds an export for every mutable global of a module, so that a host can save and restore the whole state of
 * an instance. The binary format is that of the WebAssembly core specification, §5.
 */

const SECTION_IMPORT = 2
const SECTION_GLOBAL = 6
const SECTION_EXPORT = 7
const KIND_GLOBAL = 3

/** Prefix of the exports that are added. */
export const GLOBAL_EXPORT_PREFIX = '#global:'

/**
 * A copy of the module in which every mutable global that it defines is exported. A module without an export
 * section comes back as it is: it has no handlers to run.
 */
export function exportMutableGlobals(wasm: Uint8Array): Uint8Array {
  const reader = new Reader(wasm, 8)
  const chunks: Uint8Array[] = [wasm.subarray(0, 8)]
  let importedGlobals = 0
  let added: Uint8Array[] = []
  while (!reader.atEnd) {
    const start = reader.offset
    const id = reader.byte()
    const size = reader.u32()
    const body = reader.offset
    reader.skip(size)
    if (id === SECTION_IMPORT) importedGlobals = countImportedGlobals(new Reader(wasm, body))
    if (id === SECTION_GLOBAL) added = globalExports(new Reader(wasm, body), importedGlobals)
    if (id !== SECTION_EXPORT) {
      chunks.push(wasm.subarray(start, reader.offset))
      continue
    }
    const exports = new Reader(wasm, body)
    const count = exports.u32()
    const rest = wasm.subarray(exports.offset, body + size)
    chunks.push(section(SECTION_EXPORT, [leb(count + added.length), rest, ...added]))
  }
  return Buffer.concat(chunks)
}

function countImportedGlobals(reader: Reader): number {
  let globals = 0
  for (let left = reader.u32(); left > 0; left--) {
    reader.skip(reader.u32())
    reader.skip(reader.u32())
    const kind = reader.byte()
    if (kind === 0) reader.u32()
    else if (kind === 1) {
      reader.byte()
      reader.limits()
    } else if (kind === 2) reader.limits()
    else {
      globals++
      reader.skip(2)
    }
  }
  return globals
}

function globalExports(reader: Reader, firstIndex: number): Uint8Array[] {
  const exports: Uint8Array[] = []
  const count = reader.u32()
  for (let i = 0; i < count; i++) {
    reader.byte()
    const isMutable = reader.byte() === 1
    reader.constantExpression()
    if (!isMutable) continue
    const name = Buffer.from(`${GLOBAL_EXPORT_PREFIX}${i}`, 'utf8')
    exports.push(Buffer.concat([leb(name.length), name, Buffer.from([KIND_GLOBAL]), leb(firstIndex + i)]))
  }
  return exports
}

function section(id: number, parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([id]), leb(body.length), body])
}

function leb(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest & 0x7f
    rest >>>= 7
    bytes.push(rest === 0 ? low : low | 0x80)
  } while (rest !== 0)
  return Buffer.from(bytes)
}

class Reader {
  readonly #bytes: Uint8Array
  offset: number

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes
    this.offset = offset
  }

  get atEnd(): boolean {
    return this.offset >= this.#bytes.length
  }

  byte(): number {
    return this.#bytes[this.offset++] ?? 0
  }

  skip(count: number): void {
    this.offset += count
  }

  u32(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
    }
  }

  limits(): void {
    const hasMaximum = (this.byte() & 1) === 1
    this.u32()
    if (hasMaximum) this.u32()
  }

  /** Skips an initialiser: one constant or global.get, then `end`. */
  constantExpression(): void {
    const opcode = this.byte()
    if (opcode === 0x43) this.skip(4)
    else if (opcode === 0x44) this.skip(8)
    else while (this.byte() >= 0x80);
    this.byte()
  }
}
