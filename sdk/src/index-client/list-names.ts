import type { Address, Hex, OperationOptions } from '../utils/index.ts'
import { asHex, type IndexClient } from './query-index.ts'
import { PAGE_SIZE, readPages } from './read-pages.ts'

const byOwner = `query ($owner: String!, $after: Bytes!) {
  names(first: ${PAGE_SIZE}, where: { owner: $owner, id_gt: $after }) { id }
}`

/** Words of the names that an account has, according to the subgraph; check them on chain. */
export function listNames(
  index: IndexClient,
  owner: Address,
  options: OperationOptions = {},
): Promise<Hex[]> {
  const parse = (row: Record<string, unknown>) => {
    const id = asHex(row['id'], 32, 'the id of a name')
    return { id, item: id }
  }
  return readPages(
    index,
    { list: 'names', query: byOwner, variables: { owner: owner.toLowerCase() }, parse },
    options,
  )
}
