import { array, constant, either, integer, object, oneOf, type Rule, record, select, text } from './rules.ts'

/**
 * The schema of ERC-7730, version 2 (ethereum/ERCs, assets/erc-7730/erc7730-v2.schema.json), restated for what a
 * descriptor here may use: the deprecated keys, includes, factories, shared definitions, groups and encrypted values
 * are left out, and what the standard recommends is required. So what passes here passes there.
 */
const address = text(/^0x[0-9a-fA-F]{40}$/)
const path = text(/^(@\.)?[a-zA-Z]\w*(\.(\w+|\[\d*(:\d+)?\]))*$/)
const deployments = array(object({ chainId: integer, address }))
const mapReference = object({ map: text(/^\$\.metadata\.maps\.\w+$/), keyPath: text(/^@\.chainId$/) })

const contexts = either([
  object({ $id: text(), contract: object({ deployments }) }),
  object({
    $id: text(),
    eip712: object({ domain: object({ name: text() }, { version: text() }) }, { deployments }),
  }),
])

const metadata = object(
  { owner: text(), contractName: text() },
  {
    enums: record(record(text())),
    maps: record(object({ $keyType: text(), values: record(address) })),
  },
)

const visible = either([
  oneOf(['always', 'never', 'optional']),
  object({ ifNotIn: array(either([text(), integer]), 1) }),
  object({ mustMatch: array(either([text(), integer]), 1) }),
])

/** The parameters that go with each format. */
const parameters: Record<string, Rule | undefined> = {
  raw: undefined,
  addressName: object({
    types: array(oneOf(['wallet', 'eoa', 'contract', 'token', 'collection']), 1),
    sources: array(text(), 1),
  }),
  amount: undefined,
  duration: undefined,
  calldata: object({ calleePath: path }),
  date: object({ encoding: oneOf(['blockheight', 'timestamp']) }),
  enum: object({ $ref: text(/^\$\.metadata\.enums\.\w+$/) }),
  tokenAmount: either([
    object({ token: mapReference }),
    object({ tokenPath: path }, { nativeCurrencyAddress: address }),
  ]),
  unit: object({ base: text() }, { decimals: integer }),
}

const field = select(
  'format',
  Object.fromEntries(
    Object.entries(parameters).map(([format, params]) => [
      format,
      object({ path, label: text(), format: constant(format), ...(params && { params }) }, { visible }),
    ]),
  ),
)

const formats = record(
  object({ intent: text(), fields: array(field) }, { interpolatedIntent: text() }),
  /^[A-Za-z_][A-Za-z0-9_:]*\(.*\)$/,
)

/** What a whole descriptor must look like. */
export const descriptorRule: Rule = object({
  $schema: constant('https://eips.ethereum.org/assets/eip-7730/erc7730-v2.schema.json'),
  context: contexts,
  metadata,
  display: object({ formats }),
})
