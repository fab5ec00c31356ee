import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { requestRpc } from '@space/devnet'
import { Interface, type InterfaceAbi } from 'ethers'
import { startAnvilProcess } from '../../test/support/anvil-process.ts'

const require = createRequire(import.meta.url)

/** A chain of blocks with 100 payments each, behind the one that deploys their contract. */
export type PaymentChain = {
  rpcUrl: string
  address: string
  abi: InterfaceAbi
  /** How many payments there are. */
  eventCount: number
  /** The block of the last payment. */
  head: number
  close(): Promise<void>
}

type Receipt = { contractAddress: string; status: string }

/** How many payments a block holds. */
export const perBlock = 100

/** Starts anvil on a free port of this machine and fills it. */
export async function startPaymentChain(blocks: number): Promise<PaymentChain> {
  const { abi, bytecode } = compile()
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const binary = require.resolve(`@foundry-rs/anvil-${process.platform}-${arch}/bin/anvil`)
  const { rpcUrl, close } = await startAnvilProcess(binary, ['--gas-limit', '30000000'])
  try {
    const [from] = (await requestRpc(rpcUrl, 'eth_accounts')) as string[]
    const send = async (transaction: object) => {
      const hash = await requestRpc(rpcUrl, 'eth_sendTransaction', [{ from, ...transaction }])
      for (;;) {
        const receipt = await requestRpc(rpcUrl, 'eth_getTransactionReceipt', [hash])
        if (receipt !== null) return receipt as Receipt
        await setTimeout(5)
      }
    }
    const { contractAddress: address } = await send({ data: bytecode })
    const payments = new Interface(abi)
    for (let block = 0; block < blocks; block++) {
      const data = payments.encodeFunctionData('pay', [block * perBlock, perBlock])
      const { status } = await send({ to: address, data, gas: '0xf42400' })
      if (status !== '0x1') throw new Error(`block ${block} was not filled`)
    }
    const head = Number(await requestRpc(rpcUrl, 'eth_blockNumber'))
    return { rpcUrl, address, abi, eventCount: blocks * perBlock, head, close }
  } catch (error) {
    await close()
    throw error
  }
}

function compile(): { abi: InterfaceAbi; bytecode: string } {
  const solc = require('solc')
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: 'Solidity',
        sources: {
          'payments.sol': { content: readFileSync(join(import.meta.dirname, 'payments.sol'), 'utf8') },
        },
        settings: { outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
      }),
    ),
  )
  const compiled = output.contracts?.['payments.sol']?.Payments
  if (compiled === undefined) throw new Error(JSON.stringify(output.errors))
  return { abi: compiled.abi, bytecode: `0x${compiled.evm.bytecode.object}` }
}
