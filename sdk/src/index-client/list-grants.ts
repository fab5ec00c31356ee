import { concatBytes, fromHex, type OperationOptions, toHex } from '../utils/index.ts'
import {
  asBigInt,
  asHex,
  asRecord,
  asRecords,
  type IndexClient,
  invalidAnswer,
  queryIndex,
} from './query-index.ts'

/** A grant as the subgraph tells it: to be checked on chain before it is believed. */
export type IndexedGrant = {
  folder: Uint8Array
  subject: Uint8Array
  /** Owner of the folder, as an address in lower case. */
  owner: string
  /** 1 reader, 2 commenter, 3 writer, 4 admin. */
  role: number
  /** Unix seconds. */
  expiresAt: bigint
}

const fields = 'id subject role expiresAt folder { id owner { id } }'
const pageSize = 1000

/** Far more than there can be of use; an index that never ends is lying. */
const maximumGrants = 1_000_000

const bySubject = `query ($subjects: [Bytes!]!, $after: Bytes!) {
  grants(first: ${pageSize}, where: { subject_in: $subjects, active: true, id_gt: $after }) { ${fields} }
}`

/** Active grants to any of the subjects. */
export function listGrants(
  index: IndexClient,
  subjects: readonly Uint8Array[],
  options: OperationOptions = {},
): Promise<IndexedGrant[]> {
  return readPages(index, bySubject, { subjects: subjects.map(toHex) }, options)
}

async function readPages(
  index: IndexClient,
  query: string,
  variables: Record<string, unknown>,
  options: OperationOptions,
): Promise<IndexedGrant[]> {
  const grants: IndexedGrant[] = []
  for (let after = '0x'; ; ) {
    const { grants: page } = await queryIndex(index, query, { ...variables, after }, options)
    const rows = asRecords(page, 'grants')
    for (const row of rows) {
      const grant = parseGrant(row)
      const id = toHex(concatBytes(grant.folder, grant.subject))
      // Rising ids: no grant is told twice.
      if (row['id'] !== id || id <= after) throw invalidAnswer('its grants are not in the order of their ids')
      grants.push(grant)
      after = id
    }
    if (rows.length < pageSize) return grants
    if (grants.length >= maximumGrants) throw invalidAnswer(`it lists ${maximumGrants} grants and more`)
  }
}

function parseGrant(row: Record<string, unknown>): IndexedGrant {
  const folder = asRecord(row['folder'], 'the folder of a grant')
  const owner = asRecord(folder['owner'], 'the owner of a folder')
  return {
    folder: fromHex(asHex(folder['id'], 32, 'the folder of a grant')),
    subject: fromHex(asHex(row['subject'], 32, 'the subject of a grant')),
    owner: asHex(owner['id'], 20, 'the owner of a folder'),
    role: Number(asBigInt(row['role'], 'the role of a grant')),
    expiresAt: asBigInt(row['expiresAt'], 'the expiry of a grant'),
  }
}
