import { it } from 'node:test'
import { anvilMissing, startAnvil } from './framework/anvil.ts'
import { runModels } from './run-models.ts'

/** A tenth of what Hardhat's EVM has to do: a process of its own takes longer for each call. */
const calls = Number(process.env['SPACE_MODEL_CALLS'] ?? 3_000) / 10

if (anvilMissing === undefined) runModels('anvil', startAnvil, calls)
else it('anvil does what the models do', { skip: anvilMissing })
