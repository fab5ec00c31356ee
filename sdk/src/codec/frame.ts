import { concatBytes } from '../utils/index.ts'
import { u16 } from './integers.ts'

/** What a hash, MAC, derived key or signature is for. Each has one function and one list of parts. */
export type Purpose =
  | 'scope'
  | 'commit'
  | 'link-salt'
  | 'conv'
  | 'log'
  | 'tag'
  | 'back'
  | 'block-keys'
  | 'sid-key'
  | 'head'
  | 'author'
  | 'acct-kem'
  | 'acct-sign'
  | 'link-kem'
  | 'link-sign'
  | 'link-eth'
  | 'block'
  | 'sid'
  | 'link-pw'
  | 'entry'
  | 'claim'
  | 'bind'
  | 'bind-cont'
  | 'pass'

const encoder = new TextEncoder()
const separator = Uint8Array.of(0)

/**
 * The input of every hash, MAC, derivation and signature: `space/v1/` ‖ purpose ‖ 0x00, then each part
 * behind its u16 length. The lengths keep two lists of parts from ever giving one text.
 * Source: docs/spec/notation.md.
 */
export function frame(purpose: Purpose, ...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    encoder.encode(`space/v1/${purpose}`),
    separator,
    ...parts.flatMap((part) => [u16(part.length), part]),
  )
}
