import assert from 'node:assert/strict'
import { AbiCoder, keccak256, toBeHex, ZeroAddress, ZeroHash } from 'ethers'
import { type Chain, timeOf } from './subgraph-chain.ts'
import { fixturesOf } from './subgraph-fixtures.ts'
import { ALL, idOf, lower, orNull, pick, type Query } from './subgraph-rows.ts'

/** Names, offers, recoveries, anchors, and who may change the policy. */
export async function compareNames(chain: Chain, query: Query): Promise<void> {
  const { names, accounts, anchors } = await query(`{
    names(${ALL}) { id text owner { id } generation keyEpoch keyDigest subject releasedAt }
    accounts(${ALL}) { id primaryName { id owner { id } } }
    anchors(${ALL}) { account { id } kind version digest }
  }`)
  const contract = chain.contracts.names
  for (const id of fixturesOf(chain).names) {
    const [owner, keyEpoch, generation, keyDigest, flags] = await chain.read(contract, 'resolve', [id])
    const [subject] = await chain.read(contract, 'subjectOf', [id])
    const text = Buffer.from(id.slice(2), 'hex').toString().replace(/\0+$/, '')
    const row = pick(names, (name) => name.id === id)
    const released = ((flags as bigint) & 1n) !== 0n
    const known = row && { ...row, releasedAt: row.releasedAt !== null }
    const expected = {
      id,
      text,
      owner: released ? null : { id: lower(owner) },
      generation: Number(generation),
      keyEpoch: Number(keyEpoch),
      keyDigest,
      subject: released ? null : subject,
      releasedAt: released,
    }
    assert.deepEqual(known, generation === 0n ? undefined : expected, `name ${text}`)
  }
  for (const account of fixturesOf(chain).accounts) {
    const [name] = await chain.read(contract, 'nameOf', [account])
    const row = pick(accounts, ({ id }) => id === lower(account))
    const primary = row?.primaryName as { id: string; owner: { id: string } | null } | null | undefined
    const verified = primary && primary.owner?.id === lower(account) ? primary.id : toBeHex(0, 32)
    assert.equal(verified, name, `primary name of ${account}`)
    for (let kind = 0; kind < 8; kind++) {
      const [version, digest] = await chain.read(contract, 'anchorOf', [account, kind])
      const anchor = pick(anchors, (row) => idOf(row.account) === lower(account) && row.kind === kind)
      const expected = { account: { id: lower(account) }, kind, version: Number(version), digest }
      assert.deepEqual(anchor, version === 0n ? undefined : expected, `anchor ${kind} of ${account}`)
    }
  }
  await compareOffers(chain, query)
  await compareRecoveries(chain, query)
  await compareSettings(chain, query)
}

async function compareOffers(chain: Chain, query: Query): Promise<void> {
  const { nameOffers, names } = await query(`{
    nameOffers(${ALL}) { id name { id } to { id } kind expiresAt }
    names(${ALL}) { id offer { id } recovery { id } }
  }`)
  const time = await timeOf(chain)
  for (const id of fixturesOf(chain).names) {
    const [to, kind, expiresAt] = await chain.read(chain.contracts.names, 'offerOf', [id])
    const row = pick(nameOffers, (offer) => offer.id === id)
    const name = pick(names, (each) => each.id === id)
    assert.equal(idOf(name?.offer), row?.id, `the offer of ${id} hangs on the name`)
    // Time and an agent close an offer without an event.
    const open = row !== undefined && Number(row.expiresAt) >= time && name?.recovery === null
    const seen = open
      ? {
          to: idOf(row.to),
          kind: row.kind === 'PERSON' ? 1n : 2n,
          expiresAt: BigInt(row.expiresAt as string),
        }
      : { to: lower(ZeroAddress), kind: 0n, expiresAt: 0n }
    assert.deepEqual(seen, { to: lower(to), kind, expiresAt }, `offer of ${id}`)
  }
}

async function compareRecoveries(chain: Chain, query: Query): Promise<void> {
  const { nameRecoveries, names } = await query(`{
    nameRecoveries(${ALL}) { id agent { id } delay ownerCanVeto pending readyAt newOwner { id } newKeyDigest }
    names(${ALL}) { id recovery { id } }
  }`)
  for (const id of fixturesOf(chain).names) {
    const view = await chain.read(chain.contracts.names, 'recoveryOf', [id])
    const row = pick(nameRecoveries, (recovery) => recovery.id === id)
    assert.equal(idOf(pick(names, (name) => name.id === id)?.recovery), row?.id, `recovery of ${id}`)
    const seen = row && [
      idOf(row.agent),
      BigInt(row.delay as number),
      row.ownerCanVeto ? 0n : 1n,
      row.pending === 'RECOVERY' ? 1n : row.pending === 'REMOVAL' ? 2n : 0n,
      BigInt((row.readyAt as string | null) ?? 0),
      row.pending === 'RECOVERY'
        ? keccak256(
            AbiCoder.defaultAbiCoder().encode(['address', 'bytes32'], [idOf(row.newOwner), row.newKeyDigest]),
          )
        : ZeroHash,
    ]
    const [agent, ...rest] = view
    assert.deepEqual(
      seen ?? [lower(ZeroAddress), 0n, 0n, 0n, 0n, ZeroHash],
      [lower(agent), ...rest],
      `recovery of ${id}`,
    )
  }
}

async function compareSettings(chain: Chain, query: Query): Promise<void> {
  const { namesSettings_collection: rows } = await query(`{
    namesSettings_collection(${ALL}) { owner pendingOwner policy frozen announcedPolicy announcedDue }
  }`)
  const contract = chain.contracts.names
  const [owner] = await chain.read(contract, 'owner', [])
  const [pendingOwner] = await chain.read(contract, 'pendingOwner', [])
  const [policy, frozen] = await chain.read(contract, 'currentPolicy', [])
  const [announced, due] = await chain.read(contract, 'announcedPolicy', [])
  const announcement = due === 0n ? [null, null] : [lower(announced), String(due)]
  assert.deepEqual(rows, [
    {
      owner: orNull(owner),
      pendingOwner: orNull(pendingOwner),
      policy: orNull(policy),
      frozen,
      announcedPolicy: announcement[0],
      announcedDue: announcement[1],
    },
  ])
}
