// Alice: owns the folder, pays for it, shares it, and takes it back.
import { createHash } from 'node:crypto'
import { type Hex, memoryFile, type OwnedFolder, type Space, type UploadResult } from '@space/sdk'
import { readNextBatch, type UsageReceipt, verifyReceipt } from '@space/sdk/chain'
import { readDirectory } from '@space/sdk/node'
import { readParticipantOptions, withSpace } from './participant.ts'
import { type ProgressEvent, serveParent } from './protocol.ts'
import { type ExpectedFile, verifyFiles } from './verify-files.ts'

const options = readParticipantOptions()
const reading = <Result>(use: (space: Space) => Promise<Result>) => withSpace(options, 'read', use)
const writing = <Result>(use: (space: Space) => Promise<Result>) => withSpace(options, 'write', use)
type OnProgress = (event: ProgressEvent) => void

/** Opens a folder of hers: what she does with it only its owner can. */
async function openOwned(folders: Space['folders'], id: Hex): Promise<OwnedFolder> {
  const folder = await folders.open(id)
  if (folder.access !== 'owner') throw new Error(`${id} is not a folder of hers`)
  return folder
}

/** What Alice can be asked to do. */
export type AliceMethods = typeof methods

const methods = {
  address: () => writing(async (space) => space.address),

  register: ({ name }: { name: string }) =>
    writing(async (space) => {
      const { gasUsed } = await space.register(name)
      return { gas: gasUsed, name: await space.name() }
    }),

  deposit: ({ amountWei, coins, capMicroUsd }: { amountWei: bigint; coins: bigint; capMicroUsd: bigint }) =>
    reading(async ({ balance }) => {
      const eth = await balance.depositEth({ amountWei, capMicroUsd })
      const afterEth = await balance.read()
      const stable = await balance.depositStable({ amount: coins })
      const after = await balance.read()
      return {
        ethGas: eth.gasUsed,
        stableGas: stable.gasUsed,
        creditMicroUsd: afterEth.creditMicroUsd,
        principalMicroUsd: after.principalMicroUsd,
        totalMicroUsd: after.totalMicroUsd,
      }
    }),

  createFolder: () => writing(async ({ folders }) => (await folders.create()).id),

  upload: ({ folder, directory }: { folder: Hex; directory: string }, onProgress: OnProgress) =>
    writing(async ({ folders }): Promise<UploadResult & { ms: number; forest: Hex }> => {
      const open = await openOwned(folders, folder)
      const started = performance.now()
      const result = await open.upload(readDirectory(directory), {
        onProgress: ({ bytesDone, path }) =>
          onProgress({ done: bytesDone, unit: 'bytes', ...(path === undefined ? {} : { path }) }),
      })
      return { ...result, ms: Math.round(performance.now() - started), forest: open.forest }
    }),

  addNote: ({ folder, path, text }: { folder: Hex; path: string; text: string }) =>
    writing(async ({ folders }): Promise<ExpectedFile> => {
      const open = await openOwned(folders, folder)
      const bytes = new TextEncoder().encode(text)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      await open.upload([memoryFile(path, bytes)])
      return { path, sizeBytes: bytes.length, sha256 }
    }),

  share: ({ folder, to }: { folder: Hex; to: string }) =>
    writing(async ({ folders }) => {
      const { outcome, receipt } = await (await openOwned(folders, folder)).share({
        to,
        role: 'reader',
      })
      return { outcome, gas: receipt?.gasUsed ?? 0n, block: receipt?.blockNumber ?? 0 }
    }),

  shareLink: ({ folder }: { folder: Hex }) =>
    writing(async ({ folders }) => {
      const { fragment, receipt } = await (await openOwned(folders, folder)).shareLink()
      return { fragment, gas: receipt?.gasUsed ?? 0n }
    }),

  revoke: ({ folder, to }: { folder: Hex; to: string }) =>
    writing(async ({ folders }) => {
      const { epoch, receipt } = await (await openOwned(folders, folder)).revoke(to)
      return { epoch, gas: receipt.gasUsed, block: receipt.blockNumber }
    }),

  forest: ({ folder }: { folder: Hex }) =>
    reading(async ({ folders }) => (await folders.open(folder)).forest),

  verify: ({ folder, expected }: { folder: Hex; expected: ExpectedFile[] }, onProgress: OnProgress) =>
    reading(async ({ folders }) => verifyFiles(await folders.open(folder), expected, onProgress)),

  checkReceipt: ({ receipt, block }: { receipt: UsageReceipt; block: number }) =>
    reading(async (space) => {
      await space.waitForIndex(block)
      const statement = await space.balance.statement()
      const line = statement.lines.find(
        ({ charge }) =>
          charge?.batch === receipt.batch &&
          charge.row === receipt.row &&
          charge.operator === receipt.operator,
      )
      const balance = await space.balance.read()
      return {
        proven:
          line?.charge !== undefined &&
          verifyReceipt(space.chain, { receipt, receiptsRoot: line.charge.receiptsRoot }),
        sameAmount: line?.microUsd === -receipt.microUsd,
        reconciles:
          statement.reconciles &&
          statement.creditMicroUsd === balance.creditMicroUsd &&
          statement.principalMicroUsd === balance.principalMicroUsd,
        lines: statement.lines.length,
        totalMicroUsd: balance.totalMicroUsd,
        nextBatch: await readNextBatch(space.chain, { operator: receipt.operator }),
      }
    }),
}

serveParent(methods)
