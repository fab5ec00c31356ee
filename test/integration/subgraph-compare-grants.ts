import assert from 'node:assert/strict'
import { toBeHex, ZeroAddress, ZeroHash } from 'ethers'
import { type Chain, timeOf } from './subgraph-chain.ts'
import { fixturesOf } from './subgraph-fixtures.ts'
import { audienceOf } from './subgraph-operations-folders.ts'
import { ALL, idOf, lower, pick, type Query, type Row } from './subgraph-rows.ts'

/** Folders with what waits in them: records, offers, blocks, audiences. */
export async function compareFolders(chain: Chain, query: Query): Promise<void> {
  const { folders } = await query(`{
    folders(${ALL}) { id owner { id } keyEpoch narrowed generation dueAt moved stale scheduled record }
  }`)
  for (const id of fixturesOf(chain).folders) {
    const view = await chain.read(chain.contracts.grants, 'folderOf', [id])
    const [owner, keyEpoch, narrowed, generation, dueAt, flags, record] = view
    const row = pick(folders, (folder) => folder.id === id)
    if (row === undefined) {
      assert.deepEqual(
        view.slice(1).map(BigInt as (value: unknown) => bigint),
        Array(6).fill(0n),
        `folder ${id}`,
      )
      continue
    }
    assert.deepEqual(
      { ...row, record: row.record ?? toBeHex(0, 32) },
      {
        id,
        owner: { id: lower(owner) },
        keyEpoch: Number(keyEpoch),
        narrowed: Number(narrowed),
        generation: Number(generation),
        dueAt: String(dueAt),
        moved: (Number(flags) & 1) !== 0,
        stale: (Number(flags) & 2) !== 0,
        scheduled: (Number(flags) & 4) !== 0,
        record,
      },
      `folder ${id}`,
    )
  }
  await compareSchedules(chain, query)
  await compareOffers(chain, query)
  await compareAudiences(chain, query)
}

async function compareSchedules(chain: Chain, query: Query): Promise<void> {
  const { schedules, folders } = await query(`{
    schedules(${ALL}) { id author { id } record activateAt nextFor dueAt }
    folders(${ALL}) { id schedule { id } }
  }`)
  for (const id of fixturesOf(chain).folders) {
    const [author, ...rest] = await chain.read(chain.contracts.grants, 'scheduleOf', [id])
    const row = pick(schedules, (schedule) => schedule.id === id)
    assert.equal(idOf(pick(folders, (folder) => folder.id === id)?.schedule), row?.id)
    const seen = row && [
      idOf(row.author),
      row.record,
      BigInt(row.activateAt as string),
      BigInt(row.nextFor as number),
      BigInt(row.dueAt as string),
    ]
    assert.deepEqual(
      seen ?? [lower(ZeroAddress), ZeroHash, 0n, 0n, 0n],
      [lower(author), ...rest],
      `schedule of ${id}`,
    )
  }
}

async function compareOffers(chain: Chain, query: Query): Promise<void> {
  const { folderOffers, folders } = await query(`{
    folderOffers(${ALL}) { id to { id } expiresAt }
    folders(${ALL}) { id offer { id } }
  }`)
  const time = await timeOf(chain)
  for (const id of fixturesOf(chain).folders) {
    const [to, expiresAt] = await chain.read(chain.contracts.grants, 'offerOf', [id])
    const row = pick(folderOffers, (offer) => offer.id === id)
    assert.equal(idOf(pick(folders, (folder) => folder.id === id)?.offer), row?.id)
    const open = row !== undefined && Number(row.expiresAt) > time
    const seen = open ? [idOf(row.to), row.expiresAt] : [lower(ZeroAddress), '0']
    assert.deepEqual(seen, [lower(to), String(expiresAt)], `offer of ${id}`)
  }
}

/** An audience counts while it is of the folder's generation and of its setter's present grant. */
async function compareAudiences(chain: Chain, query: Query): Promise<void> {
  const { audiences, grants, folders } = await query(`{
    audiences(${ALL}) {
      id folder { id } audienceId issuedAt generation root setter { id }
      struckLeaves(${ALL}) { root generation issuedAt index }
    }
    grants(${ALL}) { folder { id } account { id } active issuedAt }
    folders(${ALL}) { id owner { id } generation }
  }`)
  const contract = chain.contracts.grants
  const { folders: ids, senders } = fixturesOf(chain)
  for (const id of ids) {
    const folder = pick(folders, (row) => row.id === id)
    for (const setter of senders) {
      const grant = pick(
        grants,
        (row) => idOf(row.folder) === id && idOf(row.account) === setter && row.active === true,
      )
      const issuedAt = idOf(folder?.owner) === setter ? '0' : (grant?.issuedAt ?? '0')
      for (const salt of [0, 1]) {
        const audienceId = audienceOf(setter, salt)
        const row = pick(audiences, (each) => each.id === id + audienceId.slice(2))
        const counts = row?.generation === folder?.generation && row?.issuedAt === issuedAt
        const [root] = await chain.read(contract, 'audienceOf', [id, audienceId])
        assert.equal((counts && row?.root) || ZeroHash, root, `audience ${audienceId} of ${id}`)
        if (root === ZeroHash) continue
        const struck = ((row?.struckLeaves ?? []) as Row[])
          .filter((leaf) => leaf.root === root && leaf.generation === row?.generation)
          .filter((leaf) => leaf.issuedAt === row?.issuedAt)
          .map((leaf) => Number(leaf.index))
        for (const index of [0, 1, 2, 255, 256, 2 ** 32 - 1]) {
          const [dead] = await chain.read(contract, 'isDead', [id, audienceId, index])
          assert.equal(struck.includes(index), dead, `leaf ${index} of ${audienceId} of ${id}`)
        }
      }
    }
  }
}

/** The word of every subject in every folder: a grant, a block, or nothing. */
export async function compareGrants(chain: Chain, query: Query): Promise<void> {
  const { grants, blockedWallets } = await query(`{
    blockedWallets(${ALL}) { id by { id } }
    grants(${ALL}) {
      id folder { id } subject granter { id } role depth expiresAt issuedAt generation fromNowOn guardian active
    }
  }`)
  const { folders, wallets, others } = fixturesOf(chain)
  for (const folder of folders) {
    for (const subject of [...wallets, ...others]) {
      const [word] = await chain.read(chain.contracts.grants, 'grantOf', [folder, subject])
      const row = pick(grants, ({ id }) => id === lower(folder + subject.slice(2)))
      const block = pick(blockedWallets, ({ id }) => id === folder + subject.slice(26) && isWallet(subject))
      assert.ok(!(block && row?.active), `${subject} is blocked in ${folder}, and has no grant besides`)
      const rebuilt = block ? BigInt(idOf(block.by) as string) : row?.active ? wordOf(row) : 0n
      assert.equal(rebuilt, word, `grant of ${subject} in ${folder}: ${JSON.stringify(row)}`)
    }
  }
}

/** The grant word, LSB first: granter 160, expiry 36, issuedAt 36, generation 16, role 4, depth 2, flags 2. */
function wordOf(row: Row): bigint {
  const flags = (row.fromNowOn ? 1n : 0n) | (row.guardian ? 2n : 0n)
  return (
    BigInt(idOf(row.granter) as string) |
    (BigInt(row.expiresAt as string) << 160n) |
    (BigInt(row.issuedAt as string) << 196n) |
    (BigInt(row.generation as number) << 232n) |
    (BigInt(row.role as number) << 248n) |
    (BigInt(row.depth as number) << 252n) |
    (flags << 254n)
  )
}

function isWallet(subject: string): boolean {
  return subject.startsWith(`0x${'00'.repeat(12)}`)
}
