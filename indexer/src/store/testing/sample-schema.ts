/** A schema with every field type, for tests. */
export const SAMPLE_SCHEMA = `
enum Kind { GIFT LOAN SALARY }
type Account @entity(immutable: false) {
  id: Bytes!
  name: String
  balance: BigInt!
  rate: BigDecimal
  active: Boolean
  kind: Kind
  level: Int
  serial: Int8
  seenAt: Timestamp
  data: Bytes
  tags: [String!]!
  amounts: [BigInt!]
  hashes: [Bytes!]
  levels: [Int!]
  friend: Account
  notes: [Note!]!
  payments: [Payment!]! @derivedFrom(field: "from")
  fans: [Account!]! @derivedFrom(field: "friend")
  badge: Badge @derivedFrom(field: "owner")
}
type Payment @entity(immutable: true) {
  id: Int8!
  from: Account!
  amount: BigInt!
  note: Note
}
type Note @entity(immutable: false) {
  id: ID!
  text: String!
  writers: [Account!]! @derivedFrom(field: "notes")
}
type Badge @entity(immutable: false) { id: String! owner: Account! rank: Int! }
`
