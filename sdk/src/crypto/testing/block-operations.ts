import { decodeCbor, encodeCbor } from '../../codec/cbor.ts'
import type { Content } from '../../codec/content.ts'
import { type DirectoryNode, decodeDirectory, encodeDirectory } from '../../codec/directory.ts'
import { fileLayout } from '../../codec/file-layout.ts'
import { decodeFileNode, encodeFileNode } from '../../codec/file-node.ts'
import { frame, type Purpose } from '../../codec/frame.ts'
import { type BlockPointer, encodePointer, pointerAt } from '../../codec/pointer.ts'
import type { SizeClass } from '../../codec/size-class.ts'
import type { BlockType } from '../block-type.ts'
import { bundleFiles } from '../bundle-files.ts'
import { openBlock } from '../open-block.ts'
import { type BlockKeying, type SealedBlock, sealBlock } from '../seal-block.ts'
import { sealFile } from '../seal-file.ts'
import { bytesOf, hex, type Inputs, integerOf, type Json, listOf, objectOf } from './vector-inputs.ts'

/** What the vectors of blocks, files, directories and bundles do. */
export const blockOperations = {
  frame: (inputs: Inputs) => ({
    bytes: hex(frame(inputs.purpose as Purpose, ...listOf(inputs.parts, bytesOf))),
  }),

  'decode-cbor': (inputs: Inputs) => {
    try {
      return { bytes: hex(encodeCbor(decodeCbor(bytesOf(inputs.bytes)))) }
    } catch {
      return { error: 'CBOR' }
    }
  },

  'seal-block': async (inputs: Inputs) => {
    const block = await sealBlock(
      inputs.type as BlockType,
      bytesOf(inputs.payload),
      keyingOf(inputs),
      inputs.sizeClass as SizeClass,
    )
    return sealed(block)
  },

  'open-block': async (inputs: Inputs) => ({
    payload: hex(await openBlock(pointerOf(inputs), bytesOf(inputs.block), inputs.type as BlockType)),
  }),

  'file-layout': (inputs: Inputs) => ({
    ...fileLayout(integerOf(inputs.sizeBytes), inputs.chunkClass as SizeClass),
  }),

  'encode-file': (inputs: Inputs) => {
    const pointers = bytesOf(inputs.pointers)
    const sizeBytes = integerOf(inputs.sizeBytes)
    const payload = encodeFileNode({ sizeBytes, chunkClass: inputs.chunkClass as SizeClass, pointers })
    return { payload: hex(payload) }
  },

  'decode-file': (inputs: Inputs) => {
    const { sizeBytes, chunkClass, pointers } = decodeFileNode(bytesOf(inputs.payload))
    return { sizeBytes, chunkClass, pointers: hex(pointers) }
  },

  'seal-file': async (inputs: Inputs) => {
    const prefix = { chunkClass: inputs.chunkClass as SizeClass, pointers: new Uint8Array() }
    const keying = keyingOf(inputs)
    const chunks: string[] = []
    const indexes: string[] = []
    const write = ({ type, digest }: SealedBlock) => {
      if (type === 4) chunks.push(hex(digest))
      if (type === 3) indexes.push(hex(digest))
    }
    const { pointer, chunkClass } = await sealFile([bytesOf(inputs.content)], { keying, write, prefix })
    return {
      pointer: hex(encodePointer(pointer)),
      chunkClass,
      chunkCount: chunks.length,
      lastChunk: chunks.at(-1) ?? '',
      indexes,
    }
  },

  'encode-directory': (inputs: Inputs) => ({ payload: hex(encodeDirectory(directoryOf(inputs))) }),

  'decode-directory': (inputs: Inputs) => ({
    payload: hex(encodeDirectory(decodeDirectory(bytesOf(inputs.payload)))),
  }),

  'seal-bundle': async (inputs: Inputs) => {
    const items = listOf(inputs.files, (file) => ({ bytes: bytesOf(file) }))
    const bundles: Json[] = []
    for await (const { block, files } of bundleFiles(items, keyingOf(inputs))) {
      const slices = files.map(({ content }) => [content.offset, content.lengthBytes])
      bundles.push({ pointer: hex(encodePointer(block)), slices })
    }
    return { bundles }
  },
}

/** Digest, secret, commitment and, up to 4 KiB, the bytes of a block. */
export function sealed(block: SealedBlock): Inputs {
  return {
    secret: hex(block.secret),
    commitment: hex(block.bytes.subarray(4, 36)),
    digest: hex(block.digest),
    ...(block.bytes.length <= 4096 ? { block: hex(block.bytes) } : {}),
  }
}

/** The content that a list of a directory or change stands for. */
export function contentOf(value: Json | undefined): Content {
  const content = objectOf(value)
  if (content.inline !== undefined) return { kind: 'inline', bytes: bytesOf(content.inline) }
  if (content.node !== undefined) return { kind: 'node', pointer: sizedPointer(content.node) }
  return {
    kind: 'slice',
    bundle: sizedPointer(content.bundle),
    offset: integerOf(content.offset),
    lengthBytes: integerOf(content.length),
  }
}

/** The pointer that 65 bytes of hex stand for. */
export function sizedPointer(value: Json | undefined): BlockPointer {
  const bytes = bytesOf(value)
  return { ...pointerAt(bytes, 0), sizeClass: bytes[64] as SizeClass }
}

function pointerOf(inputs: Inputs): BlockPointer {
  const sizeClass = inputs.sizeClass as SizeClass
  return { digest: bytesOf(inputs.digest), secret: bytesOf(inputs.secret), sizeClass }
}

function keyingOf(inputs: Inputs): BlockKeying {
  if (inputs.convergence !== undefined) return { kind: 'convergent', key: bytesOf(inputs.convergence) }
  return { kind: 'derived', secretOf: () => bytesOf(inputs.secret) }
}

function directoryOf(inputs: Inputs): DirectoryNode {
  const level = integerOf(inputs.level)
  if (level > 0) {
    const children = listOf(inputs.children, (child) => {
      const { firstName, pointer } = objectOf(child)
      return { firstName: firstName as string, pointer: sizedPointer(pointer) }
    })
    return { level, children }
  }
  const entries = listOf(inputs.entries, (item) => {
    const entry = objectOf(item)
    return {
      id: bytesOf(entry.id),
      name: entry.name as string,
      kind: entry.kind as 'directory' | 'file',
      modifiedMs: integerOf(entry.modifiedMs),
      content: contentOf(entry.content),
    }
  })
  return { level: 0, entries }
}
