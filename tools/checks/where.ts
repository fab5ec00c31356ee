// docs/where.md answers which file to open for thirty typical changes; every file that it names exists.
import { existsSync, readFileSync } from 'node:fs'

const page = 'docs/where.md'
const rows = existsSync(page)
  ? readFileSync(page, 'utf8')
      .match(/^\|(?! *-).+\|$/gm)
      ?.slice(1)
  : undefined

const faults = (rows ?? []).flatMap((row) => {
  const paths = [...row.matchAll(/`([^`]+)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => path.includes('/'))
  return paths.length === 0
    ? [`${row}: no file is named`]
    : paths.filter((path) => !existsSync(path)).map((path) => `${path} does not exist`)
})
if ((rows?.length ?? 0) < 30) faults.push(`${rows?.length ?? 0} answers, 30 are wanted`)
for (const fault of faults) console.error(`${page}: ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1
