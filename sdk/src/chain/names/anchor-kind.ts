import { invalid } from '../check-argument.ts'

/** What an account can anchor, as `Names` numbers it. */
const anchorKinds = ['binding', 'vault'] as const

/** Name of a kind of anchor. */
export type AnchorKind = (typeof anchorKinds)[number]

/** The number of a kind. Throws `INPUT_INVALID`. */
export function anchorNumberOf(kind: AnchorKind): number {
  const number = anchorKinds.indexOf(kind)
  if (number !== -1) return number
  throw invalid('kind', `"${kind}" is no kind of anchor`, `Give one of ${anchorKinds.join(', ')}.`)
}

/** The kind of a number; the contract knows no other. */
export function anchorKindOf(number: number): AnchorKind {
  return anchorKinds[number] as AnchorKind
}
