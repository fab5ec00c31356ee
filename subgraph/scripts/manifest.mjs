import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const BUILD = fileURLToPath(new URL('../build/', import.meta.url))
const ADDRESS = /^0x[0-9a-fA-F]{40}$/

/**
 * Reads a file of addresses: `{ "network", "deployBlock", "names", "balances", "grants" }`, where the keys of
 * the contracts are the lower-case names of the data sources.
 */
export function readAddresses(file) {
  let addresses
  try {
    addresses = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Error(`Cannot read the addresses file ${file}: ${cause.message}`, { cause })
  }
  if (addresses === null || typeof addresses !== 'object') throw new Error(`${file} holds no JSON object.`)
  return addresses
}

/**
 * Sets network, address and start block of every data source in the text of a manifest, be it the template or
 * the one that `graph build` wrote. Works line by line, so it needs no YAML parser and keeps everything else
 * as it is.
 */
export function setAddresses(manifest, addresses) {
  const network = addresses.network ?? 'localhost'
  const startBlock = addresses.deployBlock ?? 0
  if (!/^[a-z0-9-]+$/.test(network)) throw new Error(`"${network}" is not the name of a network.`)
  if (!Number.isSafeInteger(startBlock) || startBlock < 0) throw new Error(`"${startBlock}" is not a block.`)

  let source = ''
  const found = new Map()
  const text = manifest
    .split('\n')
    .map((line) => {
      const name = /^ {4}name: (\w+)$/.exec(line)?.[1]
      if (name !== undefined) {
        source = name
        found.set(source, 0)
      }
      const [, indent, key] = /^( {4}| {6})(network|address|startBlock): /.exec(line) ?? []
      if (key === undefined) return line
      found.set(source, (found.get(source) ?? 0) + 1)
      if (key === 'network') return `${indent}network: ${network}`
      if (key === 'startBlock') return `${indent}startBlock: ${startBlock}`
      return `${indent}address: "${addressOf(addresses, source)}"`
    })
    .join('\n')

  const incomplete = [...found].filter(([, count]) => count !== 3).map(([name]) => name)
  if (found.size === 0 || incomplete.length > 0) {
    throw new Error(
      `The manifest lacks network, address or startBlock in: ${incomplete.join(', ') || 'all'}.`,
    )
  }
  return text
}

/** Copies the finished build into a folder and sets the addresses there, so that a new deployment needs no compiler. */
export function copyBuild(addresses, folder) {
  if (!existsSync(join(BUILD, 'stamp')))
    throw new Error('No build yet: run "npm run build -w subgraph" first.')
  const manifest = setAddresses(readFileSync(join(BUILD, 'subgraph.yaml'), 'utf8'), addresses)
  cpSync(BUILD, folder, { recursive: true, filter: (source) => basename(source) !== 'stamp' })
  writeFileSync(join(folder, 'subgraph.yaml'), manifest)
}

function addressOf(addresses, source) {
  const address = addresses[source.toLowerCase()]
  if (typeof address !== 'string' || !ADDRESS.test(address)) {
    throw new Error(`The addresses file has no valid address "${source.toLowerCase()}".`)
  }
  return address
}
