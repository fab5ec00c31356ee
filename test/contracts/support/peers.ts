import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { BaseContract, ContractFactory, type ContractRunner, type Interface, type Signer } from 'ethers'
import { findMissingPeers } from '../../support/find-missing-peers.ts'

const require = createRequire(import.meta.url)
const folder = join(import.meta.dirname, '../../peers')

/** Why tests against peers cannot run here. npm writes this file last, so it shows that an installation is complete. */
export const peersMissing = findMissingPeers(join(folder, 'node_modules/.package-lock.json'))

/** Files of the peers' npm packages with a contract's ABI and bytecode. */
const artifacts = {
  Safe: '@safe-global/safe-contracts/build/artifacts/contracts/Safe.sol/Safe.json',
  SafeProxyFactory:
    '@safe-global/safe-contracts/build/artifacts/contracts/proxies/SafeProxyFactory.sol/SafeProxyFactory.json',
  MultiSend: '@safe-global/safe-contracts/build/artifacts/contracts/libraries/MultiSend.sol/MultiSend.json',
  CompatibilityFallbackHandler:
    '@safe-global/safe-contracts/build/artifacts/contracts/handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler.json',
  EAS: '@ethereum-attestation-service/eas-contracts/artifacts/contracts/EAS.sol/EAS.json',
  SchemaRegistry:
    '@ethereum-attestation-service/eas-contracts/artifacts/contracts/SchemaRegistry.sol/SchemaRegistry.json',
  PublicLock: '@unlock-protocol/contracts/dist/abis/PublicLock/PublicLockV15.json',
  Unlock: '@unlock-protocol/contracts/dist/abis/Unlock/UnlockV13.json',
} as const

/** A peer's contract that its npm package ships compiled. */
export type Peer = keyof typeof artifacts

/** Deploys a peer's own bytecode. */
export async function deployPeer(peer: Peer, signer: Signer, ...args: unknown[]): Promise<BaseContract> {
  const { abi, bytecode } = readArtifact(peer)
  const contract = await new ContractFactory(abi, bytecode, signer).deploy(...args)
  return contract.waitForDeployment()
}

/** Deploys a peer behind OpenZeppelin's proxy, whose constructor makes the first call. */
export async function deployPeerProxy(
  peer: Peer,
  signer: Signer,
  method: string,
  ...args: unknown[]
): Promise<BaseContract> {
  const implementation = await deployPeer(peer, signer)
  const call = implementation.interface.encodeFunctionData(method, args)
  const { abi, bytecode } = require('@openzeppelin/contracts/build/contracts/ERC1967Proxy.json')
  const proxy = await new ContractFactory(abi, bytecode, signer).deploy(implementation, call)
  return peerAt(peer, await proxy.getAddress(), signer)
}

/** A peer's contract that is deployed already, for instance as a proxy. */
export function peerAt(peer: Peer, address: string, runner: ContractRunner): BaseContract {
  return new BaseContract(address, readArtifact(peer).abi, runner)
}

function readArtifact(peer: Peer): { abi: Interface; bytecode: string } {
  return JSON.parse(readFileSync(join(folder, 'node_modules', artifacts[peer]), 'utf8'))
}
