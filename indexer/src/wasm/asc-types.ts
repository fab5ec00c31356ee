/**
 * Indices by which `id_of_type` of a module names the classes that a host allocates (graph-ts,
 * `global/global.ts`; graph-node, `graph/src/runtime/mod.rs`).
 */
export const AscType = {
  string: 0,
  arrayBuffer: 1,
  uint8Array: 6,
  bigDecimal: 12,
  arrayUint8Array: 14,
  arrayEthereumValue: 15,
  arrayStoreValue: 16,
  arrayJsonValue: 17,
  arrayEventParam: 19,
  arrayJsonEntry: 20,
  arrayStoreEntry: 21,
  eventParam: 23,
  transaction: 24,
  block: 25,
  wrappedBool: 28,
  wrappedJson: 29,
  ethereumValue: 30,
  storeValue: 31,
  jsonValue: 32,
  event: 33,
  storeEntry: 34,
  jsonEntry: 35,
  entity: 36,
  jsonMap: 37,
  jsonResult: 40,
  receipt: 1000,
  log: 1001,
  arrayH256: 1002,
  arrayLog: 1003,
  arrayEntity: 1004,
} as const

/** One of the indices. */
export type AscTypeIndex = (typeof AscType)[keyof typeof AscType]
