import { startEdr } from './framework/edr.ts'
import { playWorlds } from './play-worlds.ts'

playWorlds('EDR', startEdr, Number(process.env['SPACE_MODEL_CALLS'] ?? 2_000))
