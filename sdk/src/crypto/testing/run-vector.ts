import { SpaceError } from '../../errors/index.ts'
import { accessOperations } from './access-operations.ts'
import { blockOperations } from './block-operations.ts'
import { logOperations } from './log-operations.ts'
import type { Inputs } from './vector-inputs.ts'

/** One frozen value: what an operation gives for inputs, or the code of the error that refuses them. */
export type Vector = {
  name: string
  description: string
  operation: string
  inputs: Inputs
  expected: unknown
}

const operations: Record<string, (inputs: Inputs) => unknown> = {
  ...blockOperations,
  ...logOperations,
  ...accessOperations,
}

/** Does what a vector says and gives the result in the form of its expectation. */
export async function runVector({
  operation,
  inputs,
}: Pick<Vector, 'operation' | 'inputs'>): Promise<unknown> {
  const run = operations[operation]
  if (run === undefined) throw new Error(`there is no operation "${operation}"`)
  try {
    return await run(inputs)
  } catch (error) {
    if (SpaceError.is(error)) return { error: error.code }
    throw error
  }
}
