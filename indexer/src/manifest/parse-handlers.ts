import { type AbiEvent, compileEventDecoder, eventTopic, findEvent } from '../abi/event-decoder.ts'
import type { ManifestReader } from './manifest-reader.ts'
import type { BlockHandler, EventHandler } from './manifest-types.ts'

/** Reads an event handler and compiles its decoder. */
export function parseEventHandler(reader: ManifestReader, events: readonly AbiEvent[]): EventHandler {
  reader
    .refuse('calls', 'declared calls')
    .allowOnly(['event', 'handler', 'topic0', 'topic1', 'topic2', 'topic3', 'receipt', 'calls'])
  const event = reader.text('event')
  const abiEvent = findEvent(events, event)
  if (abiEvent === undefined) throw reader.invalid('event', `names \`${event}\`, which is not in the ABI`)
  const topic0 = reader.optionalText('topic0')
  return {
    handler: reader.text('handler'),
    event,
    topic0: topic0 === undefined ? eventTopic(event) : parseTopic(reader, 'topic0', topic0),
    topics: ['topic1', 'topic2', 'topic3'].map((key) => {
      if (!reader.has(key)) return undefined
      return new Set(reader.texts(key).map((topic) => parseTopic(reader, key, topic)))
    }),
    needsReceipt: reader.flag('receipt'),
    decoder: compileEventDecoder(abiEvent),
  }
}

/** A topic as 32 bytes, shorter ones padded on the left. */
function parseTopic(reader: ManifestReader, key: string, topic: string): string {
  const hex = /^0x([0-9a-fA-F]{1,64})$/.exec(topic)?.[1]
  if (hex === undefined) throw reader.invalid(key, 'must hold 0x and at most 64 hexadecimal digits')
  return `0x${hex.toLowerCase().padStart(64, '0')}`
}

/** Reads a block handler. */
export function parseBlockHandler(reader: ManifestReader): BlockHandler {
  reader.refuse('calls', 'declared calls').allowOnly(['handler', 'filter', 'calls'])
  const handler = reader.text('handler')
  if (!reader.has('filter')) return { handler, filter: { kind: 'polling', every: 1 } }
  const filter = reader.child('filter').allowOnly(['kind', 'every'])
  const kind = filter.text('kind')
  if (kind === 'once') return { handler, filter: { kind } }
  if (kind !== 'polling') throw filter.unsupported('kind', `block handlers with the filter ${kind}`)
  const every = filter.optionalCount('every') ?? 0
  if (every === 0) throw filter.invalid('every', 'must be at least 1')
  return { handler, filter: { kind, every } }
}
