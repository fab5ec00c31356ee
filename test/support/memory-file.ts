export { memoryFile } from '@space/sdk'
