import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Devnet, start as startDevnet } from '@space/devnet'
import type { Address, Hex } from '@space/sdk'
import type { DemoOptions } from './options.ts'
import type { AliceMethods } from './participants/alice.ts'
import type { BobMethods } from './participants/bob.ts'
import type { LinkHolderMethods } from './participants/link-holder.ts'
import type { OperatorMethods } from './participants/operator.ts'
import type { ParticipantOptions } from './participants/participant.ts'
import {
  type Methods,
  type Participant,
  type ProgressEvent,
  startParticipant,
} from './participants/protocol.ts'
import type { ExpectedFile } from './participants/verify-files.ts'
import type { Renamed, Report, Skipped } from './report/report.ts'
import { type BlockServer, serveBlocks } from './serve-blocks.ts'

/** Everything that the steps of one run share. Later steps use what earlier ones found. */
export type Demo = {
  readonly options: DemoOptions
  readonly report: Report
  /** Aborts when the demo is interrupted. */
  readonly signal: AbortSignal
  readonly stateFolder: string
  readonly store: string
  /** Settles when everything that was being started is there, or is gone again. */
  started: Promise<void>
  network: Devnet
  blockServer: BlockServer
  alice: Participant<AliceMethods>
  bob: Participant<BobMethods>
  linkHolder: Participant<LinkHolderMethods>
  operator: Participant<OperatorMethods>
  aliceAddress: Address
  folder: Hex
  linkUrl: string
  expected: ExpectedFile[]
  readonly skipped: Skipped[]
  readonly renamed: Renamed[]
  /** Bytes of the source that are known to be durable. */
  durableBytes: number
  /** Seconds and bytes of the upload and of Bob's reading, for the summary. */
  speeds: Record<string, { sizeBytes: number; files: number; ms: number }>
  gas: Record<string, bigint>
}

/** A demo that has folders, but no processes yet. */
export function createDemo(options: DemoOptions, report: Report, signal: AbortSignal): Demo {
  const stateFolder = options.state ?? mkdtempSync(join(tmpdir(), 'space-'))
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 })
  const empty = {} as Omit<Demo, 'options'>
  return Object.assign(empty, {
    options,
    report,
    signal,
    stateFolder,
    store: join(stateFolder, 'store'),
    expected: [],
    skipped: [],
    renamed: [],
    durableBytes: 0,
    started: Promise.resolve(),
    speeds: {},
    gas: {},
  })
}

/** Starts the network, the server of blocks and the four participants. */
export function startDemo(demo: Demo): Promise<void> {
  demo.started = startParts(demo)
  return demo.started
}

async function startParts(demo: Demo): Promise<void> {
  const { ports } = demo.options
  const onOutput = (text: string) => {
    if (process.env['SPACE_DEBUG'] === '1') process.stderr.write(text)
  }
  demo.blockServer = await serveBlocks(demo.store, ports.blocks)
  demo.network = await startDevnet({
    port: ports.rpc,
    indexPort: ports.index,
    onOutput: (text) => onOutput(`network: ${text}`),
    signal: demo.signal,
  })
  const start = <Actions extends Methods>(name: string, extra: Record<string, string> = {}) =>
    startParticipant<Actions>(
      name,
      join(import.meta.dirname, 'participants', `${name}.ts`),
      [JSON.stringify({ ...participantOptions(demo, name), ...extra })],
      onOutput,
    )
  demo.alice = start('alice')
  demo.bob = start('bob')
  demo.linkHolder = start('link-holder')
  demo.operator = start('operator', { key: demo.network.operator.privateKey })
}

/** Ends every process; the state goes too unless it was asked for. */
export async function endDemo(demo: Demo): Promise<void> {
  // What was about to start when the demo was interrupted must have started, or failed to, before it can be ended.
  await demo.started.catch(() => {})
  await endParticipants(demo)
  await Promise.all([demo.network?.stop(), demo.blockServer?.stop()])
  if (demo.options.state === undefined) rmSync(demo.stateFolder, { recursive: true, force: true })
}

/** Ends the processes of the participants, those that are there. */
export async function endParticipants({ alice, bob, linkHolder, operator }: Partial<Demo>): Promise<void> {
  await Promise.all([alice?.stop(), bob?.stop(), linkHolder?.stop(), operator?.stop()])
}

/** Passes the progress of a participant to the report. */
export function watch(demo: Demo, id: string, what: string): (event: ProgressEvent) => void {
  return (event) => {
    if (!demo.signal.aborted) demo.report.progress(id, { ...event, what })
  }
}

function participantOptions({ stateFolder, store, network }: Demo, name: string): ParticipantOptions {
  const { rpcUrl, indexUrl, addresses } = network
  return { home: join(stateFolder, name), store, network: { rpcUrl, indexUrl, addresses } }
}
