import { startEdr } from './framework/edr.ts'
import { playWorlds } from './run-models.ts'

playWorlds('EDR', startEdr, Number(process.env['SPACE_MODEL_CALLS'] ?? 2_000))
