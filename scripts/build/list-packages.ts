import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** The fields of a workspace's manifest that building needs; paths in them lead to TypeScript sources. */
export type Manifest = {
  name: string
  version: string
  private?: boolean
  exports?: Record<string, string>
  imports?: Record<string, Record<string, string>>
  bin?: Record<string, string>
  dependencies?: Record<string, string>
  [field: string]: unknown
}

/** A workspace that is published. */
export type Package = { folder: string; manifest: Manifest }

/** All published TypeScript packages of this repository, each after those that it depends on. */
export function listPackages(): Package[] {
  const { workspaces } = readManifest(root) as unknown as { workspaces: string[] }
  const folders = globSync(workspaces, { cwd: root }).map((folder) => join(root, folder))
  const packages = folders
    .map((folder): Package => ({ folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => manifest.private !== true && manifest.exports !== undefined)
  const byName = new Map(packages.map((found) => [found.manifest.name, found]))
  const sorted = new Set<Package>()
  const add = (next: Package) => {
    for (const name of Object.keys(next.manifest.dependencies ?? {})) {
      const dependency = byName.get(name)
      if (dependency !== undefined && !sorted.has(dependency)) add(dependency)
    }
    sorted.add(next)
  }
  for (const next of packages) add(next)
  return [...sorted]
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}
