import assert from 'node:assert/strict'
import type { Hex, OperationOptions, OwnedFolder, Space } from '@space/sdk'

/** Opens a folder of one's own. */
export async function openOwned(
  { folders }: Pick<Space, 'folders'>,
  id: Hex,
  options?: OperationOptions,
): Promise<OwnedFolder> {
  const folder = await folders.open(id, options)
  assert.ok(folder.access === 'owner', `the folder opened as ${folder.access}`)
  return folder
}
