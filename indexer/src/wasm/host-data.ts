import { keccak_256 } from '@noble/hashes/sha3.js'
import { base58btc } from 'multiformats/bases/base58'
import { parseAbiType } from '../abi/abi-type.ts'
import { AbiDecodeError, compileDecoder } from '../abi/decode-values.ts'
import { encodeValues } from '../abi/encode-values.ts'
import { errorText, IndexerError, MappingError } from '../errors.ts'
import { bytesToHex } from '../hex.ts'
import { parseBigInt } from '../numbers/big-int.ts'
import { AscType } from './asc-types.ts'
import { readAbiValue, writeAbiValue } from './ethereum-values.ts'
import type { HostAccess, HostFunctions } from './host-context.ts'
import { parseJson, writeJson } from './json-values.ts'

/** Largest JSON document that a mapping may parse, as in graph-node. */
const MAX_JSON_BYTES = 10_000_000

/** Conversions, hashing, JSON and ABI coding. */
export function dataFunctions(host: HostAccess): HostFunctions {
  return { ...conversions(host), ...jsonFunctions(host), ...abiFunctions(host) }
}

function conversions(host: HostAccess): HostFunctions {
  return {
    'typeConversion.bytesToString': (bytes: number) => {
      const text = Buffer.from(host.heap.readBytes(bytes)).toString('utf8')
      return host.heap.writeString(text.replace(/\0+$/, ''))
    },
    'typeConversion.bytesToHex': (bytes: number) =>
      host.heap.writeString(bytesToHex(host.heap.readBytes(bytes))),
    'typeConversion.bytesToBase58': (bytes: number) =>
      host.heap.writeString(base58btc.baseEncode(host.heap.readBytes(bytes))),
    'typeConversion.stringToH160': (text: number) => {
      const string = host.heap.readString(text)
      const hex = string.replace(/^(0x)+/, '')
      if (!/^[0-9a-fA-F]{40}$/.test(hex)) {
        throw new MappingError(`Failed to convert string to Address/H160: '${string}'`)
      }
      return host.heap.writeBytes(Buffer.from(hex, 'hex'))
    },
    'crypto.keccak256': (bytes: number) => host.heap.writeBytes(keccak_256(host.heap.readBytes(bytes))),
  }
}

function jsonFunctions(host: HostAccess): HostFunctions {
  const parse = (bytes: number) => {
    const source = host.heap.readBytes(bytes)
    if (source.length > MAX_JSON_BYTES)
      throw new MappingError(`JSON size exceeds max size of ${MAX_JSON_BYTES}`)
    return parseJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(source))
  }
  const integer = (text: number, name: string, bits: (value: bigint) => bigint) => {
    const string = host.heap.readString(text)
    const value = /^[+-]?[0-9]+$/.test(string) ? BigInt(string.replace('+', '')) : undefined
    if (value === undefined || bits(value) !== value) {
      throw new MappingError(`JSON \`${string}\` cannot be parsed as ${name}`)
    }
    return BigInt.asIntN(64, value)
  }
  return {
    'json.fromBytes': (bytes: number) => {
      try {
        return writeJson(host.heap, parse(bytes))
      } catch (error) {
        throw new MappingError(`Failed to parse JSON: ${errorText(error)}`)
      }
    },
    'json.try_fromBytes': (bytes: number) => {
      let value: number
      try {
        value = writeJson(host.heap, parse(bytes))
      } catch (error) {
        if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
        const isError = host.heap.allocate(AscType.wrappedBool, 1)
        host.heap.bytes[isError] = 1
        return host.heap.writeFields(AscType.jsonResult, [0, isError])
      }
      return host.heap.writeFields(AscType.jsonResult, [
        host.heap.writeFields(AscType.wrappedJson, [value]),
        0,
      ])
    },
    'json.toI64': (text: number) => integer(text, 'i64', (value) => BigInt.asIntN(64, value)),
    'json.toU64': (text: number) => integer(text, 'u64', (value) => BigInt.asUintN(64, value)),
    'json.toF64': (text: number) => {
      const string = host.heap.readString(text)
      const value = Number(string)
      if (string.trim() !== string || string === '' || Number.isNaN(value)) {
        throw new MappingError(`JSON \`${string}\` cannot be parsed as f64`)
      }
      return value
    },
    'json.toBigInt': (text: number) => {
      const string = host.heap.readString(text)
      const value = parseBigInt(string)
      if (value === undefined) throw new MappingError(`JSON \`${string}\` is not a decimal string`)
      return host.heap.writeBigInt(value)
    },
  }
}

function abiFunctions(host: HostAccess): HostFunctions {
  return {
    'ethereum.encode': (value: number) =>
      host.heap.writeBytes(encodeValues([readAbiValue(host.heap, value)])),
    'ethereum.decode': (types: number, data: number) => {
      try {
        const decode = compileDecoder([parseAbiType(host.heap.readString(types))])
        const [value] = decode(host.heap.readBytes(data))
        return value === undefined ? 0 : writeAbiValue(host.heap, value)
      } catch (error) {
        if (error instanceof AbiDecodeError || error instanceof IndexerError) return 0
        throw error
      }
    },
  }
}
