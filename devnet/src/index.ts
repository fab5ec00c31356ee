/**
 * A local network for development and tests: a chain with the contracts, and the subgraph, on loopback.
 *
 * @packageDocumentation
 */

export type { DevnetAccount } from './accounts.ts'
export type { DevnetAddresses } from './deployment.ts'
export { PortTakenError } from './port-taken-error.ts'
export { requestRpc } from './request-rpc.ts'
export { type Devnet, type DevnetOptions, start } from './start.ts'
