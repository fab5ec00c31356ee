import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type PaymentChain, perBlock } from './chain.ts'
import type { AccountRow, System } from './run-system.ts'

const here = import.meta.dirname
const root = join(here, '../..')
const fields = 'id sent received paymentCount share'

/** Our indexer on the output of `graph build`, which is made in `work`. */
export function ours(chain: PaymentChain, work: string): System {
  const build = buildSubgraph(chain, work)
  const firstBlock = chain.head - chain.eventCount / perBlock
  return {
    command: (directory, port) => ({
      args: [
        join(root, 'indexer/src/main.ts'),
        ...['--build', build, '--rpc', chain.rpcUrl, '--db', join(directory, 'index.sqlite')],
        ...['--name', 'payments', '--port', String(port)],
      ],
    }),
    url: (port) => `http://127.0.0.1:${port}/subgraphs/name/payments`,
    async countQueryable(query) {
      const { _meta } = await query<{ _meta: { block: { number: number } } }>(
        '{ _meta { block { number } } }',
      )
      return (_meta.block.number - firstBlock) * perBlock
    },
    async accounts(query) {
      const { accounts } = await query<{ accounts: AccountRow[] }>(`{ accounts(first: 1000) { ${fields} } }`)
      return accounts.map((row) => ({ ...row, share: cutDecimals(row.share) }))
    },
  }
}

/** Ponder on PGlite; its project is laid out in `work`. */
export function ponder(chain: PaymentChain, work: string): System {
  const project = join(work, 'ponder')
  for (const file of ['ponder.config', 'ponder.schema', 'src/index', 'src/api/index']) {
    mkdirSync(dirname(join(project, file)), { recursive: true })
    cpSync(join(here, 'ponder', `${file}.mjs`), join(project, `${file}.ts`))
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(project, 'abi.json'), JSON.stringify(chain.abi))
  symlinkSync(join(here, 'node_modules'), join(project, 'node_modules'))
  const env = {
    BENCH_RPC: chain.rpcUrl,
    BENCH_ADDRESS: chain.address,
    BENCH_ABI: join(project, 'abi.json'),
    PONDER_TELEMETRY_DISABLED: '1',
  }
  return {
    command: (directory, port) => ({
      args: [
        join(here, 'node_modules/ponder/dist/esm/bin/ponder.js'),
        ...[
          'start',
          '--root',
          project,
          '--schema',
          'bench',
          '--hostname',
          '127.0.0.1',
          '--port',
          String(port),
        ],
      ],
      env: { ...env, BENCH_DATABASE: join(directory, 'pglite') },
      cwd: project,
    }),
    url: (port) => `http://127.0.0.1:${port}/graphql`,
    async countQueryable(query) {
      const { payments } = await query<{ payments: { totalCount: number } }>('{ payments { totalCount } }')
      return payments.totalCount
    },
    async accounts(query) {
      const { accounts } = await query<{ accounts: { items: AccountRow[] } }>(
        `{ accounts(limit: 1000, orderBy: "id") { items { ${fields} } } }`,
      )
      return accounts.items
    },
  }
}

function buildSubgraph(chain: PaymentChain, work: string): string {
  const project = join(work, 'subgraph')
  cpSync(join(here, 'subgraph'), project, { recursive: true })
  cpSync(join(project, 'mapping.as'), join(project, 'mapping.ts'))
  const manifest = join(project, 'subgraph.yaml')
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('ADDRESS', chain.address))
  writeFileSync(join(project, 'Payments.json'), JSON.stringify(chain.abi))
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'))
  const graph = createRequire(import.meta.url).resolve('@graphprotocol/graph-cli/bin/run.js')
  for (const step of ['codegen', 'build']) {
    const child = spawnSync(process.execPath, [graph, step, '--skip-migrations'], {
      cwd: project,
      encoding: 'utf8',
    })
    if (child.status !== 0) throw new Error(`graph ${step} failed:\n${child.stdout}${child.stderr}`)
  }
  return join(project, 'build')
}

/** Billionths of billionths of a decimal text, cut off. */
function cutDecimals(text: string): string {
  const [whole = '0', decimals = ''] = text.split('.')
  return BigInt(whole + decimals.padEnd(18, '0').slice(0, 18)).toString()
}
