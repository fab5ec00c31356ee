import { sha256 } from '@noble/hashes/sha2.js'
import { u32 } from '../../codec/integers.ts'
import { fromHex } from '../../utils/index.ts'

/** What the inputs and results of a vector consist of: bytes are hex texts. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json }

/** The inputs of a vector. */
export type Inputs = { readonly [key: string]: Json }

/** Bytes as hex, as vectors hold them. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** An input of bytes: hex, a repeated byte, or the digests of the numbers 0, 1, 2 … one after the other. */
export function bytesOf(value: Json | undefined): Uint8Array {
  if (typeof value === 'string') return fromHex(value)
  const { byte, counter, length } = value as { byte?: number; counter?: string; length: number }
  return counter === undefined ? new Uint8Array(length).fill(byte as number) : counterBytes(length)
}

/** An input of bytes that may be absent. */
export function optionalBytes(value: Json | undefined): Uint8Array | undefined {
  return value === undefined ? undefined : bytesOf(value)
}

/** A list of inputs, each read by a function. */
export function listOf<Item>(value: Json | undefined, read: (item: Json) => Item): Item[] {
  return (value as readonly Json[]).map(read)
}

/** An input that is an object. */
export function objectOf(value: Json | undefined): Inputs {
  return value as Inputs
}

/** An input that is an integer. */
export function integerOf(value: Json | undefined): number {
  return value as number
}

function counterBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(length / 32) * 32)
  for (let i = 0; i * 32 < length; i++) bytes.set(sha256(u32(i)), i * 32)
  return bytes.subarray(0, length)
}
