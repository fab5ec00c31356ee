import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorText, IndexerError } from '../errors.ts'
import { parseSchema } from '../schema/parse-schema.ts'
import type { SchemaModel } from '../schema/schema-model.ts'
import { type InstanceMode, MappingModule } from '../wasm/mapping-module.ts'
import type { DataSource, Manifest } from './manifest-types.ts'
import { parseManifest } from './parse-manifest.ts'

/** A data source with its compiled mapping. */
export type LoadedDataSource = DataSource & { readonly module: MappingModule }

/** The output of `graph build`, checked and compiled. */
export type SubgraphBuild = {
  readonly schema: SchemaModel
  readonly network: string
  readonly specVersion: string
  readonly apiVersion: string
  readonly dataSources: readonly LoadedDataSource[]
  /** SHA-256 over the manifest and every file that it names: another hash is another index. */
  readonly hash: string
}

/** Loads a build from its folder; everything that it needs and this indexer lacks is refused here. */
export function loadBuild(folder: string, options: { mode?: InstanceMode } = {}): SubgraphBuild {
  const read = (path: string) => readBuildFile(folder, path)
  const source = read('subgraph.yaml').toString('utf8')
  const manifest = parseManifest(source, (path) => read(path).toString('utf8'))
  const schema = parseSchema(read(manifest.schemaFile).toString('utf8'))
  const modules = new Map<string, MappingModule>()
  const dataSources = manifest.dataSources.map((dataSource) => {
    const { wasmFile } = dataSource
    const module = modules.get(wasmFile) ?? MappingModule.compile(read(wasmFile), wasmFile, options.mode)
    modules.set(wasmFile, module)
    checkDataSource(dataSource, module, schema)
    return { ...dataSource, module }
  })
  const { network, specVersion, apiVersion } = manifest
  return { schema, network, specVersion, apiVersion, dataSources, hash: hashBuild(source, manifest, read) }
}

function readBuildFile(folder: string, path: string): Buffer {
  try {
    return readFileSync(join(folder, path))
  } catch (error) {
    throw new IndexerError(
      'build-invalid',
      `Cannot read ${path} of the build in ${folder}: ${errorText(error)}. Run \`graph build\` and pass its output folder.`,
      { cause: error },
    )
  }
}

function checkDataSource(dataSource: DataSource, module: MappingModule, schema: SchemaModel): void {
  for (const { handler } of [...dataSource.eventHandlers, ...dataSource.blockHandlers]) {
    if (!module.hasHandler(handler)) {
      throw new IndexerError('build-invalid', `${dataSource.wasmFile} exports no handler \`${handler}\`.`)
    }
  }
  for (const type of dataSource.entities) {
    if (!schema.entities.has(type)) {
      throw new IndexerError(
        'build-invalid',
        `Data source ${dataSource.name} lists the entity \`${type}\`, which is not in the schema.`,
      )
    }
  }
}

function hashBuild(source: string, manifest: Manifest, read: (path: string) => Buffer): string {
  const hash = createHash('sha256').update(source)
  for (const file of manifest.files) {
    const content = read(file)
    hash.update(`\n${file} ${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}
