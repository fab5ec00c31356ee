import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A typed message (EIP-712) that a contract checks signatures of. */
export type Message = {
  /** What `encodeType` gives. */
  type: string
  domain: { name: string; version?: string }
  /** Whether another contract's domain is signed, and ours is only meant by a field. */
  foreign: boolean
}

/** Type strings that are hashed but that nobody signs: leaves of audiences. */
const HASHED_ONLY = /^\w*Leaf\(/

/**
 * Permit2's message with a witness: the contract that takes it appends its own types to this head
 * (Uniswap Permit2, `PermitHash.sol`).
 */
const PERMIT2_HEAD =
  'PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,'

/** Reads the typed messages of a core from the type strings in its sources. */
export function findMessages(root: string, contract: string): Message[] {
  const folder = `contracts/${contract.toLowerCase()}`
  const files = globSync(`${folder}/**/*.sol`, { cwd: root, exclude: ['**/*.t.sol'] }).sort()
  return findMessagesIn(files.map((file) => readFileSync(join(root, file), 'utf8')))
}

/** As `findMessages`, from the text of the sources. */
export function findMessagesIn(sources: readonly string[]): Message[] {
  // Literals that follow each other are one.
  const text = sources.join('\n').replace(/"\s+"/g, '')
  const [, name, version] = /\bEIP712\("([^"]+)",\s*"([^"]+)"\)/.exec(text) ?? []
  const strings = [...text.matchAll(/"([^"\n]+)"/g)].map((match) => match[1] as string)
  const witnesses = strings.filter((literal) => /^\w+ witness\)/.test(literal))
  const own = strings.filter((literal) => /^[A-Z]\w*\([a-z]\w+ \w+[^"]*\)$/.test(literal))
  const signed = own.filter(
    (type) => !HASHED_ONLY.test(type) && !witnesses.some((witness) => witness.includes(`)${type}`)),
  )
  if (signed.length > 0 && (name === undefined || version === undefined)) {
    throw new Error(`${signed[0]} is hashed, but no EIP712("name", "version") says under which domain`)
  }
  return [
    ...signed.map((type) => ({ type, domain: { name: name ?? '', version: version ?? '' }, foreign: false })),
    ...witnesses.map((witness) => ({
      type: PERMIT2_HEAD + witness,
      domain: { name: 'Permit2' },
      foreign: true,
    })),
  ]
}
