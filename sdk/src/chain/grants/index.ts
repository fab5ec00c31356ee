export { type Advance, advanceCall, sendAdvance } from './advance.ts'
export { type Delivery, deliverCall, sendDelivery } from './deliver.ts'
export { createFolderId } from './folder-id.ts'
export { type Grant, grantCall, sendGrant } from './grant.ts'
export { hasAccess, readGrant, readRole } from './read-access.ts'
export { type FolderState, readFolder } from './read-folder.ts'
export { type AnnouncedPass, readPasses } from './read-passes.ts'
export { readSubjects } from './read-subjects.ts'
export { type Revocation, revokeCall, sendRevocation } from './revoke.ts'
export { addressSubject, decodeSubject, describeSubject, type Subject } from './subject.ts'
export {
  decodeGrantWord,
  encodeTerms,
  type GrantWord,
  noExpiry,
  type Role,
  roles,
  type Terms,
} from './terms.ts'
