import { type FunctionFragment, type ParamType, TypedDataEncoder } from 'ethers'

/** A value that a wallet can show: the end of a path through arguments and structs. */
export type Leaf = {
  /** As ERC-7730 writes it: names with dots between them, `[]` for every element. */
  path: string
  name: string
  type: string
}

/** The values of a call, in the order of the ABI. */
export function leavesOfCall(fragment: FunctionFragment): Leaf[] {
  return fragment.inputs.flatMap((input) => leavesOf(input, ''))
}

/** The key of a call: name, canonical types and names of the parameters. */
export function keyOfCall(fragment: FunctionFragment): string {
  return `${fragment.name}(${fragment.inputs.map(typeAndName).join(',')})`
}

/** The values of a typed message, in the order of its type string (EIP-712, `encodeType`). */
export function leavesOfMessage(typeString: string): Leaf[] {
  const structs = parseTypeString(typeString)
  const encoder = TypedDataEncoder.from(structs)
  const walk = (struct: string, prefix: string): Leaf[] =>
    (structs[struct] ?? []).flatMap(({ name, type }) => {
      const [base = '', isArray] = type.split('[]')
      const path = `${prefix}${name}${isArray === undefined ? '' : '.[]'}`
      return base in structs ? walk(base, `${path}.`) : [{ path, name, type }]
    })
  return walk(encoder.primaryType, '')
}

/** The structs of a type string such as `Mail(Person from)Person(string name)`. */
export function parseTypeString(typeString: string): Record<string, { name: string; type: string }[]> {
  const structs = [...typeString.matchAll(/(\w+)\(([^)]*)\)/g)].map(([, struct = '', members = '']) => {
    const fields = members.split(',').filter((member) => member !== '')
    const parse = (member: string) => ({ type: member.split(' ')[0] ?? '', name: member.split(' ')[1] ?? '' })
    return [struct, fields.map(parse)] as const
  })
  return Object.fromEntries(structs)
}

function leavesOf(input: ParamType, prefix: string): Leaf[] {
  const path = `${prefix}${input.name}`
  if (input.isTuple()) return input.components.flatMap((component) => leavesOf(component, `${path}.`))
  if (!input.isArray()) return [{ path, name: input.name, type: input.type }]
  const element = input.arrayChildren
  if (!element.isTuple()) return [{ path: `${path}.[]`, name: input.name, type: element.type }]
  return element.components.flatMap((component) => leavesOf(component, `${path}.[].`))
}

function typeAndName(input: ParamType): string {
  const { components } = input.isArray() ? input.arrayChildren : input
  if (components === null) return `${input.type} ${input.name}`
  const [suffix] = /(\[\d*\])?$/.exec(input.type) ?? []
  return `(${components.map(typeAndName).join(',')})${suffix} ${input.name}`
}
