/** Scalars of the subgraph language. */
export type ScalarKind =
  | 'ID'
  | 'String'
  | 'Bytes'
  | 'Int'
  | 'Int8'
  | 'BigInt'
  | 'BigDecimal'
  | 'Boolean'
  | 'Timestamp'

/** How one value of a field is held in memory and on disk: enums and `ID` are strings, references are ids. */
export type ValueKind = Exclude<ScalarKind, 'ID'>

/** Kinds an entity may be identified by. */
export type IdKind = 'String' | 'Bytes' | 'Int8'

/** One field of an entity type. */
export type FieldModel = {
  readonly name: string
  /** What the field is in the schema. */
  readonly kind: ScalarKind | 'enum' | 'reference'
  /** GraphQL name of the (element) type: `BigInt`, an enum's name, or an entity type's name. */
  readonly typeName: string
  /** Kind of one stored value: the scalar itself, `String` for enums, the target's id kind for references. */
  readonly valueKind: ValueKind
  readonly isList: boolean
  /** The field must have a value (for lists: the list itself; elements are always required). */
  readonly isRequired: boolean
  /** Name of the field of `typeName` that points back here; derived fields are never stored. */
  readonly derivedFrom: string | undefined
  /** Line in `schema.graphql`, counted from 1. */
  readonly line: number
}

/** One `@entity` type. */
export type EntityModel = {
  readonly name: string
  readonly idKind: IdKind
  readonly isImmutable: boolean
  /** Writing an immutable entity that exists is then ignored instead of refused. */
  readonly skipsDuplicates: boolean
  /** All fields by name, in the order of the schema; `id` is one of them. */
  readonly fields: ReadonlyMap<string, FieldModel>
  /** The fields that are stored: all but the derived ones. */
  readonly storedFields: readonly FieldModel[]
  readonly line: number
}

/** A checked `schema.graphql`. */
export type SchemaModel = {
  readonly entities: ReadonlyMap<string, EntityModel>
  /** Values of each enum in the order of the schema. */
  readonly enums: ReadonlyMap<string, readonly string[]>
  /** Descriptions of types, fields and enum values, by `Type` or `Type.field`. */
  readonly descriptions: ReadonlyMap<string, string>
}

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
