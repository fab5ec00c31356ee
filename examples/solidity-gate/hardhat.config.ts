import { createRequire } from 'node:module'
import { defineConfig } from 'hardhat/config'

// The compiler comes from npm by its path, so that nothing is downloaded.
const compiler = createRequire(import.meta.url).resolve('solc/soljson.js')

export default defineConfig({
  solidity: { version: '0.8.30', path: compiler, settings: { evmVersion: 'cancun' } },
  paths: { tests: { solidity: './test' } },
})
