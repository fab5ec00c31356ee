import { keccak_256 } from '@noble/hashes/sha3.js'
import { hexToBytes } from '../hex.ts'
import type { AbiValue } from './abi-type.ts'
import { type AbiParameter, type AbiType, formatAbiType, parseAbiParameter } from './abi-type.ts'
import { AbiDecodeError, compileDecoder } from './decode-values.ts'

/** An event of an ABI's JSON. */
export type AbiEvent = {
  readonly type: 'event'
  readonly name: string
  readonly inputs: readonly AbiParameter[]
  readonly anonymous?: boolean
}

/** A named parameter of a decoded event. */
export type EventParameter = { readonly name: string; readonly value: AbiValue }

/** Decodes one kind of event. */
export type EventDecoder = {
  /** Topics are 0x hex. Parameters in the order of the ABI, or undefined where topics or data do not fit the event. */
  decode(topics: readonly string[], data: Uint8Array): EventParameter[] | undefined
}

/** Signature with `indexed` markers, e.g. `Paid(indexed address,uint256)`, or without. */
export function eventSignature(event: AbiEvent, options: { withIndexed: boolean }): string {
  const inputs = event.inputs.map((input) => {
    const type = formatAbiType(parseAbiParameter(input))
    return options.withIndexed && input.indexed === true ? `indexed ${type}` : type
  })
  return `${event.name}(${inputs.join(',')})`
}

/** Topic 0 of a handler's event signature: Keccak-256 without the markers and spaces. */
export function eventTopic(signature: string): string {
  const bare = signature.replaceAll('indexed ', '').replaceAll(' ', '')
  return `0x${Buffer.from(keccak_256(Buffer.from(bare, 'utf8'))).toString('hex')}`
}

/**
 * Finds the event that a handler's signature names: an exact match, or the only event that matches once the
 * `indexed` markers are left out.
 */
export function findEvent(events: readonly AbiEvent[], signature: string): AbiEvent | undefined {
  const exact = events.find((event) => eventSignature(event, { withIndexed: true }) === signature)
  if (exact !== undefined) return exact
  const alike = events.filter((event) => eventSignature(event, { withIndexed: false }) === signature)
  return alike.length === 1 ? alike[0] : undefined
}

/** Compiles the decoder of an event. */
export function compileEventDecoder(event: AbiEvent): EventDecoder {
  const types = event.inputs.map(parseAbiParameter)
  const indexed = event.inputs.map((input) => input.indexed === true)
  const decodeData = compileDecoder(types.filter((_, i) => !indexed[i]))
  const topicDecoders = types.filter((_, i) => indexed[i]).map((type) => compileDecoder([topicType(type)]))
  const names = event.inputs.map((input) => input.name ?? '')
  const firstTopic = event.anonymous === true ? 0 : 1

  return {
    decode(topics, data) {
      if (topics.length !== topicDecoders.length + firstTopic) return undefined
      try {
        const fromTopics = topicDecoders.map(
          (decode, i) => decode(hexToBytes(topics[i + firstTopic] as string))[0],
        )
        const fromData = decodeData(data)
        let topic = 0
        let datum = 0
        return names.map((name, i) => ({
          name,
          value: (indexed[i] ? fromTopics[topic++] : fromData[datum++]) as AbiValue,
        }))
      } catch (error) {
        if (error instanceof AbiDecodeError) return undefined
        throw error
      }
    },
  }
}

/** A topic holds a word; of everything larger it holds the hash. */
function topicType(type: AbiType): AbiType {
  const isHashed =
    type.kind === 'string' ||
    type.kind === 'bytes' ||
    type.kind === 'array' ||
    type.kind === 'fixedArray' ||
    type.kind === 'tuple'
  return isHashed ? { kind: 'fixedBytes', size: 32 } : type
}
