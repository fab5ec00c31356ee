import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Serving } from './report.ts'

const readme = join(import.meta.dirname, '../../../README.md')

/** Says where everything is served, and how to use it: the README's example, as a command that can be pasted. */
export function describeServing({ rpcUrl, indexUrl, blocksUrl, chainId }: Serving): string {
  return `
Serving until Ctrl-C:
  chain     ${rpcUrl} (chain id ${chainId})
  subgraph  ${indexUrl}
  blocks    ${blocksUrl}/ipfs/CID?format=raw

To use it, paste this into another terminal, in this directory:

node_modules/.bin/node --input-type=module-typescript - ${rpcUrl} <<'END'
${readExample().trim()}
END
`
}

function readExample(): string {
  const example = /<!-- snippet:sdk -->\n```ts\n([\s\S]*?)```/.exec(readFileSync(readme, 'utf8'))?.[1]
  if (example === undefined) throw new Error('README.md has no example between <!-- snippet:sdk --> marks')
  return example
}
