import type { Hex, OperationOptions } from '../utils/index.ts'
import { asBigInt, asHex, asRecord, type IndexClient } from './query-index.ts'
import { PAGE_SIZE, readPages } from './read-pages.ts'

/** A grant according to the subgraph; check it on chain before acting on it. */
export type IndexedGrant = {
  folder: Hex
  subject: Hex
  /** Owner of the folder, as an address in lower case. */
  owner: Hex
  /** 1 reader, 2 commenter, 3 writer, 4 admin. */
  role: number
  /** Unix seconds. */
  expiresAt: bigint
}

const fields = 'id subject role expiresAt folder { id owner { id } }'
const bySubject = `query ($subjects: [Bytes!]!, $after: Bytes!) {
  grants(first: ${PAGE_SIZE}, where: { subject_in: $subjects, active: true, id_gt: $after }) { ${fields} }
}`

/** Active grants to any of the subjects. */
export function listGrants(
  index: IndexClient,
  subjects: readonly Hex[],
  options: OperationOptions = {},
): Promise<IndexedGrant[]> {
  const parse = (row: Record<string, unknown>) => {
    const grant = parseGrant(row)
    return { id: `${grant.folder}${grant.subject.slice(2)}`, item: grant }
  }
  return readPages(index, { list: 'grants', query: bySubject, variables: { subjects }, parse }, options)
}

function parseGrant(row: Record<string, unknown>): IndexedGrant {
  const folder = asRecord(row['folder'], 'the folder of a grant')
  const owner = asRecord(folder['owner'], 'the owner of a folder')
  return {
    folder: asHex(folder['id'], 32, 'the folder of a grant'),
    subject: asHex(row['subject'], 32, 'the subject of a grant'),
    owner: asHex(owner['id'], 20, 'the owner of a folder'),
    role: Number(asBigInt(row['role'], 'the role of a grant')),
    expiresAt: asBigInt(row['expiresAt'], 'the expiry of a grant'),
  }
}
