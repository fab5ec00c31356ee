export { compareBytes, concatBytes, equalBytes, fromHex, toHex } from './bytes.ts'
export type { OperationOptions } from './operation.ts'
