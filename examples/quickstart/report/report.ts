import type { ProgressEvent } from '../participants/protocol.ts'

/** Figures of a step, ready to be shown; bigint amounts are micro-dollars, wei or gas as the key says. */
export type Figures = Record<string, string | number | bigint | boolean>

/** What became of one step. */
export type StepResult = {
  id: string
  title: string
  ok: boolean
  ms: number
  figures: Figures
  error?: string
}

/** Something that was left out, and why. */
export type Skipped = { path: string; reason: string }

/** A name that was taken: what it stands for is kept under another one. */
export type Renamed = { from: string; to: string }

/** The end of a run. */
export type DemoResult = {
  ok: boolean
  steps: StepResult[]
  skipped: Skipped[]
  renamed: Renamed[]
  /** State folder, when it is kept. */
  state: string
  exitCode: number
}

/** What is served after the demo, and until when. */
export type Serving = {
  rpcUrl: string
  indexUrl: string
  blocksUrl: string
  chainId: number
}

/** Receives what happens in a run. */
export type Report = {
  stepStarted(id: string, title: string): void
  progress(id: string, event: ProgressEvent & { what: string }): void
  /** A fact, most often one that was checked. */
  note(text: string): void
  stepEnded(result: StepResult): void
  /** The end of the run; `serving` when the network stays. */
  ended(result: DemoResult, serving?: Serving): void
}
