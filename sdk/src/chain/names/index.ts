export { type Anchor, type AnchorKind, readAnchor, setAnchor, setAnchorCall } from './anchor.ts'
export { decodeName, encodeName } from './name-word.ts'
export { type NameRecord, readName, readPrimaryName } from './read-name.ts'
export { type RegisterName, registerName, registerNameCall } from './register-name.ts'
