import { getCreate2Address, id, keccak256 } from 'ethers'

/** The factory CreateX, which has this address on every chain that has it (github.com/pcaversaccio/createx). */
export const CREATE_X = '0xba5Ed099633D3B313e4D5F7bdc1305d3c28ba5Ed'

/**
 * The salt of every deployment of this version. It holds no sender's address, so anybody may deploy the same code with
 * the same arguments on a further chain, and gets the same address; with other code or arguments he gets another.
 */
export const SALT = id('space v1')

/** Topic of `ContractCreation(address indexed newContract, bytes32 indexed salt)` of CreateX. */
export const CONTRACT_CREATION = id('ContractCreation(address,bytes32)')

/**
 * Where CreateX puts a contract. It hashes salts that name no sender once more before it uses them, and the address is
 * that of EIP-1014.
 */
export function predictAddress(initCode: string, salt: string = SALT): string {
  return getCreate2Address(CREATE_X, keccak256(salt), keccak256(initCode))
}
