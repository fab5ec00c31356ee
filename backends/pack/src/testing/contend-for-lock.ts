import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../../../../test/support/random.ts'
import { acquireLock } from '../lock.ts'
import { storePaths } from '../paths.ts'

// A process of the lock test: takes the lock again and again, and fails if it is ever not alone inside.
const [directory = '', rounds = '0', label = ''] = process.argv.slice(2)
const random = createRandom(label)
const marker = join(directory, 'inside')
for (let round = 0; round < Number(rounds); round++) {
  const lock = await acquireLock(storePaths(directory), { timeoutMs: 60_000 })
  closeSync(openSync(marker, 'wx'))
  await sleep(random.fraction() * 4)
  rmSync(marker)
  lock.release()
}
