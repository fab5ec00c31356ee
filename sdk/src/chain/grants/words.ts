import type { Hex } from '../../utils/index.ts'
import { checkBytes32 } from '../check-argument.ts'

/** Words of 32 bytes one behind the other. Throws `INPUT_INVALID`. */
export function joinWords(words: readonly Hex[], what: string): Hex {
  return `0x${words.map((word, index) => checkBytes32(word, `${what}[${index}]`).slice(2)).join('')}`
}

/** The words of 32 bytes that lie one behind the other. */
export function splitWords(joined: string): Hex[] {
  return (joined.slice(2).match(/.{64}/g) ?? []).map((word): Hex => `0x${word}`)
}
