import { concatBytes } from '../utils/index.ts'
import { u8, u64 } from './integers.ts'
import { Shape } from './shape.ts'

/** What a link says: a folder and the secret of an account made for the link. Anyone who has it can read. */
export type Link = {
  chainId: bigint
  /** 20-byte address of the Grants contract. */
  grants: Uint8Array
  /** 32-byte folder id. */
  folder: Uint8Array
  /** 32 random bytes. */
  secret: Uint8Array
  /** Whether a password is needed besides. */
  hasPassword: boolean
}

const LINK_BYTES = 94
const VERSION = 1
const HAS_PASSWORD = 1
const prefix = '#1.'

const shape: Shape = new Shape('LINK_INVALID')

/**
 * The part of a link behind the address of a page, `#` included. Browsers do not send it to servers.
 * Format: docs/spec/link.md; base64url is RFC 4648 §5 without padding.
 *
 * @example
 * ```ts
 * const url = `https://example.org/open${encodeLinkFragment(link)}`
 * ```
 */
export function encodeLinkFragment(link: Link): string {
  const bytes = concatBytes(
    u8(VERSION),
    u8(link.hasPassword ? HAS_PASSWORD : 0),
    u64(link.chainId),
    link.grants,
    link.folder,
    link.secret,
  )
  shape.check(bytes.length === LINK_BYTES, 'a part of it has the wrong length')
  return prefix + toBase64Url(bytes)
}

/**
 * Reads a link: a whole URL or only its fragment. Throws `LINK_INVALID`; the message never shows the link.
 *
 * @example
 * ```ts
 * const { folder, secret } = decodeLink(location.href)
 * ```
 */
export function decodeLink(url: string): Link {
  const start = url.indexOf(prefix)
  shape.check(start >= 0, 'it has no part that starts with "#1."')
  const bytes = fromBase64Url(url.slice(start + prefix.length))
  shape.check(bytes !== undefined && bytes.length === LINK_BYTES, 'it is cut or has something added')
  shape.check(bytes[0] === VERSION, 'it was made by a newer version')
  const chainId = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(2)
  shape.check(chainId <= BigInt(Number.MAX_SAFE_INTEGER), 'its chain does not exist')
  const flags = bytes[1] as number
  shape.check(flags <= HAS_PASSWORD, 'it was made by a newer version')
  return {
    chainId,
    grants: bytes.slice(10, 30),
    folder: bytes.slice(30, 62),
    secret: bytes.slice(62),
    hasPassword: flags === HAS_PASSWORD,
  }
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    return toBase64Url(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}
