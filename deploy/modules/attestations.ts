import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

/** The group adapter over the Ethereum Attestation Service. Parameter: `eas`, that of the chain. */
export const attestationsModule = buildModule('Attestations', (m) => ({
  adapter: m.contract('AttestationAdapter', [m.getParameter('eas')]),
}))

export default attestationsModule
