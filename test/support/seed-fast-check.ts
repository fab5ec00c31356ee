// Makes the properties of a test file follow from `SPACE_SEED`: import it where fast-check is used without a seed.
import fc from 'fast-check'
import { seed } from './random.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
