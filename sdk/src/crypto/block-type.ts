/** What the payload of a sealed block is (docs/spec/block.md). */
export const blockType = {
  directory: 1,
  file: 2,
  fileIndex: 3,
  chunk: 4,
  ops: 5,
  frontier: 6,
  bundle: 7,
  settings: 8,
} as const

/** Number of a payload type. */
export type BlockType = (typeof blockType)[keyof typeof blockType]
