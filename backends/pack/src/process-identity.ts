import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** Which process on which boot of which machine: what a lock needs to tell a dead holder from a live one. */
export type ProcessIdentity = {
  readonly pid: number
  /** Ticks from boot to the start of the process on Linux; empty elsewhere. */
  readonly start: string
  /** First part of the kernel's boot id on Linux; empty elsewhere. */
  readonly boot: string
  readonly host: string
  /** Tells two locks of one process apart. */
  readonly token: string
}

/** The identity of this process, with a fresh token. */
export function currentProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    start: readProcess(process.pid)?.start ?? '',
    boot: readBoot(),
    host: hostname(),
    token: randomBytes(6).toString('hex'),
  }
}

/** A file name that says all of it, so that creating the file says it at once. */
export function encodeIdentity(identity: ProcessIdentity): string {
  const { pid, start, boot, token, host } = identity
  return [pid, start, boot, token, encodeURIComponent(host)].join('_')
}

/** The identity in a file name; undefined if it has none. */
export function decodeIdentity(name: string): ProcessIdentity | undefined {
  const match = /^(\d+)_(\d*)_([0-9a-f]*)_([0-9a-f]+)_(.*)$/.exec(name)
  if (match === null) return undefined
  const [, pid, start = '', boot = '', token = '', host = ''] = match
  return { pid: Number(pid), start, boot, token, host: decodeURIComponent(host) }
}

/** Whether the process may still run. In doubt (another machine, unknown start time) it does. */
export function mayBeAlive(identity: ProcessIdentity): boolean {
  if (identity.host !== hostname()) return true
  if (identity.boot !== readBoot()) return false
  try {
    process.kill(identity.pid, 0)
  } catch (error) {
    // EPERM: it runs under another account.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const running = readProcess(identity.pid)
  if (running === undefined || identity.start === '') return true
  return running.start === identity.start && running.state !== 'Z' && running.state !== 'X'
}

/** State and start time from /proc/<pid>/stat (proc_pid_stat(5), fields 3 and 22); undefined elsewhere. */
function readProcess(pid: number): { state: string; start: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the name in parentheses and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', start: fields[19] ?? '' }
  } catch {
    return undefined
  }
}

function readBoot(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8)
  } catch {
    return ''
  }
}
