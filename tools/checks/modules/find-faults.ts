/** An import, from → to: of files by their paths below the folder part, or of modules. */
export type Arrow = readonly [from: string, to: string]

/** The groups of the folder part: each may import those before it. */
export const groups = ['members', 'epoch', 'log', 'tree', 'upload', 'share', 'export'] as const

const limits = { modules: 20, arrows: 70 }

/** The modules and arrows of a graph of files, and what is wrong with them. */
export function findModuleFaults(files: readonly string[], imports: readonly Arrow[]) {
  const modules = [...new Set(files.map(moduleOf))].sort()
  const arrows = distinct(imports.map(([from, to]): Arrow => [moduleOf(from), moduleOf(to)]))
  const faults = [
    ...groups.filter((group) => !modules.includes(group)).map((group) => `there is no group ${group}`),
    ...modules
      .filter((module) => !module.endsWith('.ts') && !groups.includes(module as (typeof groups)[number]))
      .map((module) => `${module} is none of the groups`),
    ...arrows.filter(runsBack).map(([from, to]) => `${from} imports ${to}, which comes after it`),
    ...findCycles(arrows).map((cycle) => `a cycle: ${cycle.join(' → ')}`),
  ]
  if (modules.length > limits.modules) faults.push(`${modules.length} modules, ${limits.modules} are allowed`)
  if (arrows.length > limits.arrows) faults.push(`${arrows.length} arrows, ${limits.arrows} are allowed`)
  return { modules, arrows, faults }
}

function moduleOf(path: string): string {
  return path.split('/')[0] ?? path
}

function distinct(arrows: readonly Arrow[]): Arrow[] {
  const between = arrows.filter(([from, to]) => from !== to)
  return [...new Map(between.map((arrow) => [arrow.join(' '), arrow])).values()]
}

function runsBack([from, to]: Arrow): boolean {
  const order: readonly string[] = groups
  return order.includes(from) && order.indexOf(to) > order.indexOf(from)
}

/** One cycle through each arrow that closes one. */
function findCycles(arrows: readonly Arrow[]): string[][] {
  const targets = Map.groupBy(arrows, ([from]) => from)
  const cycles: string[][] = []
  const done = new Set<string>()
  const visit = (module: string, path: readonly string[]): void => {
    const start = path.indexOf(module)
    if (start !== -1) cycles.push([...path.slice(start), module])
    if (start !== -1 || done.has(module)) return
    for (const [, to] of targets.get(module) ?? []) visit(to, [...path, module])
    done.add(module)
  }
  for (const module of targets.keys()) visit(module, [])
  return cycles
}
