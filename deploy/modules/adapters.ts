import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

/** The group adapters that need to know nothing of their chain, so that they have equal addresses everywhere. */
export const adaptersModule = buildModule('Adapters', (m) => ({
  votes: m.contract('VotesAdapter'),
  erc721: m.contract('Erc721Adapter'),
  erc1155: m.contract('Erc1155Adapter'),
  accessRole: m.contract('AccessRoleAdapter'),
  safeOwners: m.contract('SafeOwnersAdapter'),
  unlockKey: m.contract('UnlockKeyAdapter'),
}))

export default adaptersModule
