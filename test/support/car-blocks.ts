import { readFileSync, writeFileSync } from 'node:fs'
import { formats } from '@space/sdk/testing'

const { decodeEntry } = formats

type SignedEntry = formats.SignedEntry

const cidBytes = 36

type Section = { head: Buffer; bytes: Buffer }

/** A CARv1 file in memory, to be tampered with. */
export class CarBlocks {
  readonly #header: Buffer
  readonly #sections: Map<string, Section>
  #cutBytes = 0

  private constructor(header: Buffer, sections: Map<string, Section>) {
    this.#header = header
    this.#sections = sections
  }

  static read(path: string): CarBlocks {
    const file = readFileSync(path)
    const sections = new Map<string, Section>()
    const first = readVarint(file, 0)
    const start = first.end + first.value
    for (let at = start; at < file.length; ) {
      const { value, end } = readVarint(file, at)
      const head = file.subarray(at, end + cidBytes)
      at = end + value
      const bytes = Buffer.from(file.subarray(end + cidBytes, at))
      sections.set(head.subarray(-32).toString('hex'), { head, bytes })
    }
    return new CarBlocks(file.subarray(0, start), sections)
  }

  /** The entry with a digest, 0x hex. */
  entry(digest: string): SignedEntry {
    return decodeEntry(this.#section(Buffer.from(digest.slice(2), 'hex')).bytes).entry
  }

  /** Changes one bit of a block. */
  flip(digest: Uint8Array): void {
    const { bytes } = this.#section(digest)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1
  }

  /** Exchanges the bytes of two blocks; lengths stay right. */
  swap(one: Uint8Array, other: Uint8Array): void {
    const [a, b] = [this.#section(one), this.#section(other)]
    const cids = [a.head.subarray(-cidBytes), b.head.subarray(-cidBytes)] as const
    const lengths = [a.head.subarray(0, -cidBytes), b.head.subarray(0, -cidBytes)] as const
    a.head = Buffer.concat([lengths[0], cids[1]])
    b.head = Buffer.concat([lengths[1], cids[0]])
  }

  /** Leaves a block out. */
  drop(digest: Uint8Array): void {
    this.#section(digest)
    this.#sections.delete(Buffer.from(digest).toString('hex'))
  }

  /** Ends the file within its last block. */
  cut(): void {
    this.#cutBytes = 1
  }

  write(path: string): void {
    const parts = [...this.#sections.values()].flatMap(({ head, bytes }) => [head, bytes])
    const file = Buffer.concat([this.#header, ...parts])
    writeFileSync(path, file.subarray(0, file.length - this.#cutBytes))
  }

  #section(digest: Uint8Array): Section {
    const section = this.#sections.get(Buffer.from(digest).toString('hex'))
    if (section === undefined) throw new Error('the export has no such block')
    return section
  }
}

function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0
  for (let at = start, factor = 1; ; at++, factor *= 0x80) {
    const byte = bytes[at] as number
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return { value, end: at + 1 }
  }
}
