import { AbiKind, type AbiValue } from '../abi/abi-type.ts'
import type { EventParameter } from '../abi/event-decoder.ts'
import { MappingError } from '../errors.ts'
import { AscType } from './asc-types.ts'
import type { Heap } from './heap.ts'

/** Deepest nesting that is read from a module: deeper values can only be cycles. */
const MAX_DEPTH = 128

/** Writes an `ethereum.Value`. */
export function writeAbiValue(heap: Heap, value: AbiValue): number {
  return heap.writeTagged(AscType.ethereumValue, value.kind, writePayload(heap, value))
}

function writePayload(heap: Heap, value: AbiValue): number {
  switch (value.kind) {
    case AbiKind.int:
    case AbiKind.uint:
      return heap.writeBigInt(value.value)
    case AbiKind.bool:
      return value.value ? 1 : 0
    case AbiKind.string:
      return heap.writeString(value.value)
    case AbiKind.fixedArray:
    case AbiKind.array:
    case AbiKind.tuple:
      return heap.writeArray(
        AscType.arrayEthereumValue,
        value.value.map((item) => writeAbiValue(heap, item)),
      )
    default:
      return heap.writeBytes(value.value)
  }
}

/** Reads an `ethereum.Value`. */
export function readAbiValue(heap: Heap, at: number, depth = 0): AbiValue {
  if (depth > MAX_DEPTH) throw new MappingError('an ethereum.Value is nested too deeply')
  const kind = heap.field(at, 0)
  const payload = heap.field(at, 2)
  switch (kind) {
    case AbiKind.address:
    case AbiKind.fixedBytes:
    case AbiKind.bytes:
    case AbiKind.function:
      return { kind, value: heap.readBytes(payload) }
    case AbiKind.int:
    case AbiKind.uint:
      return { kind, value: heap.readBigInt(payload) }
    case AbiKind.bool:
      return { kind, value: payload !== 0 }
    case AbiKind.string:
      return { kind, value: heap.readString(payload) }
    case AbiKind.fixedArray:
    case AbiKind.array:
    case AbiKind.tuple:
      return { kind, value: heap.readArray(payload).map((item) => readAbiValue(heap, item, depth + 1)) }
    default:
      throw new MappingError(`unknown kind ${kind} of ethereum.Value`)
  }
}

/** Writes the parameters of an event. */
export function writeParameters(heap: Heap, parameters: readonly EventParameter[]): number {
  return heap.writeArray(
    AscType.arrayEventParam,
    parameters.map(({ name, value }) =>
      heap.writeFields(AscType.eventParam, [heap.writeString(name), writeAbiValue(heap, value)]),
    ),
  )
}
