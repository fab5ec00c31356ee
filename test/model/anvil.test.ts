import { it } from 'node:test'
import { hasAnvil, startAnvil } from './framework/anvil.ts'
import { playWorlds } from './play-worlds.ts'

/** In CI the second EVM has to be there, and gets more to do. */
const isNeeded = process.env['SPACE_NEEDS_PEERS'] === '1'

if (hasAnvil || isNeeded) playWorlds('anvil', startAnvil, isNeeded ? 5_000 : 300)
else it('anvil does what the models do', { skip: 'anvil is not installed; scripts/ci/model.sh installs it' })
