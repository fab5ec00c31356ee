/** One thing that is not as it should be. */
export type Finding = {
  /** As Ignition names it, for instance `Names#Names`. */
  readonly contract: string
  /**
   * `missing`: no code at the address · `code`: other code than ours, immutable values aside · `parameter`: a setting
   * that the contract shows differs from what the parameters say.
   */
  readonly kind: 'missing' | 'code' | 'parameter'
  /** What differs: the address, the code's hash, or the view, and its field, that tells of the parameter. */
  readonly what: string
  readonly expected: string
  readonly actual: string
}
