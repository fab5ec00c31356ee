import { ZeroAddress } from 'ethers'

/** A row of an answer. */
export type Row = Record<string, unknown>
/** Asks the index; answers `data`. */
export type Query = (graphql: string) => Promise<Record<string, Row[]>>

/** The argument of a list that asks for everything. */
export const ALL = 'first: 1000'

/** The first row that passes. */
export function pick(rows: Row[] | undefined, test: (row: Row) => boolean): Row | undefined {
  return rows?.find(test)
}

/** As the index writes addresses. */
export function lower(address: unknown): string {
  return String(address).toLowerCase()
}

/** An address as the index writes it; zero stands for no account. */
export function orNull(address: unknown): string | null {
  return address === ZeroAddress ? null : lower(address)
}

/** The id that a field refers to; none for null. */
export function idOf(reference: unknown): string | undefined {
  return (reference as { id: string } | null | undefined)?.id
}

/** Numbers as the index writes big ones. */
export function mapToText(values: Record<string, bigint>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]))
}
