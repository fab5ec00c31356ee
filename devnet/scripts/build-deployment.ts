// Writes devnet/build: a real deployment of the contracts as the requests that it sent, and the subgraph's build with the
// addresses that it led to. The contracts and the subgraph must be compiled.
//   node devnet/scripts/build-deployment.ts STAMP
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { network } from 'hardhat'
import { deployLocal } from '../../deploy/deploy-local.ts'
import { copyBuild } from '../../subgraph/scripts/manifest.mjs'
import type { Deployment } from '../src/deployment.ts'

const [stamp] = process.argv.slice(2)
if (stamp === undefined) throw new Error('usage: build-deployment.ts STAMP')
const build = join(import.meta.dirname, '../build')
const draft = `${build}-${process.pid}`

/** Requests that change the chain. */
const changes = /^(eth_send|hardhat_set|evm_)/

const { provider, close } = await network.create('local')
const requests: { method: string; params: readonly unknown[] }[] = []
const { names, balances, grants, deployBlock, coin, permit2, feed } = await deployLocal({
  provider: {
    request: ({ method, params = [] }) => {
      if (changes.test(method)) requests.push({ method, params })
      return provider.request({ method, params })
    },
  },
})
await close()

const addresses = { names, balances, grants, deployBlock, coin, permit2, feed }
mkdirSync(draft, { recursive: true })
writeFileSync(join(draft, 'deployment.json'), JSON.stringify({ addresses, requests } satisfies Deployment))
copyBuild({ deployBlock, names, balances, grants }, join(draft, 'subgraph'))
writeFileSync(join(draft, 'stamp'), stamp)
rmSync(build, { recursive: true, force: true })
try {
  renameSync(draft, build)
} catch (failure) {
  // Another process has built the same meanwhile.
  if (!existsSync(join(build, 'stamp'))) throw failure
  rmSync(draft, { recursive: true })
}
