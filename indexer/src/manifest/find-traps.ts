import type { SchemaModel } from '../schema/schema-model.ts'
import type { DataSource } from './manifest-types.ts'

/** What traps are looked for in. */
type CheckedBuild = {
  readonly specVersion: string
  readonly schema: SchemaModel
  readonly dataSources: readonly DataSource[]
}

/** What of a build runs here and is refused by graph-node 0.44, each with its place and the way out. */
export function findBuildTraps({ specVersion, schema, dataSources }: CheckedBuild): string[] {
  const traps: string[] = []
  const isBelow = (version: string) => compareVersions(specVersion, version) < 0
  for (const { name, address, blockHandlers, eventHandlers } of dataSources) {
    if (address === undefined && blockHandlers.length > 0) {
      traps.push(`data source ${name} has block handlers and no address; give it one`)
    }
    const filtered = eventHandlers.find(({ topics }) => topics.some((topic) => topic !== undefined))
    if (filtered !== undefined && isBelow('1.2.0')) {
      traps.push(
        `handler ${filtered.handler} of data source ${name} filters topics; raise specVersion to 1.2.0`,
      )
    }
  }
  for (const { name, idKind } of schema.entities.values()) {
    if (idKind === 'Int8' && isBelow('1.1.0')) {
      traps.push(`type ${name} has an Int8 id; raise specVersion to 1.1.0`)
    }
  }
  return traps
}

function compareVersions(a: string, b: string): number {
  const [x, y] = [a.split('.').map(Number), b.split('.').map(Number)]
  const at = x.findIndex((part, i) => part !== y[i])
  return at === -1 ? 0 : (x[at] as number) - (y[at] ?? 0)
}
