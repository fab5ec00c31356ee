import { type BaseContract, concat, type Signer, ZeroAddress } from 'ethers'
import { deployPeer, peerAt } from './peers.ts'

/** A call as the SDK's `xCall` functions return it. */
export type Call = { to: string; data: string }

/** Deploys a Safe of these owners through Safe's own factory. */
export async function deploySafe(
  signer: Signer,
  owners: readonly string[],
  threshold: number,
): Promise<BaseContract> {
  const singleton = await deployPeer('Safe', signer)
  const factory = await deployPeer('SafeProxyFactory', signer)
  const handler = await deployPeer('CompatibilityFallbackHandler', signer)
  const setup = singleton.interface.encodeFunctionData('setup', [
    owners,
    threshold,
    ZeroAddress,
    '0x',
    await handler.getAddress(),
    ZeroAddress,
    0,
    ZeroAddress,
  ])
  const create = factory.getFunction('createProxyWithNonce')
  const args = [await singleton.getAddress(), setup, 1]
  const proxy: string = await create.staticCall(...args)
  await (await create.send(...args)).wait()
  return peerAt('Safe', proxy, signer)
}

/** Lets the Safe make a call that these owners sign; the first of them sends it. */
export async function executeBySafe(safe: BaseContract, owners: readonly Signer[], { to, data }: Call) {
  const transaction = [to, 0, data, 0, 0, 0, 0, ZeroAddress, ZeroAddress] as const
  const nonce = await safe.getFunction('nonce')()
  const chainId = (await safe.runner?.provider?.getNetwork())?.chainId
  const types = {
    SafeTx: [
      { name: 'to', type: 'address' },
      { name: 'value', type: 'uint256' },
      { name: 'data', type: 'bytes' },
      { name: 'operation', type: 'uint8' },
      { name: 'safeTxGas', type: 'uint256' },
      { name: 'baseGas', type: 'uint256' },
      { name: 'gasPrice', type: 'uint256' },
      { name: 'gasToken', type: 'address' },
      { name: 'refundReceiver', type: 'address' },
      { name: 'nonce', type: 'uint256' },
    ],
  }
  const names = types.SafeTx.map(({ name }) => name)
  const message = Object.fromEntries([...transaction, nonce].map((value, i) => [names[i] as string, value]))
  const domain = { chainId: chainId ?? 0n, verifyingContract: await safe.getAddress() }
  const signed = await Promise.all(
    owners.map(async (owner) => ({
      owner: BigInt(await owner.getAddress()),
      signature: await owner.signTypedData(domain, types, message),
    })),
  )
  // Safe wants the signatures in the order of their signers.
  signed.sort((a, b) => (a.owner < b.owner ? -1 : 1))
  const signatures = concat(signed.map(({ signature }) => signature))
  const [sender] = owners
  if (sender === undefined) throw new Error('a Safe needs an owner who sends')
  const connected = safe.connect(sender) as BaseContract
  return (await connected.getFunction('execTransaction').send(...transaction, signatures)).wait()
}
