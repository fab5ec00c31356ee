/** One call that is made both in the EVM and in the model. */
export type Step = {
  /** The time of its block, unix seconds: that of the block before, or later. */
  time: bigint
  sender: string
  /** Which of the model's contracts is called. */
  target: string
  method: string
  args: readonly unknown[]
  /** Wei that are sent along. */
  value?: bigint
}

/** What a call knows besides its arguments. */
export type Context = { time: bigint; sender: string; value: bigint }

/** An event that a contract must have emitted. */
export type Emitted = { source: string; name: string; args: readonly unknown[] }

/** A call's refusal: the name of the Solidity error and its arguments. */
export class Refusal extends Error {
  readonly args: readonly unknown[]

  constructor(name: string, ...args: readonly unknown[]) {
    super(name)
    this.name = name
    this.args = args
  }
}

/** What came of a call, as a text that is equal when the outcomes are. */
export type Outcome = { refusal?: string; text: string }

/** Writes a value the same way whether it comes from the model or from a decoder. */
export function write(value: unknown): string {
  if (Array.isArray(value)) return `[${Array.from(value, write).join(', ')}]`
  const text = String(value)
  return text.startsWith('0x') ? text.toLowerCase() : text
}

/** Writes a name with its arguments. */
export function writeCall(name: string, args: readonly unknown[]): string {
  return `${name}(${args.map(write).join(', ')})`
}

/** The outcome of a call that went through. */
export function succeed(events: readonly Emitted[]): Outcome {
  return {
    text: ['done', ...events.map(({ source, name, args }) => `${source} ${writeCall(name, args)}`)].join(
      '\n',
    ),
  }
}

/** The outcome of a call that was refused. */
export function refuse(name: string, args: readonly unknown[]): Outcome {
  return { refusal: name, text: `refused ${writeCall(name, args)}` }
}
