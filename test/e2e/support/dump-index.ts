/** Every entity of an index by type, with all its fields, as the query API gives them. */
export async function dumpIndex(url: string): Promise<Record<string, unknown[]>> {
  const { __schema: schema } = (await ask(url, typesQuery)) as { __schema: Schema }
  const types = new Map(schema.types.map((type) => [type.name, type]))
  const dump: Record<string, unknown[]> = {}
  for (const { name, type } of types.get(schema.queryType.name)?.fields ?? []) {
    const { name: entity, isList } = unwrap(type)
    if (!isList || entity.startsWith('_')) continue
    const fields = (types.get(entity)?.fields ?? []).map((field) => select(field))
    dump[name] = []
    for (let skip = 0, isMore = true; isMore; skip += pageSize) {
      const query = `{ rows: ${name}(first: ${pageSize}, skip: ${skip}, orderBy: id) { ${fields.join(' ')} } }`
      const { rows } = (await ask(url, query)) as { rows: unknown[] }
      dump[name].push(...rows)
      isMore = rows.length === pageSize
    }
  }
  return dump
}

const pageSize = 1_000

type TypeRef = { kind: string; name: string | null; ofType?: TypeRef | null }
type Field = { name: string; type: TypeRef }
type Schema = { queryType: { name: string }; types: { name: string; fields: Field[] | null }[] }

const typesQuery = `{ __schema { queryType { name } types { name fields {
  name type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
} } } }`

/** References are told by their ids; lists of them are as long as the API allows. */
function select({ name, type }: Field): string {
  const { kind, isList } = unwrap(type)
  if (kind !== 'OBJECT' && kind !== 'INTERFACE') return name
  return isList ? `${name}(first: ${pageSize}, orderBy: id) { id }` : `${name} { id }`
}

function unwrap(type: TypeRef): { name: string; kind: string; isList: boolean } {
  let isList = false
  let inner = type
  while (inner.ofType !== null && inner.ofType !== undefined) {
    isList ||= inner.kind === 'LIST'
    inner = inner.ofType
  }
  return { name: inner.name ?? '', kind: inner.kind, isList }
}

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown }
  if (errors !== undefined) throw new Error(`the index refused a query: ${JSON.stringify(errors)}`)
  return data
}
