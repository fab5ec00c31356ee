import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import { namesModule } from './names.ts'

/** Grants, bound to Names for good. */
export const grantsModule = buildModule('Grants', (m) => {
  const { names } = m.useModule(namesModule)
  return { names, grants: m.contract('Grants', [names]) }
})

export default grantsModule
