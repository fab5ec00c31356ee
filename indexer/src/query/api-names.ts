import type { EntityModel } from '../schema/schema-model.ts'

/** Names of the root fields of one entity type. */
export type RootNames = { readonly one: string; readonly many: string }

const UNCOUNTABLE = new Set(
  'deer fish hovercraft information moose money rice series sheep spacecraft species equipment'.split(' '),
)
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ox: 'oxen',
    man: 'men',
    woman: 'women',
    die: 'dice',
    yes: 'yeses',
    foot: 'feet',
    eave: 'eaves',
    goose: 'geese',
    tooth: 'teeth',
    quiz: 'quizzes',
  }),
)

/** Endings and their plurals, the first match wins. Upper case never matches, as in graph-node (crate inflector). */
const PLURALS: readonly (readonly [ending: RegExp, plural: string])[] = [
  [/(eaux)$/, '$1'],
  [/(child)(?:ren)?$/, '$1ren'],
  [/(pe)(?:rson|ople)$/, '$1ople'],
  [/([ml])(?:ice|ouse)$/, '$1ice'],
  [/(matr|cod|mur|sil|vert|ind|append)(?:ix|ex)$/, '$1ices'],
  [/(x|ch|ss|sh|zz)$/, '$1es'],
  [/((?:x|ch|ss|sh|zz)es)$/, '$1'],
  [/([^ch][ieo][ln])ey$/, '$1ies'],
  [/([^aeiouy]|qu)y$/, '$1ies'],
  [/(ar|l|ea|eo|oa|hoo)f$/, '$1ves'],
  [/(kni|wi|li)fe$/, '$1ves'],
  [/sis$/, 'ses'],
  [
    /(apheli|hyperbat|periheli|asyndet|noumen|phenomen|criteri|organ|prolegomen|hedr|automat)(?:a|on)$/,
    '$1a',
  ],
  [
    /(agend|addend|millenni|dat|extrem|bacteri|desiderat|strat|candelabr|errat|ov|symposi|curricul|automat|quor)(?:a|um)$/,
    '$1a',
  ],
  [/(her|at|gr)o$/, '$1oes'],
  [/(seraph|cherub)(?:im)?$/, '$1im'],
  [/(alumn|alg|vertebr)(?:a|ae)$/, '$1ae'],
  [/(alumn|syllab|octop|vir|radi|nucle|fung|cact|stimul|termin|bacill|foc|uter|loc|strat)(?:us|i)$/, '$1i'],
  [/([^l]ias|[aeiou]las|[emjzr]as|[iu]am)$/, '$1'],
  [/(e[mn]u)s?$/, '$1s'],
  [/(alias|[^aou]us|tlas|gas|ris)$/, '$1es'],
  [/(ax|test)is$/, '$1es'],
  [/([^aeiou]ese)$/, '$1'],
  [/s$/, 's'],
]

/**
 * Root field names of an entity type as graph-node makes them: camel case of the type's name and of its plural;
 * where both are equal the plural gets `_collection`.
 */
export function rootNamesOf(entity: EntityModel): RootNames {
  const one = toCamelCase(entity.name)
  const many = toCamelCase(toPlural(entity.name))
  return { one, many: many === one ? `${many}_collection` : many }
}

function toPlural(word: string): string {
  if (UNCOUNTABLE.has(word)) return word
  const irregular = IRREGULAR.get(word)
  if (irregular !== undefined) return irregular
  const rule = PLURALS.find(([ending]) => ending.test(word))
  return rule === undefined ? `${word}s` : word.replace(rule[0], rule[1])
}

/** Runs of capitals stay one word (`NFTSale` → `nftsale`), a digit ends a word (`ERC20Token` → `erc20Token`). */
function toCamelCase(name: string): string {
  let result = ''
  let startsWord = false
  let previous = ' '
  for (const character of name.replace(/^_+|_+$/g, '')) {
    if (character === '_') {
      startsWord = true
    } else if (/\d/.test(character)) {
      startsWord = true
      result += character
    } else if (startsWord || (/[a-z]/.test(previous) && /[A-Z]/.test(character))) {
      startsWord = false
      result += character.toUpperCase()
    } else {
      previous = character
      result += character.toLowerCase()
    }
  }
  return result
}
