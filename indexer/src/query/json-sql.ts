import type { FieldModel } from '../schema/schema-model.ts'
import { plainDecimalSql } from '../store/sortable-decimal.ts'
import { quoteText } from './sql-context.ts'

/** SQLite allows 1,000 arguments; nested calls of this many keep wide selections legal. */
const CONCAT_ARGUMENTS = 500

/** SQL expression for JSON text made of literal pieces and SQL expressions that give text and never null. */
export class JsonText {
  readonly #parts: string[] = []
  #literal = ''

  literal(text: string): this {
    this.#literal += text
    return this
  }

  expression(sql: string): this {
    this.#flush()
    this.#parts.push(sql)
    return this
  }

  toSql(): string {
    this.#flush()
    let parts = this.#parts
    while (parts.length > CONCAT_ARGUMENTS) {
      const groups: string[] = []
      for (let start = 0; start < parts.length; start += CONCAT_ARGUMENTS) {
        groups.push(`concat(${parts.slice(start, start + CONCAT_ARGUMENTS).join(', ')})`)
      }
      parts = groups
    }
    return `concat(${parts.join(', ')})`
  }

  #flush(): void {
    if (this.#literal !== '') this.#parts.push(quoteText(this.#literal))
    this.#literal = ''
  }
}

/** Adds the JSON of a stored field that is not an entity: numbers beyond Int as strings, Bytes as 0x hex. */
export function addFieldValue(json: JsonText, field: FieldModel, column: string): void {
  const { open, sql } = field.isList ? { open: '', sql: column } : scalarJson(field, column)
  const close = open === '' ? '' : '"'
  if (field.isRequired) {
    json.literal(open).expression(sql).literal(close)
  } else {
    const value = new JsonText().literal(open).expression(sql).literal(close).toSql()
    json.expression(`iif(${column} IS NULL, 'null', ${value})`)
  }
}

function scalarJson(field: FieldModel, column: string): { open: string; sql: string } {
  if (field.kind === 'enum') return { open: '"', sql: column }
  switch (field.valueKind) {
    case 'String':
      return { open: '', sql: `json_quote(${column})` }
    case 'Bytes':
      return { open: '"0x', sql: `lower(hex(${column}))` }
    case 'Int':
      return { open: '', sql: column }
    case 'Boolean':
      return { open: '', sql: `CASE ${column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END` }
    case 'BigInt':
    case 'BigDecimal':
      return { open: '"', sql: plainDecimalSql(column) }
    default:
      return { open: '"', sql: column }
  }
}
