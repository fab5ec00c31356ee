// Names, headings, test titles and messages use the words of the field (words/avoided.ts). Comments and prose are free.
//   node tools/checks/words.ts [FOLDER…]     says only what is in these folders
//   node tools/checks/words.ts --areas       counts the findings of each folder
import { existsSync, readFileSync } from 'node:fs'
import { listFiles } from './list-files.ts'
import { findAvoided } from './words/find-avoided.ts'

/** Written by a program, quoted from others, or the list itself. */
const left =
  /(^|\/)(typechain|abi|package-lock\.json)(\/|$)|^(tools\/(checks\/words\/|violations\/violations\.test)|examples\/[^/]*sample\/|docs\/results\/|test\/vectors\/graph-node\/)/

const words = process.argv.slice(2)
const folders = words.filter((word) => word !== '--areas')
const files = listFiles().filter(
  (path) => !left.test(path) && (folders.length === 0 || folders.some((folder) => path.startsWith(folder))),
)
const found = files.flatMap((path) => findAvoided(path, existsSync(path) ? readFileSync(path, 'utf8') : ''))
if (words.includes('--areas')) {
  const counts = Object.groupBy(found, ({ path }) =>
    path
      .split('/')
      .slice(0, path.startsWith('sdk') ? 3 : 2)
      .join('/'),
  )
  for (const [area, list] of Object.entries(counts))
    console.log(`${String(list?.length).padStart(5)} ${area}`)
}
for (const { path, line, where, word, instead } of words.includes('--areas') ? [] : found)
  console.error(`${path}:${line}: "${word}" in ${where}: say ${instead}`)
console.log(`${files.length} files, ${found.length} words to avoid`)
process.exitCode = found.length === 0 ? 0 : 1
