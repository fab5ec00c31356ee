// Installs what the project needs, once. Runs on any Node >= 20 and imports nothing outside Node itself,
// because it runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stampPath = join(root, 'node_modules', '.space-setup.json')
const minimumNode = 20
const minimumNpm = 10
const neededBytes = 1_500_000_000
/** What is installed does not depend on the settings of a user, or of a folder whose script runs this. */
const fixedSettings = [
  ...['dev', 'optional', 'peer'].map((kind) => `--include=${kind}`),
  '--legacy-peer-deps=false',
]
const pinnedNode = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node

/** A problem that a person can fix: cause first, then the fix. */
class SetupError extends Error {}

/** What must be the same for an installation to be still good. */
function wantedStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return {
    lock: createHash('sha256').update(lock).digest('hex'),
    platform: `${process.platform}-${process.arch}`,
  }
}

function isInstalled() {
  try {
    const stamp = JSON.parse(readFileSync(stampPath, 'utf8'))
    const wanted = wantedStamp()
    return stamp.lock === wanted.lock && stamp.platform === wanted.platform
  } catch {
    return false
  }
}

export function checkNode(version = process.versions.node) {
  if (Number(version.split('.')[0]) >= minimumNode) return
  throw new SetupError(
    `Node ${version} is too old: Space needs Node ${minimumNode} or newer.\n` +
      `Install a current release of Node.js, then run the same command again.`,
  )
}

export function checkNpm(userAgent = process.env.npm_config_user_agent ?? '') {
  const version = /npm\/(\d+)[\d.]*/.exec(userAgent)
  if (version === null || Number(version[1]) >= minimumNpm) return
  throw new SetupError(
    `npm ${version[0].slice(4)} is too old: Space needs npm ${minimumNpm} or newer.\n` +
      `Run "npm install --global npm@${minimumNpm}", then the same command again.`,
  )
}

export function checkDisk(freeBytes) {
  if (freeBytes >= neededBytes) return
  const megabytes = (bytes) => Math.round(bytes / 1e6)
  throw new SetupError(
    `The disk has ${megabytes(freeBytes)} MB free, but the installation needs ${megabytes(neededBytes)} MB.\n` +
      `Free some space, then run the same command again; it starts afresh.`,
  )
}

/** Reads npm's output for causes that a person can act on. */
export function explainInstallFailure(output) {
  if (/ENOSPC|no space left/i.test(output)) {
    return 'The disk became full during the installation.\nFree some space, then run the same command again.'
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|network/i.test(output)) {
    return (
      'The package registry cannot be reached.\n' +
      'Check the network or the proxy settings of npm, then run the same command again. After this one ' +
      'installation Space needs no network.'
    )
  }
  if (/EACCES|EPERM/.test(output)) {
    return 'npm may not write here.\nMake the folder writable for you, then run the same command again.'
  }
  return 'npm could not install the dependencies; its own words are above.'
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm on Windows is a script, which only a shell can start.
      shell: process.platform === 'win32',
      // Whatever the user's settings are, npm's errors are read below.
      env: {
        ...process.env,
        npm_config_fund: 'false',
        npm_config_audit: 'false',
        npm_config_loglevel: 'error',
      },
    })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

async function install() {
  checkDisk(statfsSync(root).bavail * statfsSync(root).bsize)
  if (existsSync(join(root, 'node_modules'))) {
    console.error('setup: an earlier installation is unfinished or out of date; installing again')
    rmSync(stampPath, { force: true })
  }
  const started = Date.now()
  console.error('setup: installing dependencies (about a minute, only the first time)')
  // Packages choose their native parts by the Node that installs them, so the pinned one must install.
  const [major, minor] = process.versions.node.split('.').map(Number)
  const recent = major > 22 || (major === 22 && minor >= 15)
  const { code, output } = recent
    ? await run('npm', ['ci', ...fixedSettings])
    : await run('npm', [
        ...['exec', '--yes', `--package=node@${pinnedNode}`, '-c'],
        ['npm ci', ...fixedSettings].join(' '),
      ])
  if (code !== 0) {
    console.error(output)
    throw new SetupError(explainInstallFailure(output))
  }
  writeFileSync(stampPath, JSON.stringify(wantedStamp()))
  console.error(`setup: done in ${Math.round((Date.now() - started) / 1000)} s`)
}

export async function setup() {
  checkNode()
  checkNpm()
  if (!isInstalled()) await install()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup().catch((error) => {
    console.error(error instanceof SetupError ? `\n${error.message}` : error)
    process.exitCode = 1
  })
}
