import { FunctionFragment, type Interface } from 'ethers'
import { type Leaf, leavesOfCall, leavesOfMessage } from './leaves.ts'
import { descriptorRule } from './schema.ts'

/** A descriptor that fits the schema, as far as the checks look into it. */
type Descriptor = {
  context: { contract?: object; eip712?: object }
  metadata: { enums?: Record<string, Record<string, string>>; maps?: object }
  display: { formats: Record<string, { interpolatedIntent?: string; fields: Field[] }> }
}
type Field = {
  path: string
  format: string
  visible?: unknown
  params?: Record<string, unknown>
}

/**
 * Says what is wrong with the descriptors of one contract: what does not fit the standard's schema, writes and messages
 * without a description, fields that the ABI or the message lacks, values that are neither shown nor hidden on purpose.
 */
export function checkDescriptors(
  abi: Interface,
  messages: readonly string[],
  descriptors: ReadonlyMap<string, unknown>,
): string[] {
  const wanted = new Map<string, Leaf[]>()
  abi.forEachFunction((fragment) => {
    if (!fragment.constant) wanted.set(fragment.format('sighash'), leavesOfCall(fragment))
  })
  for (const message of messages) wanted.set(message, leavesOfMessage(message))

  const complaints: string[] = []
  const seen = new Set<string>()
  for (const [file, descriptor] of descriptors) {
    const misfits = descriptorRule(descriptor, file)
    complaints.push(...misfits)
    if (misfits.length > 0) continue
    const { context, metadata, display } = descriptor as Descriptor
    for (const [key, { fields, interpolatedIntent = '' }] of Object.entries(display.formats)) {
      const id = context.contract === undefined ? key : sighashOf(key)
      const leaves = wanted.get(id)
      if (leaves === undefined) {
        complaints.push(`${file}: ${key} is no write and no message of the contract`)
        continue
      }
      if (seen.has(id)) complaints.push(`${file}: ${key} is described twice`)
      seen.add(id)
      const found = [...checkFields(fields, leaves, metadata), ...checkSentence(interpolatedIntent, fields)]
      complaints.push(...found.map((complaint) => `${file}: ${key}: ${complaint}`))
    }
  }
  const missing = [...wanted.keys()].filter((id) => !seen.has(id))
  return [...complaints, ...missing.map((id) => `no descriptor says how to show ${id}`)]
}

function sighashOf(key: string): string {
  try {
    return FunctionFragment.from(`function ${key}`).format('sighash')
  } catch {
    return key
  }
}

function checkFields(
  fields: readonly Field[],
  leaves: readonly Leaf[],
  metadata: Descriptor['metadata'],
): string[] {
  const known = new Set(leaves.map(({ path }) => path))
  const isThere = (path: string) => path.startsWith('@.') || known.has(withoutSlice(path))
  const references = fields.flatMap(({ path, params = {} }) =>
    [path, params['tokenPath'], params['calleePath']].filter((reference) => reference !== undefined),
  ) as string[]
  const shown = new Set(fields.map(({ path }) => withoutSlice(path)))
  const files = fields.flatMap(({ params = {} }) => {
    const { map } = (params['token'] ?? {}) as { map?: string }
    return [params['$ref'], map].filter((name) => name !== undefined) as string[]
  })
  return [
    ...references.filter((path) => !isThere(path)).map((path) => `there is no ${path}`),
    ...[...known].filter((path) => !shown.has(path)).map((path) => `${path} is neither shown nor hidden`),
    ...files.filter((name) => !isDefined(name, metadata)).map((name) => `${name} is not defined`),
  ]
}

/** A placeholder must name a field that is always shown. */
function checkSentence(sentence: string, fields: readonly Field[]): string[] {
  const always = fields.filter(({ visible = 'always' }) => visible === 'always').map(({ path }) => path)
  const placeholders = [...sentence.replaceAll(/\{\{|\}\}/g, '').matchAll(/\{([^}]*)\}/g)].map(
    (match) => match[1],
  )
  return placeholders
    .filter((path) => !always.includes(path ?? ''))
    .map((path) => `the sentence needs ${path}, which is not always shown`)
}

function withoutSlice(path: string): string {
  return path.replace(/\.\[\d+:\d+\]$/, '')
}

function isDefined(reference: string, metadata: Descriptor['metadata']): boolean {
  const [, , kind = '', name = ''] = reference.split('.')
  const defined = (metadata as Record<string, object | undefined>)[kind]
  return defined !== undefined && Object.hasOwn(defined, name)
}
