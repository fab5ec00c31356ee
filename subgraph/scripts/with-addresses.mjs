// node subgraph/scripts/with-addresses.mjs --addresses FILE --out DIR
// Copies the finished build and sets the addresses in the copy.
import { parseArgs } from 'node:util'
import { copyBuild, readAddresses } from './manifest.mjs'

const { values } = parseArgs({ options: { addresses: { type: 'string' }, out: { type: 'string' } } })

try {
  if (!values.addresses || !values.out)
    throw new Error('Usage: with-addresses.mjs --addresses FILE --out DIR')
  copyBuild(readAddresses(values.addresses), values.out)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
