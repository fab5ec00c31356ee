import type { BindOwner } from '../../codec/bind.ts'
import { decodePass } from '../../codec/pass.ts'
import { nameSubject } from '../../codec/subject.ts'
import { verifyBind } from '../../crypto/bind.ts'
import { SpaceError } from '../../errors/index.ts'
import { type Address, fromHex, type OperationOptions } from '../../utils/index.ts'
import {
  addressSubject,
  decodeSubject,
  describeSubject,
  readAnchoredBind,
  readGrant,
  readName,
} from '../chain.ts'
import { type FolderContext, fetchObject } from '../context.ts'
import { readGrantedPass } from './passes.ts'

/** A member, or one to be, to whom passes can be sealed. */
export type Recipient = {
  subject: Uint8Array
  /** Digest of the binding. */
  bind: Uint8Array
  kemPublicKey: Uint8Array
}

/**
 * Finds the recipient that a text means: `@bob` or `bob` is a name, `0x…` an address. The key comes from the binding whose digest
 * the contract holds. Throws `NAME_UNKNOWN`, `NAME_INVALID`, `BINDING_MISSING` or `BIND_INVALID`.
 */
export async function findRecipient(
  context: FolderContext,
  to: string,
  options: OperationOptions = {},
): Promise<Recipient> {
  return recipientOf(context, await findSubject(context, to, options), undefined, options)
}

/**
 * The subject that a text means now: of a name, an address, or the 32 bytes themselves. A name's subject ends when the
 * name changes hands.
 */
export async function findSubject(
  { chain }: FolderContext,
  to: string,
  options: OperationOptions = {},
): Promise<Uint8Array> {
  if (typeof to !== 'string') {
    const fix = 'Give a name, an address, or the 32 bytes of a subject as hex.'
    throw new SpaceError('INPUT_INVALID', { what: 'to', reason: `it is of type ${typeof to}`, fix })
  }
  if (/^0x[0-9a-fA-F]{64}$/.test(to)) return fromHex(to.toLowerCase())
  // No name is that long.
  if (/^0x.{31,}/.test(to)) return addressSubject(to as Address)
  const { name, generation } = await readName(chain, to.replace(/^@/, ''), options)
  return nameSubject(name, generation)
}

/**
 * The key of a subject that holds a grant. A link has no binding on chain; its digest stands in the pass that was
 * announced with its grant, so `folder` says where to look.
 */
export async function recipientOf(
  context: FolderContext,
  subject: Uint8Array,
  folder: Uint8Array | undefined,
  options: OperationOptions = {},
): Promise<Recipient> {
  const { chain } = context
  const decoded = decodeSubject(subject)
  const missing = () => new SpaceError('BINDING_MISSING', { subject: describeSubject(subject) })
  if (decoded.kind === 'name') {
    const record = await readName(chain, decoded.name)
    if (record.generation !== decoded.generation) throw missing()
    const registry = fromHex(chain.addresses.names)
    const owner = { kind: 'name' as const, registry, name: decoded.name }
    return readRecipient(context, { subject, digest: record.keyDigest, owner }, options)
  }
  if (decoded.kind !== 'wallet') throw missing()
  const anchored = await readAnchoredBind(chain, decoded.address, options)
  const digest = anchored ?? (folder && (await readAnnouncedBind(context, folder, subject, options)))
  if (digest === undefined) throw missing()
  return readRecipient(context, { subject, digest, owner: { kind: 'subject', subject } }, options)
}

async function readRecipient(
  context: FolderContext,
  { subject, digest, owner }: { subject: Uint8Array; digest: Uint8Array; owner: BindOwner },
  options: OperationOptions,
): Promise<Recipient> {
  const bytes = await fetchObject(context, digest, options).catch((failure) => {
    if (!SpaceError.is(failure, 'BLOCK_MISSING')) throw failure
    throw new SpaceError('BINDING_MISSING', { subject: describeSubject(subject) }, { cause: failure })
  })
  const bind = verifyBind(bytes, { chainId: context.chain.chainId, owner, digest })
  return { subject, bind: digest, kemPublicKey: bind.kemPublicKey }
}

/** The binding that the pass of the standing grant names, if the grant carried one. */
async function readAnnouncedBind(
  context: FolderContext,
  folder: Uint8Array,
  subject: Uint8Array,
  options: OperationOptions,
): Promise<Uint8Array | undefined> {
  const grant = await readGrant(context.chain, folder, subject)
  const digest = grant && (await readGrantedPass(context, { folder, subject }, grant.granter))
  if (digest === undefined) return undefined
  return decodePass(await fetchObject(context, digest, options)).pass.bind
}
