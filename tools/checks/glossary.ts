// docs/glossary.md has each word once and each meaning once, and none of the words to avoid.
import { readFileSync } from 'node:fs'
import { avoided } from './words/avoided.ts'

const page = 'docs/glossary.md'
const rows = [...readFileSync(page, 'utf8').matchAll(/^\| (?!-|word )(.+?) *\| *(.+?) *\|$/gm)]
const faults = [
  ...findRepeated(rows.flatMap(([, words = '']) => words.split(/ *[,·/] */))).map(
    (word) => `"${word}" has two meanings`,
  ),
  ...findRepeated(rows.map(([, , meaning = '']) => meaning)).map((meaning) => `two words mean "${meaning}"`),
  ...rows.flatMap(([, words = '']) =>
    avoided
      .filter(({ pattern, within }) => within === undefined && pattern.test(words))
      .map(({ instead }) => `"${words}" is a word to avoid: say ${instead}`),
  ),
]
if (rows.length === 0) faults.push('the table is empty')
for (const fault of faults) console.error(`${page}: ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1

function findRepeated(texts: readonly string[]): string[] {
  const all = texts.map((text) => text.toLowerCase().replace(/[.`]/g, '').trim())
  return [...new Set(all.filter((text, index) => all.indexOf(text) !== index))]
}
