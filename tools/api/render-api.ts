import { globSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import {
  Application,
  Converter,
  type DeclarationReflection,
  Models,
  type ProjectReflection,
  ReflectionKind,
} from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { listPackages } from '../../scripts/build/list-packages.ts'

const root = resolve(import.meta.dirname, '../..')

/** One page of the reference: an entry point of a package. */
type EntryPoint = {
  /** As it is imported. */
  name: string
  /** Path of the page below the folder, without the ending. */
  page: string
  source: string
  description: string
}

const markdown: Partial<PluginOptions> = {
  outputFileStrategy: 'modules',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandObjects: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  pageTitleTemplates: { module: ({ name }) => `@space/${name}` },
}

/** The pages that `renderApi` writes into a folder: all but the contracts', which have a generator of their own. */
export function listPages(folder: string): string[] {
  return globSync('**/*.md', { cwd: folder }).filter((page) => !page.startsWith('contracts/'))
}

/** Writes one Markdown page per entry point into a folder, and an index; pages of before are removed. */
export async function renderApi(folder: string): Promise<void> {
  const entryPoints = listPackages().flatMap(listEntryPoints)
  for (const page of listPages(folder)) rmSync(join(folder, page))
  const application = await Application.bootstrapWithPlugins({
    ...(markdown as object),
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: entryPoints.map(({ source }) => join(root, source)),
    tsconfig: join(root, 'tsconfig.json'),
    basePath: root,
    out: folder,
    cleanOutputDir: false,
    readme: 'none',
    // Lines of sources move with every edit.
    disableSources: true,
    excludeInternal: true,
    groupOrder: ['Functions', 'Classes', '*'],
    logLevel: 'Warn',
  })
  // Before groups are made of what is there.
  application.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const children = (project.children ?? []).flatMap((module) => module.children ?? [])
    for (const child of children) shorten(project, child)
  })
  const project = await application.convert()
  if (project === undefined) throw new Error('the sources do not compile')
  for (const module of project.children ?? []) {
    const entryPoint = entryPoints.find(({ source }) => source.replace(/(\/index)?\.ts$/, '') === module.name)
    if (entryPoint === undefined) throw new Error(`${module.name} is no entry point`)
    module.name = entryPoint.page
    const summary = module.comment?.summary.map(({ text }) => text).join('')
    if (summary !== undefined) entryPoint.description = summary.split('\n\n')[0] ?? ''
  }
  nameParameters(project.getReflectionsByKind(ReflectionKind.Parameter) as DeclarationReflection[])
  application.validate(project)
  if (application.logger.hasErrors() || application.logger.hasWarnings()) {
    throw new Error('the reference is incomplete: see the warnings')
  }
  await application.generateOutputs(project)
  writeFileSync(join(folder, 'README.md'), renderIndex(entryPoints))
}

/** Leaves out what has pages of its own: the contracts' types and ABIs. Namespaces may change with any release. */
function shorten(project: ProjectReflection, child: DeclarationReflection): void {
  const { packagePath = '' } = project.getSymbolIdFromReflection(child) ?? {}
  if (child.kindOf(ReflectionKind.Namespace) || packagePath.includes('/contracts/typechain/')) {
    project.removeReflection(child)
  } else if (packagePath.includes('/contracts/abi/')) {
    child.type = new Models.UnknownType('readonly [ … ]')
    delete child.defaultValue
  }
}

/** A parameter that is taken apart in the signature has no name of its own. */
function nameParameters(parameters: readonly DeclarationReflection[]): void {
  for (const parameter of parameters) {
    if (parameter.name === '__namedParameters') parameter.name = 'options'
  }
}

function listEntryPoints({ folder, manifest }: ReturnType<typeof listPackages>[number]): EntryPoint[] {
  return Object.entries(manifest.exports ?? {})
    .filter(([, target]) => target.endsWith('.ts'))
    .map(([key, target]) => {
      const name = manifest.name + key.slice(1)
      const description = key === '.' ? (manifest['description'] as string) : ''
      return {
        name,
        page: name.slice(name.indexOf('/') + 1),
        source: relative(root, join(folder, target)),
        description,
      }
    })
}

function renderIndex(entryPoints: readonly EntryPoint[]): string {
  const rows = entryPoints.map(
    ({ name, page, description }) => `| [\`${name}\`](${page}.md) | ${description.replaceAll('\n', ' ')} |`,
  )
  return `# API reference

Written from the docstrings by \`npm run docs\`. Do not edit. The contracts have [pages of their own](contracts/README.md).

| entry point | what it is for |
| --- | --- |
${rows.join('\n')}
`
}
