import type { ReadableFolder } from '@space/sdk'

/** Content of a file. */
export async function readFile(folder: ReadableFolder, path: string): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const bytes of folder.read(path)) parts.push(bytes)
  return Buffer.concat(parts)
}

/** Every file of a folder with its content, read to the last byte. */
export async function readTree(folder: ReadableFolder): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for await (const { path, kind } of folder.walk()) {
    if (kind === 'file') files.set(path, await readFile(folder, path))
  }
  return files
}
