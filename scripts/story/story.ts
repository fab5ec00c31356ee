import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Address } from '@space/sdk'
import { Wallet } from 'ethers'
import type { AliceMethods } from './actors/alice.ts'
import type { BobMethods } from './actors/bob.ts'
import type { LinkHolderMethods } from './actors/link-holder.ts'
import type { OperatorMethods } from './actors/operator.ts'
import type { ActorOptions } from './actors/person.ts'
import { type Actor, type Methods, type ProgressEvent, startActor } from './actors/protocol.ts'
import type { ExpectedFile } from './actors/verify-files.ts'
import { operatorKey } from './network/operator-key.ts'
import { type Network, startNetwork } from './network/start-network.ts'
import type { StoryOptions } from './options.ts'
import type { Renamed, Report, Skipped } from './report/report.ts'

/** Everything that the steps of one run share. Later steps use what earlier ones found. */
export type Story = {
  readonly options: StoryOptions
  readonly report: Report
  /** Aborts when the story is interrupted. */
  readonly signal: AbortSignal
  readonly stateFolder: string
  readonly store: string
  /** Settles when everything that was being started is there, or is gone again. */
  started: Promise<void>
  network: Network
  alice: Actor<AliceMethods>
  bob: Actor<BobMethods>
  linkHolder: Actor<LinkHolderMethods>
  operator: Actor<OperatorMethods>
  aliceAddress: Address
  folder: string
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

/** A story that has folders, but nobody in it yet. */
export function createStory(options: StoryOptions, report: Report, signal: AbortSignal): Story {
  const stateFolder = options.state ?? mkdtempSync(join(tmpdir(), 'space-'))
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 })
  const empty = {} as Omit<Story, 'options'>
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

/** Starts chain, indexer and the four actors. */
export function startStory(story: Story): Promise<void> {
  story.started = startParts(story)
  return story.started
}

async function startParts(story: Story): Promise<void> {
  const log: string[] = []
  const keep = (text: string) => {
    log.push(text)
    if (process.env['SPACE_DEBUG'] === '1') process.stderr.write(text)
  }
  const operator = new Wallet(operatorKey).address
  story.network = await startNetwork(join(story.stateFolder, 'network'), operator, keep, story.signal)
  const start = <Actions extends Methods>(name: string, extra: Record<string, string> = {}) =>
    startActor<Actions>(
      name,
      join(import.meta.dirname, 'actors', `${name}.ts`),
      [JSON.stringify({ ...actorOptions(story, name), ...extra })],
      keep,
    )
  story.alice = start('alice')
  story.bob = start('bob')
  story.linkHolder = start('link-holder')
  story.operator = start('operator', { key: operatorKey })
}

/** Ends every process; the state goes too unless it was asked for. */
export async function endStory(story: Story): Promise<void> {
  // What was about to start when the story was interrupted must have started, or failed to, before it can be ended.
  await story.started.catch(() => {})
  const parts: { stop(): Promise<void> }[] = [
    story.alice,
    story.bob,
    story.linkHolder,
    story.operator,
    story.network,
  ]
  await Promise.all(parts.map((part) => part?.stop()))
  if (story.options.state === undefined) rmSync(story.stateFolder, { recursive: true, force: true })
}

/** Passes an actor's progress on to whoever watches. */
export function watch(story: Story, id: string, what: string): (event: ProgressEvent) => void {
  return (event) => {
    if (!story.signal.aborted) story.report.progress(id, { ...event, what })
  }
}

function actorOptions({ stateFolder, store, network }: Story, name: string): ActorOptions {
  const { rpcUrl, graphqlUrl, addresses } = network
  return { home: join(stateFolder, name), store, network: { rpcUrl, graphqlUrl, addresses } }
}
