import { fromHex, type OperationOptions } from '../utils/index.ts'
import { asHex, type IndexClient } from './query-index.ts'
import { PAGE_SIZE, readPages } from './read-pages.ts'

const byOwner = `query ($owner: String!, $after: Bytes!) {
  names(first: ${PAGE_SIZE}, where: { owner: $owner, id_gt: $after }) { id }
}`

/** Words of the names that an account has, as the subgraph tells it: to be checked on chain. */
export function listNames(
  index: IndexClient,
  owner: string,
  options: OperationOptions = {},
): Promise<Uint8Array[]> {
  const parse = (row: Record<string, unknown>) => {
    const id = asHex(row['id'], 32, 'the id of a name')
    return { id, item: fromHex(id) }
  }
  return readPages(index, 'names', byOwner, { owner: owner.toLowerCase() }, parse, options)
}
