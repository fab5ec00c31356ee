import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { requestRpc } from './index.ts'
import type { NetworkLine } from './print-network.ts'

describe('space-devnet', () => {
  let temporary: string
  const started: ChildProcess[] = []

  before(() => {
    temporary = mkdtempSync(join(tmpdir(), 'space-bin-'))
  })
  after(() => {
    for (const child of started) child.kill('SIGKILL')
    rmSync(temporary, { recursive: true, force: true })
  })

  const run = (script: string, args: string[]) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
      // An empty working directory: no project of Hardhat is near.
      cwd: temporary,
      env: { ...process.env, TMPDIR: temporary },
    })
    started.push(child)
    const closed = once(child, 'close') as Promise<[number | null]>
    return { child, closed, errors: text(child.stderr), nextLine: nextLine(child) }
  }
  const assertNothingLeft = async (rpcUrl: string) => {
    await assert.rejects(requestRpc(rpcUrl, 'eth_chainId'))
    assert.deepEqual(readdirSync(temporary), [])
  }

  it('refuses wrong usage with code 2, and a port that is in use with code 1', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const wrong: [string[], number, RegExp][] = [
      [['--nonsense'], 2, /--nonsense.*Usage: space-devnet/s],
      [['--port', 'x'], 2, /--port must be a port from 0 to 65535, not x.*Usage/s],
      [['--port', '0', '--index-port', '65536'], 2, /--index-port must be a port/],
      [['--port', String(port)], 1, new RegExp(`port ${port} of 127\\.0\\.0\\.1 is in use.*--port`)],
    ]
    for (const [args, code, expected] of wrong) {
      const { closed, errors } = run('main.ts', args)
      assert.deepEqual([...(await closed)].slice(0, 1), [code], args.join(' '))
      assert.match(await errors, expected)
    }
    server.close()
    assert.deepEqual(readdirSync(temporary), [])
  })

  it('says in words where everything is, and ends on SIGTERM', async () => {
    const { child, closed, errors, nextLine } = run('main.ts', ['--port', '0'])
    const rpcUrl = /^chain +(\S+) \(chain id 31337\)$/.exec(await nextLine)?.[1] as string
    assert.equal(await requestRpc(rpcUrl, 'eth_chainId'), '0x7a69')
    child.kill('SIGTERM')
    assert.deepEqual((await closed)[0], 0, await errors)
    await assertNothingLeft(rpcUrl)
  })

  it('ends with its input when asked to', async () => {
    const { child, closed, errors, nextLine } = run('main.ts', ['--port', '0', '--json', '--end-with-input'])
    const { rpcUrl, folder } = JSON.parse(await nextLine) as NetworkLine
    assert.ok(folder.startsWith(temporary))
    child.stdin?.end()
    assert.equal((await closed)[0], 0, await errors)
    await assertNothingLeft(rpcUrl)
  })

  it('ends when the process that started it is killed', async () => {
    const { child, closed, nextLine } = run('testing/start-and-wait.ts', [])
    const rpcUrl = await nextLine
    assert.equal(await requestRpc(rpcUrl, 'eth_chainId'), '0x7a69')
    child.kill('SIGKILL')
    await closed
    for (let waited = 0; waited < 5_000 && readdirSync(temporary).length > 0; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await assertNothingLeft(rpcUrl)
  })
})

/** The first line that a process prints. */
async function nextLine(child: ReturnType<typeof spawn>): Promise<string> {
  if (child.stdout === null) throw new Error('no output')
  for await (const line of createInterface(child.stdout)) return line
  return ''
}
