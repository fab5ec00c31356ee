import { readFileSync } from 'node:fs'
import { createConfig } from 'ponder'
import { http } from 'viem'

export default createConfig({
  database: { kind: 'pglite', directory: process.env.BENCH_DATABASE },
  // viem takes answers of 10 MB at most unless told otherwise; ours has no such limit, and the node gives both the same.
  networks: {
    local: { chainId: 31337, transport: http(process.env.BENCH_RPC, { maxResponseBodySize: false }) },
  },
  contracts: {
    Payments: {
      network: 'local',
      abi: JSON.parse(readFileSync(process.env.BENCH_ABI, 'utf8')),
      address: process.env.BENCH_ADDRESS,
      startBlock: 1,
    },
  },
})
