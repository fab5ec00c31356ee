/** A `schema.graphql` that this indexer cannot run; the message names the type, the line and the way out. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
  /** Type that holds the problem, where there is one. */
  readonly typeName: string | undefined
  /** Line in `schema.graphql`, counted from 1. */
  readonly line: number | undefined

  constructor(problem: string, place: { typeName?: string; line?: number | undefined } = {}) {
    const where = [
      place.typeName === undefined ? '' : `type ${place.typeName}`,
      place.line === undefined ? '' : `line ${place.line}`,
    ].filter((part) => part !== '')
    super(where.length === 0 ? problem : `${where.join(', ')}: ${problem}`)
    this.typeName = place.typeName
    this.line = place.line
  }
}
