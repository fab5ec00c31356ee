export { catalogue, type ErrorCode, type ErrorData } from './catalogue.ts'
export { SpaceError, type SpaceErrorJson } from './space-error.ts'
