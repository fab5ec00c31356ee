/** A copy of a core that breaks one invariant, and the test that has to see it. */
export type BrokenCore = {
  /** As `docs/invariants.md` numbers them. */
  invariant: string
  /** What the copy does wrong. */
  fault: string
  file: string
  /** Texts of the file, each of which occurs in it once, and what stands there instead. */
  edits: readonly (readonly [original: string, replacement: string])[]
  /** The test file, without folder and `.t.sol`. */
  suite: string
  test: string
  /** What the test says: it must not fail for another reason. */
  says: RegExp
}

/**
 * Breaks a file.
 *
 * @throws when one of the texts is not there, or more than once.
 */
export function breakText(text: string, edits: BrokenCore['edits']): string {
  return edits.reduce((broken, [original, replacement]) => {
    const parts = broken.split(original)
    if (parts.length !== 2) throw new Error(`${parts.length - 1} times in the file: ${original}`)
    return parts.join(replacement)
  }, text)
}
