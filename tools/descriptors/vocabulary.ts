import type { Leaf } from './leaves.ts'

/** How one value is shown (ERC-7730, "Field format specification"), less its path. */
export type Display = {
  label: string
  format: string
  params?: Readonly<Record<string, unknown>>
  visible?: 'always' | 'never' | 'optional' | { ifNotIn: readonly (string | number)[] }
  /** Bytes of the value, for words that hold several fields. */
  slice?: string
}

/** ETH among tokens (ERC-7528). */
const ETH = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'
/** What stands for no expiry, and for "leave the cap as it is". */
const NEVER_EXPIRES = 2 ** 36 - 1
const KEEP_CAP = 2 ** 48 - 1
const ROLES = ['Guardian', 'Reader', 'Commenter', 'Writer', 'Admin']

/** What numbers stand for, by the name under which fields refer to it. */
export const enums: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  anchorKind: { 0: 'Key binding', 1: 'Vault' },
  powers: listPowers(),
  recoveryMode: { 0: 'Owner can veto', 1: 'Owner can not stop it' },
  role: Object.fromEntries(Object.entries(ROLES).slice(1)),
  registerOptions: { 0: 'None', 1: 'Make it the primary name' },
  transferKind: { 1: 'To another person', 2: 'To another wallet of the same person' },
}

const usd = { format: 'unit', params: { base: 'USD', decimals: 6 } }
const cents = { format: 'unit', params: { base: 'USD', decimals: 2 } }
const date = { format: 'date', params: { encoding: 'timestamp' } }
const stable = {
  format: 'tokenAmount',
  params: { token: { map: '$.metadata.maps.stable', keyPath: '@.chainId' } },
}
const coins = (tokenPath: string) => ({
  format: 'tokenAmount',
  params: { tokenPath, nativeCurrencyAddress: ETH },
})
const choice = (name: string) => ({ format: 'enum', params: { $ref: `$.metadata.enums.${name}` } })
const named = (...types: string[]) => ({
  format: 'addressName',
  params: { types, sources: ['local', 'ens'] },
})
const hidden = { format: 'raw', visible: 'never' } as const

/**
 * Formats by name of parameter; a key with the function or message before it counts first. What is not here is shown
 * by its type. Words for packed arguments: docs/decisions/0002 and contracts/grants/types.
 */
const formats: Readonly<Record<string, Omit<Display, 'label'> | readonly Display[]>> = {
  activateAt: { ...date, visible: { ifNotIn: [0] } },
  asset: named('token'),
  call: { format: 'calldata', params: { calleePath: '@.to' } },
  cap: { ...usd, visible: { ifNotIn: [KEEP_CAP] } },
  dailyCeiling: usd,
  deadline: date,
  delay: { format: 'duration' },
  delta: usd,
  dueAt: { ...date, visible: { ifNotIn: [0] } },
  expiresAt: date,
  expiry: { ...date, visible: { ifNotIn: [NEVER_EXPIRES] } },
  feed: named('contract'),
  heartbeat: { format: 'duration' },
  issueCents: cents,
  minUsd: usd,
  mode: choice('recoveryMode'),
  nonce: { format: 'raw', visible: 'optional' },
  options: choice('registerOptions'),
  policy: named('contract'),
  previous: usd,
  reverseCents: cents,
  salt: { format: 'raw', visible: 'optional' },
  signerIssuedAt: { ...date, visible: { ifNotIn: [0] } },
  // LSB first: expiry 36, spare 4, role 4, depth 2, flags 2; the spare bits are zero.
  terms: [
    { label: 'Powers', ...choice('powers'), slice: '[26:27]' },
    { label: 'Expires', ...date, visible: { ifNotIn: [NEVER_EXPIRES] }, slice: '[27:32]' },
  ],
  token: named('token'),
  usd,
  validAfter: { ...date, visible: { ifNotIn: [0] } },
  validBefore: date,
  'chargeBySig.amount': usd,
  'depositStable.amount': stable,
  'depositToken.amount': coins('token'),
  'depositWithAuthorization.amount': stable,
  'depositWithPermit.amount': stable,
  'depositWithPermit2.amount': coins('permit.permitted.token'),
  'offer.kind': choice('transferKind'),
  'permitWitnessTransferFrom.amount': coins('permitted.token'),
  'purchase.amount': usd,
  'receive.kind': choice('transferKind'),
  role: choice('role'),
  'setAnchor.kind': choice('anchorKind'),
  'sweep.amount': coins('asset'),
  'transfer.kind': choice('transferKind'),
}

/** Labels where the words of the parameter's name do not say it. */
const labels: Readonly<Record<string, string>> = {
  by: 'Signer',
  cap: 'Cap per 30 days',
  dueAt: 'New key due at',
  issueCents: 'Issue per day',
  max: 'Highest price',
  min: 'Lowest price',
  minUsd: 'Least credit',
  op: 'Operation',
  packed: 'Rows',
  previous: 'Previous cap',
  ref: 'Reference',
  reverseCents: 'Reverse per day',
  seq: 'Change number',
  usd: 'Amount',
}

/** What messages do that are no function's. */
export const sentences: Readonly<Record<string, string>> = {
  PermitWitnessTransferFrom: 'Deposits {permitted.amount} for {witness.to}',
  Receive: 'Takes a name over from {from}',
  SignedGrant: 'Gives a subject access without a transaction',
  Succession: 'Lets {to} take over every folder of yours, at any time',
}

/** How the wallet shows a value of a call or message. `owner` is the name of the function or type. */
export function displaysOf(leaf: Leaf, owner: string): readonly Display[] {
  const format = formats[`${baseOf(owner)}.${leaf.name}`] ?? formats[leaf.name] ?? formatByType(leaf)
  if (Array.isArray(format)) return format
  return [{ label: labels[leaf.name] ?? words(leaf.name), ...(format as Omit<Display, 'label'>) }]
}

/** The function that does for its caller what a sponsored one, or a message, does for its signer. */
export function baseOf(name: string): string {
  return lowerFirst(name.replace(/(For|Request)$/, ''))
}

/** The words of a name in camel case. */
export function words(name: string): string {
  const text = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/ [A-Z](?=[a-z])/g, (start) => start.toLowerCase())
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function formatByType({ name, type }: Leaf): Omit<Display, 'label'> {
  if (/signature$/i.test(name) || name === 'succession') return hidden
  return type.startsWith('address') ? named('wallet', 'eoa', 'contract') : { format: 'raw' }
}

/**
 * The byte of role 4, depth 2 and flags 2 (LSB first) in words: bit 0 of the flags "from now on", bit 1 guardian. The
 * registry of descriptors takes 32 values, one less than there are: the rarest is shown as a number.
 */
function listPowers(): Record<string, string> {
  const powers: Record<string, string> = { [0b10_00_0000]: 'Guardian: may revoke' }
  for (let role = 1; role < ROLES.length; role++) {
    for (let depth = 0; depth <= 3; depth++) {
      for (let fromNowOn = 0; fromNowOn <= 1; fromNowOn++) {
        const grants = depth === 0 ? '' : `, may share ${depth} deep`
        const since = fromNowOn === 0 ? '' : ', no history'
        powers[role | (depth << 4) | (fromNowOn << 6)] = `${ROLES[role]}${grants}${since}`
      }
    }
  }
  delete powers[ROLES.indexOf('Commenter') | (3 << 4) | (1 << 6)]
  return powers
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
