// node subgraph/scripts/prepare.mjs [--addresses FILE]
// Writes subgraph.yaml from subgraph.template.yaml; without a file the addresses stay zero, which is enough to
// compile: scripts/with-addresses.mjs sets them in the finished build.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readAddresses, setAddresses } from './manifest.mjs'

const folder = new URL('../', import.meta.url)
const { values } = parseArgs({ options: { addresses: { type: 'string' } } })

const template = readFileSync(new URL('subgraph.template.yaml', folder), 'utf8')
const manifest = values.addresses ? setAddresses(template, readAddresses(values.addresses)) : template
writeFileSync(new URL('subgraph.yaml', folder), manifest)
