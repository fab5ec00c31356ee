import { type Avoided, avoided } from './avoided.ts'
import { readPieces, splitName } from './read-words.ts'

/** A word to avoid, where it stands first in a file. */
export type FoundWord = { path: string; line: number; where: string; word: string; instead: string }

/** The words to avoid in a file and its name: each once, at its first place. */
export function findAvoided(path: string, text: string): FoundWord[] {
  const pieces = [{ kind: 'name', text: path, line: 0 } as const, ...readPieces(path, text)]
  const rules = avoided.filter(({ within }) => within === undefined || within.test(path))
  const found = new Map<string, FoundWord>()
  for (const { kind, text: piece, line } of pieces) {
    const words = kind === 'name' ? splitName(piece) : piece.toLowerCase()
    for (const rule of rules) {
      const word = kind === 'name' || rule.in === 'names and texts' ? matchRule(words, rule) : undefined
      if (word === undefined || found.has(`${kind} ${word}`)) continue
      const where = line === 0 ? 'file name' : `${kind} "${piece.trim().slice(0, 60)}"`
      found.set(`${kind} ${word}`, { path, line, where, word, instead: rule.instead })
    }
  }
  return [...found.values()]
}

function matchRule(words: string, { pattern, except }: Avoided): string | undefined {
  const rest = except === undefined ? words : words.replaceAll(new RegExp(except, 'g'), ' ')
  return pattern.exec(rest)?.[0]
}
