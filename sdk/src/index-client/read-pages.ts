import type { OperationOptions } from '../utils/index.ts'
import { asRecords, type IndexClient, invalidAnswer, queryIndex } from './query-index.ts'

/** How many rows a query of pages must ask for. */
export const PAGE_SIZE = 1000

/** Far more than there can be of use; an index that never ends is lying. */
const maximumRows = 1_000_000

/** A query for a list, and what is made of its rows. */
type PagedQuery<Item> = {
  list: string
  query: string
  variables: Record<string, unknown>
  parse: (row: Record<string, unknown>) => { id: string; item: Item }
}

/**
 * Reads a list page by page. The query takes `$after` and gives rows with rising ids behind it; `parse` says what a row
 * is and which id belongs to that. Throws `INDEX_UNREACHABLE` or `INDEX_ANSWER_INVALID`.
 */
export async function readPages<Item>(
  index: IndexClient,
  { list, query, variables, parse }: PagedQuery<Item>,
  options: OperationOptions = {},
): Promise<Item[]> {
  const items: Item[] = []
  for (let after = '0x'; ; ) {
    const { [list]: page } = await queryIndex(index, query, { ...variables, after }, options)
    const rows = asRecords(page, list)
    for (const row of rows) {
      const { id, item } = parse(row)
      // Rising ids: no row comes twice.
      if (row['id'] !== id || id <= after)
        throw invalidAnswer(`its ${list} are not in the order of their ids`)
      items.push(item)
      after = id
    }
    if (rows.length < PAGE_SIZE) return items
    if (items.length >= maximumRows) throw invalidAnswer(`it lists ${maximumRows} ${list} and more`)
  }
}
