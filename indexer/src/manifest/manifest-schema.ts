import { parse } from 'yaml'
import * as z from 'zod'
import { errorText, IndexerError } from '../errors.ts'

const SPEC_VERSIONS = ['0.0.4', '0.0.5', '0.0.6', '0.0.7', '0.0.8', '0.0.9', '1.0.0', '1.1.0', '1.2.0']
const API_VERSIONS = ['0.0.5', '0.0.6', '0.0.7', '0.0.8', '0.0.9']

const text = z.string('must be text')
const texts = z.array(text, 'must be a list of texts').default([])
const count = text.regex(/^[0-9]{1,15}$/, 'must be a whole number').transform(Number)
const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .default('false')
  .transform((value) => value === 'true')
const address = text
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be 0x and 40 hexadecimal digits')
  .transform((value) => value.toLowerCase())
const TOPIC = /^0x[0-9a-fA-F]{1,64}$/
const TOPIC_PROBLEM = 'must hold 0x and at most 64 hexadecimal digits'
/** A topic; shorter ones are padded on the left to 32 bytes. */
const padTopic = (value: string) => `0x${value.slice(2).toLowerCase().padStart(64, '0')}`
const topic = text.regex(TOPIC, TOPIC_PROBLEM).transform(padTopic)
const topics = z
  .array(text, 'must be a list of texts')
  .refine((list) => list.every((one) => TOPIC.test(one)), TOPIC_PROBLEM)
  .transform((list) => list.map(padTopic))
  .optional()

/** A mapping; keys that are not read are refused, because they would be ignored. */
const mapping = <Shape extends z.core.$ZodShape>(shape: Shape) => z.strictObject(shape, 'must be a mapping')

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item, 'must be a list').default([])

/** A value that must be one of those that this indexer runs; `feature` names the one that was found. */
const supported = (isSupported: (value: string) => boolean, feature: (value: string) => string) =>
  text.check(({ value, issues }) => {
    if (!isSupported(value)) issues.push(unsupportedIssue(value, feature(value)))
  })

/** A key that must be absent or empty. */
const refused = (feature: string) =>
  z
    .unknown()
    .optional()
    .check(({ value, issues }) => {
      const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0)
      if (!isEmpty) issues.push(unsupportedIssue(value, feature))
    })

function unsupportedIssue(input: unknown, feature: string): z.core.$ZodRawIssue {
  return { code: 'custom', input, message: feature, params: { unsupported: true } }
}

const eventHandler = mapping({
  event: text,
  handler: text,
  topic0: topic.optional(),
  topic1: topics,
  topic2: topics,
  topic3: topics,
  receipt: flag,
  calls: refused('declared calls'),
})

const blockHandler = mapping({
  handler: text,
  filter: mapping({
    kind: supported(
      (kind) => kind === 'once' || kind === 'polling',
      (kind) => `block handlers with the filter ${kind}`,
    ),
    every: count.refine((every) => every > 0, 'must be at least 1').optional(),
  })
    .refine(({ kind, every }) => kind !== 'polling' || every !== undefined, {
      path: ['every'],
      error: 'must be at least 1',
    })
    .optional(),
  calls: refused('declared calls'),
})

const dataSource = mapping({
  kind: supported(
    (kind) => kind === 'ethereum/contract' || kind === 'ethereum',
    (kind) => `data sources of kind ${kind}`,
  ),
  name: text,
  network: text,
  context: refused('contexts of data sources'),
  source: mapping({
    address: address.optional(),
    abi: text,
    startBlock: count.default(0),
    endBlock: count.optional(),
  }),
  mapping: mapping({
    kind: supported(
      (kind) => kind === 'ethereum/events',
      () => 'mappings of this kind',
    ),
    language: supported(
      (language) => language === 'wasm/assemblyscript',
      () => 'this language',
    ),
    apiVersion: supported(
      (version) => API_VERSIONS.includes(version),
      (version) => `apiVersion ${version} (it runs ${API_VERSIONS.join(', ')})`,
    ),
    entities: texts,
    abis: listOf(mapping({ name: text, file: text })),
    eventHandlers: listOf(eventHandler),
    blockHandlers: listOf(blockHandler),
    callHandlers: refused('call handlers'),
    file: text,
  }),
})

const manifest = mapping({
  specVersion: supported(
    (version) => SPEC_VERSIONS.includes(version),
    (version) => `specVersion ${version} (it runs ${SPEC_VERSIONS.join(', ')})`,
  ),
  description: text.optional(),
  repository: text.optional(),
  // History is never pruned here, which answers every query that a pruned index answers.
  indexerHints: z.unknown().optional(),
  schema: mapping({ file: text }),
  dataSources: listOf(dataSource),
  templates: refused('data source templates'),
  graft: refused('grafting'),
  features: refused('manifest features'),
})

/** A manifest as it stands in the file: its shape is checked, its cross-references are not. */
export type RawManifest = z.infer<typeof manifest>
export type RawDataSource = z.infer<typeof dataSource>
export type RawEventHandler = z.infer<typeof eventHandler>
export type RawBlockHandler = z.infer<typeof blockHandler>

/**
 * Reads the text of a `subgraph.yaml` (The Graph, `docs/subgraph-manifest.md`).
 *
 * @throws IndexerError naming the place, `unsupported` for what this indexer does not run.
 */
export function readManifest(source: string): RawManifest {
  let node: unknown
  try {
    // Without a schema every scalar stays text, so that no address or version is taken for a number.
    node = parse(source, { schema: 'failsafe' })
  } catch (error) {
    throw new IndexerError('build-invalid', `subgraph.yaml is not YAML: ${errorText(error)}`, {
      cause: error,
    })
  }
  const result = manifest.safeParse(node)
  if (result.success) return result.data
  throw describeIssue(result.error.issues[0] as z.core.$ZodIssue)
}

function describeIssue(issue: z.core.$ZodIssue): IndexerError {
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys
    return unsupportedAt(placeOf([...issue.path, key as string]), `the key \`${key}\``)
  }
  if (issue.code === 'custom' && issue.params?.unsupported === true) {
    return unsupportedAt(placeOf(issue.path), issue.message)
  }
  return invalidAt(placeOf(issue.path), issue.message)
}

/** Path of a value in the manifest, e.g. `subgraph.yaml.dataSources[0].source.abi`. */
export function placeOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
  return `subgraph.yaml${steps.join('')}`
}

/** Error of a value that cannot be right. */
export function invalidAt(place: string, problem: string): IndexerError {
  const message = `${place} ${problem}. Build the subgraph again with \`graph build\`.`
  return new IndexerError('build-invalid', message, { details: { place } })
}

function unsupportedAt(place: string, feature: string): IndexerError {
  const message = `${place}: this indexer does not offer ${feature}. Remove it from the manifest or run the subgraph on graph-node.`
  return new IndexerError('unsupported', message, { details: { place } })
}
