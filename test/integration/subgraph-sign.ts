import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BaseContract, TypedDataEncoder, type TypedDataField } from 'ethers'
import type { Chain } from './subgraph-chain.ts'

const PINS = join(import.meta.dirname, '../../contracts/pins')

/** Later than any test. */
export const LATEST = 2n ** 40n - 1n

/** What tokens and Permit2 have signed (ERC-2612, ERC-3009, `PermitHash.sol` of Permit2). */
const TOKEN_MESSAGES = [
  'Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)',
  'ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)',
  'PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Deposit witness)Deposit(address to,uint256 minUsd,uint48 cap)TokenPermissions(address token,uint256 amount)',
]

/** The types of every message by the name of its first type; those of the cores are in their pins. */
const types = new Map<string, Record<string, TypedDataField[]>>(
  [
    ...['Names', 'Balances', 'Grants'].flatMap((contract) => Object.keys(readPins(contract).types)),
    ...TOKEN_MESSAGES,
  ].map((type) => [type.split('(')[0] as string, parseTypeString(type)]),
)

const DOMAIN_TYPES: Record<string, string> = {
  name: 'string',
  version: 'string',
  chainId: 'uint256',
  verifyingContract: 'address',
}

/** Has an account of the node sign a typed message for a contract that reports its domain (ERC-5267). */
export async function sign(
  chain: Chain,
  signer: string,
  contract: BaseContract,
  primaryType: string,
  message: Record<string, unknown>,
): Promise<string> {
  const [, name, version, chainId, verifyingContract] = await chain.read(contract, 'eip712Domain', [])
  return signIn(chain, signer, { name, version, chainId, verifyingContract }, primaryType, message)
}

/** The same for a domain that is known. */
export async function signIn(
  chain: Chain,
  signer: string,
  domain: Record<string, unknown>,
  primaryType: string,
  message: Record<string, unknown>,
): Promise<string> {
  const structs = types.get(primaryType) ?? {}
  const EIP712Domain = Object.keys(domain).map((name) => ({ name, type: DOMAIN_TYPES[name] as string }))
  const payload = TypedDataEncoder.getPayload(domain, structs, message)
  const data = { ...payload, types: { ...payload.types, EIP712Domain } }
  return (await chain.provider.send('eth_signTypedData_v4', [signer, data])) as string
}

function readPins(contract: string): { types: Record<string, string> } {
  return JSON.parse(readFileSync(join(PINS, `${contract}.json`), 'utf8'))
}

/** The structs of a type string such as `Mail(Participant from)Participant(string name)`. */
function parseTypeString(typeString: string): Record<string, TypedDataField[]> {
  const structs = [...typeString.matchAll(/(\w+)\(([^)]*)\)/g)].map(([, struct = '', members = '']) => {
    const fields = members.split(',').filter((member) => member !== '')
    const parse = (member: string) => ({ type: member.split(' ')[0] ?? '', name: member.split(' ')[1] ?? '' })
    return [struct, fields.map(parse)] as const
  })
  return Object.fromEntries(structs)
}
