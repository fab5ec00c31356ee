// Makes the properties of a process follow from `SPACE_SEED`; the runner loads it before the tests.
//   node --import ./test/support/seed-fast-check.ts --test FILE
import fc from 'fast-check'
import { seed } from './random.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
