import { formats } from '@space/sdk/testing'
import { bytesOf, hex, type Inputs, integerOf, type Json, listOf, objectOf } from './hex.ts'

const {
  decodeCbor,
  decodeDirectory,
  decodeFileNode,
  encodeCbor,
  encodeDirectory,
  encodeFileNode,
  encodePointer,
  fileLayout,
  frame,
  openBlock,
  packFiles,
  pointerAt,
  sealBlock,
  sealFile,
} = formats

type BlockKeying = formats.BlockKeying
type BlockPointer = formats.BlockPointer
type BlockType = formats.BlockType
type Content = formats.Content
type DirectoryNode = formats.DirectoryNode
type Purpose = formats.Purpose
type SealedBlock = formats.SealedBlock
type SizeClass = formats.SizeClass

/** What the vectors of blocks, files, directories and packs do. */
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
    const blocks = sealFile([bytesOf(inputs.content)], { keying, prefix })
    const chunks: string[] = []
    const indexes: string[] = []
    let step = await blocks.next()
    for (; !step.done; step = await blocks.next()) {
      if (step.value.type === 4) chunks.push(hex(step.value.digest))
      if (step.value.type === 3) indexes.push(hex(step.value.digest))
    }
    const { pointer, chunkClass } = step.value
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

  'seal-pack': async (inputs: Inputs) => {
    const items = listOf(inputs.files, (file) => ({ bytes: bytesOf(file) }))
    const packs: Json[] = []
    for await (const { block, files } of packFiles(items, keyingOf(inputs))) {
      const slices = files.map(({ content }) => [content.offset, content.lengthBytes])
      packs.push({ pointer: hex(encodePointer(block)), slices })
    }
    return { packs }
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
    pack: sizedPointer(content.pack),
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
