export { type Advance, type AdvancedEvent, advance, advanceCall, extractAdvance } from './advance.ts'
export { createFolderId } from './create-folder-id.ts'
export { type DeliveredEvent, type Delivery, deliver, deliverCall, extractDeliver } from './deliver.ts'
export { extractGrant, type Grant, type GrantedEvent, grant, grantCall } from './grant.ts'
export { hasAccess } from './has-access.ts'
export { type FolderState, readFolder } from './read-folder.ts'
export { readGrant } from './read-grant.ts'
export { type AnnouncedPass, readPasses } from './read-passes.ts'
export { readRole } from './read-role.ts'
export { readSubjects } from './read-subjects.ts'
export { extractRevoke, type Revocation, type RevokedEvent, revoke, revokeCall } from './revoke.ts'
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
