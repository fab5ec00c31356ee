import assert from 'node:assert/strict'
import { type ErrorCode, SpaceError } from '@space/sdk'

/** The error of the catalogue with which something must fail; its message names a fix. */
export async function expectCode<Code extends ErrorCode>(
  code: Code,
  attempt: Promise<unknown> | (() => Promise<unknown>),
): Promise<SpaceError<Code>> {
  let failure: unknown
  try {
    await (typeof attempt === 'function' ? attempt() : attempt)
  } catch (caught) {
    failure = caught
  }
  assert.ok(failure !== undefined, `nothing failed, where ${code} was expected`)
  if (!SpaceError.is(failure)) throw failure
  assert.equal(failure.code, code, failure.message)
  assert.ok(failure.summary.length > 20 && failure.fix.length > 10, 'it names a cause and a fix')
  return failure as SpaceError<Code>
}
