export { type Attempt, tryEverything } from './try-everything.ts'
