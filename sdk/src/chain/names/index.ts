export type { AnchorKind } from './anchor-kind.ts'
export { decodeName, encodeName } from './name-word.ts'
export { type AnchorState, readAnchor } from './read-anchor.ts'
export { type KeyHistory, readKeyHistory } from './read-key-history.ts'
export { type NameRecord, readName } from './read-name.ts'
export { readPrimaryName } from './read-primary-name.ts'
export {
  extractRegisterName,
  type NameRegisteredEvent,
  type RegisterName,
  registerName,
  registerNameCall,
} from './register-name.ts'
export {
  type Anchor,
  type AnchorSetEvent,
  extractSetAnchor,
  setAnchor,
  setAnchorCall,
} from './set-anchor.ts'
