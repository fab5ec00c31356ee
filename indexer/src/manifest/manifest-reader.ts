import { IndexerError } from '../errors.ts'

/** A node of a manifest whose scalars are all text. */
type ManifestNode = string | readonly ManifestNode[] | { readonly [key: string]: ManifestNode } | null

/** Reads one mapping of a manifest; every complaint names the place, e.g. `dataSources[0].source.abi`. */
export class ManifestReader {
  readonly place: string
  readonly #node: { readonly [key: string]: ManifestNode }

  constructor(node: ManifestNode | undefined, place: string) {
    if (node === null || typeof node !== 'object' || Array.isArray(node))
      throw invalid(place, 'must be a mapping')
    this.place = place
    this.#node = node as { readonly [key: string]: ManifestNode }
  }

  /** Refuses keys that are neither read nor known to change nothing: they would be silently ignored. */
  allowOnly(keys: readonly string[]): this {
    for (const key of Object.keys(this.#node)) {
      if (!keys.includes(key)) throw unsupported(`${this.place}.${key}`, `the key \`${key}\``)
    }
    return this
  }

  /** Refuses a known feature that is not offered, unless it is absent or empty. */
  refuse(key: string, feature: string): this {
    const node = this.#node[key]
    const isEmpty = node === undefined || node === null || (Array.isArray(node) && node.length === 0)
    if (!isEmpty) throw unsupported(`${this.place}.${key}`, feature)
    return this
  }

  has(key: string): boolean {
    return this.#node[key] !== undefined && this.#node[key] !== null
  }

  text(key: string): string {
    const node = this.#node[key]
    if (typeof node !== 'string') throw invalid(`${this.place}.${key}`, 'must be text')
    return node
  }

  optionalText(key: string): string | undefined {
    return this.has(key) ? this.text(key) : undefined
  }

  /** A block number or another count. */
  optionalCount(key: string): number | undefined {
    const text = this.optionalText(key)
    if (text === undefined) return undefined
    if (!/^[0-9]{1,15}$/.test(text)) throw invalid(`${this.place}.${key}`, 'must be a whole number')
    return Number(text)
  }

  flag(key: string): boolean {
    const text = this.optionalText(key) ?? 'false'
    if (text !== 'true' && text !== 'false') throw invalid(`${this.place}.${key}`, 'must be true or false')
    return text === 'true'
  }

  texts(key: string): string[] {
    const list = this.#node[key] ?? []
    if (!Array.isArray(list) || list.some((item) => typeof item !== 'string')) {
      throw invalid(`${this.place}.${key}`, 'must be a list of texts')
    }
    return list as string[]
  }

  child(key: string): ManifestReader {
    return new ManifestReader(this.#node[key], `${this.place}.${key}`)
  }

  children(key: string): ManifestReader[] {
    const list = this.#node[key] ?? []
    if (!Array.isArray(list)) throw invalid(`${this.place}.${key}`, 'must be a list')
    return list.map((item, i) => new ManifestReader(item, `${this.place}.${key}[${i}]`))
  }

  invalid(key: string, problem: string): IndexerError {
    return invalid(`${this.place}.${key}`, problem)
  }

  unsupported(key: string, feature: string): IndexerError {
    return unsupported(`${this.place}.${key}`, feature)
  }
}

function invalid(place: string, problem: string): IndexerError {
  return new IndexerError(
    'build-invalid',
    `${place} ${problem}. Build the subgraph again with \`graph build\`.`,
    {
      details: { place },
    },
  )
}

function unsupported(place: string, feature: string): IndexerError {
  return new IndexerError(
    'unsupported',
    `${place}: this indexer does not offer ${feature}. Remove it from the manifest or run the subgraph on graph-node.`,
    { details: { place } },
  )
}
