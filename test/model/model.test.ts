import { startEdr } from './framework/edr.ts'
import { runModels } from './run-models.ts'

runModels('EDR', startEdr, Number(process.env['SPACE_MODEL_CALLS'] ?? 2_000))
