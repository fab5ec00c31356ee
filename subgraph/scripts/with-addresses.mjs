// node subgraph/scripts/with-addresses.mjs --addresses FILE --out DIR
// Copies the finished build and sets the addresses in the copy, so that a new deployment needs no compiler.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readAddresses, setAddresses } from './manifest.mjs'

const build = fileURLToPath(new URL('../build/', import.meta.url))
const { values } = parseArgs({ options: { addresses: { type: 'string' }, out: { type: 'string' } } })

try {
  if (!values.addresses || !values.out)
    throw new Error('Usage: with-addresses.mjs --addresses FILE --out DIR')
  if (!existsSync(join(build, 'stamp')))
    throw new Error('No build yet: run "npm run build -w subgraph" first.')
  const out = resolve(values.out)
  const manifest = setAddresses(
    readFileSync(join(build, 'subgraph.yaml'), 'utf8'),
    readAddresses(values.addresses),
  )
  cpSync(build, out, { recursive: true, filter: (source) => basename(source) !== 'stamp' })
  writeFileSync(join(out, 'subgraph.yaml'), manifest)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
