// Alice: owns the folder, pays for it, shares it, and takes it back.
import { createHash } from 'node:crypto'
import { fromHex, memoryFile, type Space, toHex, type UploadResult } from '@space/sdk'
import { readNextBatch, type UsageReceipt, verifyReceipt } from '@space/sdk/chain'
import { readDirectory } from '@space/sdk/node'
import { readParticipantOptions, withSpace } from './participant.ts'
import { type ProgressEvent, serveParent } from './protocol.ts'
import { type ExpectedFile, verifyFiles } from './verify-files.ts'

const options = readParticipantOptions()
const reading = <Result>(use: (space: Space) => Promise<Result>) => withSpace(options, 'read', use)
const writing = <Result>(use: (space: Space) => Promise<Result>) => withSpace(options, 'write', use)
type OnProgress = (event: ProgressEvent) => void

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

  createFolder: () => writing(async ({ folders }) => toHex((await folders.create()).id)),

  upload: ({ folder, directory }: { folder: string; directory: string }, onProgress: OnProgress) =>
    writing(async ({ folders }): Promise<UploadResult & { ms: number; forest: string }> => {
      const open = await folders.openOwn(fromHex(folder))
      const started = performance.now()
      const result = await open.upload(readDirectory(directory), {
        onProgress: ({ bytesDone, path }) =>
          onProgress({ done: bytesDone, unit: 'bytes', ...(path === undefined ? {} : { path }) }),
      })
      return { ...result, ms: Math.round(performance.now() - started), forest: toHex(open.forest) }
    }),

  addNote: ({ folder, path, text }: { folder: string; path: string; text: string }) =>
    writing(async ({ folders }): Promise<ExpectedFile> => {
      const open = await folders.openOwn(fromHex(folder))
      const bytes = new TextEncoder().encode(text)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      await open.upload([memoryFile(path, bytes)])
      return { path, sizeBytes: bytes.length, sha256 }
    }),

  share: ({ folder, to }: { folder: string; to: string }) =>
    writing(async ({ folders }) => {
      const { outcome, receipt } = await (await folders.openOwn(fromHex(folder))).share({
        to,
        role: 'reader',
      })
      return { outcome, gas: receipt?.gasUsed ?? 0n, block: receipt?.blockNumber ?? 0 }
    }),

  shareLink: ({ folder }: { folder: string }) =>
    writing(async ({ folders }) => {
      const { fragment, result } = await (await folders.openOwn(fromHex(folder))).shareLink()
      return { fragment, gas: result.receipt?.gasUsed ?? 0n }
    }),

  revoke: ({ folder, to }: { folder: string; to: string }) =>
    writing(async ({ folders }) => {
      const { epoch, receipt } = await (await folders.openOwn(fromHex(folder))).revoke(to)
      return { epoch, gas: receipt.gasUsed, block: receipt.blockNumber }
    }),

  forest: ({ folder }: { folder: string }) =>
    reading(async ({ folders }) => toHex((await folders.openOwn(fromHex(folder))).forest)),

  verify: ({ folder, expected }: { folder: string; expected: ExpectedFile[] }, onProgress: OnProgress) =>
    reading(async ({ folders }) => verifyFiles(await folders.openOwn(fromHex(folder)), expected, onProgress)),

  checkReceipt: ({ receipt, block }: { receipt: UsageReceipt; block: number }) =>
    reading(async (space) => {
      await space.waitForIndex(block)
      const statement = await space.balance.statement()
      const line = statement.lines.find(
        ({ charge }) =>
          charge?.batch === receipt.batch &&
          charge.row === receipt.row &&
          charge.operator === receipt.operator.toLowerCase(),
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
