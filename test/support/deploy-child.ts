// Deploys on the chain at the given address, and kills itself right after it has sent so many transactions.
//   node deploy-child.ts RPC_URL TRANSACTIONS
import { JsonRpcProvider } from 'ethers'
import { deployLocal } from '../../deploy/deploy-local.ts'

const [rpcUrl, transactions] = process.argv.slice(2)
const rpc = new JsonRpcProvider(rpcUrl, undefined, { cacheTimeout: -1, batchMaxCount: 1 })
let left = Number(transactions)
await deployLocal({
  provider: {
    async request({ method, params }) {
      const answer = await rpc.send(method, params ?? [])
      if (method === 'eth_sendTransaction' && --left === 0) process.kill(process.pid, 'SIGKILL')
      return answer
    },
  },
})
