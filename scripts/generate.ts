/**
 * Writes what others take from the contracts: ABIs, types and addresses for the SDK and the subgraph, descriptors for
 * wallets, pages for people; and what the contracts may not change unseen: `contracts/pins`.
 *
 *     node scripts/generate.ts            writes the files
 *     node scripts/generate.ts --check    exits with 1 if they are not what it would write
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Fragment, Interface, NamedFragment } from 'ethers'
import hre from 'hardhat'
import { deployLocal, type LocalDeployment } from '../deploy/deploy-local.ts'
import { findOversized, type Pins, readPins, renderPins } from '../tools/checks/pins.ts'
import { findMessages } from '../tools/descriptors/find-messages.ts'
import { renderDescriptors } from '../tools/descriptors/render-descriptors.ts'
import { readContract } from '../tools/natspec/read-contract.ts'
import { renderPages } from '../tools/natspec/render-page.ts'

const contracts = ['Names', 'Balances', 'Grants'] as const
/** Contracts around the cores that have a reference page, too. */
const aroundThem = ['Lens', 'NamePolicy', 'PaidRegistrar']
const sdkFolder = 'sdk/src/contracts'
const pagesFolder = 'docs/api/contracts'

/** What the SDK calls and reads. It also takes every error, to say why a call was refused. */
const usedFragments: Record<(typeof contracts)[number], readonly string[]> = {
  Names: [
    ...['anchorOf', 'nameOf', 'register', 'resolve', 'setAnchor'],
    ...['AnchorSet', 'KeyRotated', 'NameRegistered', 'OwnerChanged'],
  ],
  Balances: [
    ...['accountOf', 'charge', 'depositETH', 'depositStable', 'operatorOf', 'setCap', 'stable', 'withdraw'],
    ...['CapSet', 'Charged', 'Credited', 'Withdrawn'],
  ],
  Grants: [
    ...[
      'advance',
      'deliver',
      'folderOf',
      'grant',
      'grantOf',
      'hasAccess(bytes32,address,uint8)',
      'revoke',
      'roleOf',
    ],
    ...['Advanced', 'Delivered', 'Granted', 'GrantedBatch', 'Revoked'],
  ],
}

/** Folders of which nothing is written by hand: what is not generated there is left over. */
const ownFolders = [
  `${sdkFolder}/abi`,
  `${sdkFolder}/typechain`,
  'subgraph/abis',
  'contracts/pins',
  'contracts/descriptors',
  pagesFolder,
]
const notice = '// Written by scripts/generate.ts from the contracts. Do not edit.\n'

const root = hre.config.paths.root

/** Path below the root → content. */
type Files = Map<string, string>

async function main(): Promise<void> {
  await hre.tasks.getTask('build').run({ quiet: true })
  const pins = await readAllPins()
  const deployment = await deployOnce()
  const files: Files = new Map([
    ...(await renderAbis()),
    ...(await renderTypes()),
    await renderFragments(),
    renderAddresses(deployment),
    ...(await renderNatspec(deployment)),
    ...pins.map(([contract, found]) => [`contracts/pins/${contract}.json`, renderPins(found)] as const),
  ])
  const differing = await findDifferences(files)
  for (const fault of findOversized(pins)) {
    console.error(fault)
    process.exitCode = 1
  }
  if (process.argv.includes('--check')) {
    for (const file of differing) console.error(`${file} is out of date: run "node scripts/generate.ts"`)
    if (differing.length > 0) process.exitCode = 1
    return
  }
  for (const file of differing) {
    await writeOrRemove(file, files.get(file))
    console.log(file)
  }
}

async function renderAbis(): Promise<Files> {
  const files: Files = new Map()
  for (const contract of contracts) {
    const { abi } = await hre.artifacts.readArtifact(contract)
    const name = contract.toLowerCase()
    const entries = abi.map((entry: unknown) => `  ${JSON.stringify(entry)},\n`).join('')
    const description = `/** The ABI of \`${contract}\`: functions, events and errors. */\n`
    files.set(
      `${sdkFolder}/abi/${name}.ts`,
      `${notice}${description}export const ${name}Abi = [\n${entries}] as const\n`,
    )
    files.set(`subgraph/abis/${contract}.json`, `${JSON.stringify(abi, undefined, 2)}\n`)
  }
  return files
}

/** A whole ABI as JSON would be a tenth of what a browser loads. */
async function renderFragments(): Promise<[string, string]> {
  const parts = await Promise.all(
    contracts.map(async (contract) => {
      const { fragments } = new Interface((await hre.artifacts.readArtifact(contract)).abi)
      const used = usedFragments[contract].map((name) => {
        const found = fragments.filter((fragment) => namesOf(fragment).includes(name))
        if (found.length !== 1) throw new Error(`${contract} has ${found.length} of ${name}`)
        return found[0] as Fragment
      })
      const errors = fragments.filter(({ type }) => type === 'error')
      const lines = [...used, ...errors].map((fragment) => `  '${fragment.format('full')}',\n`).join('')
      const description = `/** What the SDK uses of \`${contract}\`, and its errors, as ethers reads it. */\n`
      return `${description}export const ${contract.toLowerCase()}Fragments = [\n${lines}] as const\n`
    }),
  )
  return [`${sdkFolder}/fragments.ts`, `${notice}\n${parts.join('\n')}`]
}

/** The name, and for a function that has others of its name also the signature. */
function namesOf(fragment: Fragment): string[] {
  return fragment instanceof NamedFragment ? [fragment.name, fragment.format('sighash')] : []
}

/**
 * The build leaves TypeChain's whole output in the cache. Only the contracts' types are kept: the factories need
 * a bundler and repeat the ABIs. The semicolon after an interface is a statement, which makes its namespace more than
 * types.
 */
async function renderTypes(): Promise<Files> {
  const folder = path.join(root, hre.config.typechain.outDir ?? 'typechain')
  const sources = contracts.map((contract) => `${contract.toLowerCase()}/${contract}.ts`)
  const files: Files = new Map()
  for (const source of ['common.ts', ...sources]) {
    const text = await readFile(path.join(folder, source), 'utf8')
    const typesOnly = text
      .replaceAll(/(export interface OutputObject \{.*\});/g, '$1')
      .replaceAll("from '../common.js'", "from './common.ts'")
      .replaceAll('from "../common.js"', "from './common.ts'")
    files.set(`${sdkFolder}/typechain/${path.basename(source)}`, notice + typesOnly)
  }
  return files
}

function readAllPins(): Promise<[string, Pins][]> {
  return Promise.all(
    contracts.map(async (contract) => [
      contract,
      readPins(contract, await hre.artifacts.readArtifact(contract)),
    ]),
  )
}

/** The descriptors and the pages, both from the contracts' NatSpec. */
async function renderNatspec(deployment: LocalDeployment): Promise<Files> {
  const docs = await Promise.all(contracts.map(readContract))
  const descriptors = docs.flatMap((contract) => {
    const address = deployment[contract.name.toLowerCase() as Lowercase<(typeof contracts)[number]>]
    const { chainId, coin: stable, permit2 } = deployment
    const place = { chainId, address, stable, permit2 }
    return [...renderDescriptors(contract, findMessages(root, contract.name), [place])]
  })
  const others = await Promise.all(aroundThem.map(readContract))
  const pages = [...renderPages([...docs, ...others])]
  return new Map([...descriptors, ...pages.map(([page, text]) => [`${pagesFolder}/${page}`, text] as const)])
}

async function deployOnce(): Promise<LocalDeployment> {
  const connection = await hre.network.create('local')
  const deployment = await deployLocal(connection)
  await connection.close()
  return deployment
}

function renderAddresses(deployment: LocalDeployment): [string, string] {
  const { chainId, names, balances, grants, deployBlock } = deployment
  const content = `${notice}import type { Address } from '../utils/index.ts'

/** Where the contracts are on one chain. */
export type ContractAddresses = {
  readonly names: Address
  readonly balances: Address
  readonly grants: Address
  /** The first block that can hold one of their events. */
  readonly deployBlock: number
}

/** Known deployments by chain id; ${chainId} is a fresh local chain after \`deployLocal\`. */
export const contractAddresses: Readonly<Record<number, ContractAddresses>> = {
  ${chainId}: {
    names: '${names}',
    balances: '${balances}',
    grants: '${grants}',
    deployBlock: ${deployBlock},
  },
}
`
  return [`${sdkFolder}/addresses.ts`, content]
}

/** Files that are missing, differ, or are left over. */
async function findDifferences(files: Files): Promise<string[]> {
  const differing: string[] = []
  for (const [file, content] of files) {
    const present = await readFile(path.join(root, file), 'utf8').catch(() => undefined)
    if (present !== content) differing.push(file)
  }
  for (const folder of ownFolders) {
    const present = await readdir(path.join(root, folder)).catch(() => [])
    differing.push(...present.map((name) => `${folder}/${name}`).filter((file) => !files.has(file)))
  }
  return differing
}

async function writeOrRemove(file: string, content: string | undefined): Promise<void> {
  const target = path.join(root, file)
  if (content === undefined) return rm(target, { recursive: true })
  await mkdir(path.dirname(target), { recursive: true })
  await writeFile(target, content)
}

await main()
