import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createRandom } from '../../support/random.ts'

/** A directory with everything that makes an upload stumble, and what must become of it. */
export type HostileTree = {
  root: string
  /** What a folder must hold afterwards, by path; names are in Unicode normal form C. */
  files: Map<string, Uint8Array>
  directories: Set<string>
  /** What must be reported and left out, and why. */
  skipped: Map<string, RegExp>
  renamed: { from: string; to: string }[]
  close(): void
}

const random = createRandom('hostile-tree')
const composed = '\u00e9'
const decomposed = 'e\u0301'
const family = '👩‍👩‍👧‍👦'

/** Names that are unusual and must survive as they are. */
const oddNames = [
  `${family} at the sea.txt`,
  '한글 and ไทย and עברית.txt',
  'a\nnew line.txt',
  'back\\slash.txt',
  '"quotes" \'and\' `ticks`.txt',
  '-rf',
  ' leading and trailing ',
  '...',
  'CON.txt',
  '\u202etxt.gpj',
  'constructor',
  '__proto__',
  'n'.repeat(255),
  `${'🌊'.repeat(63)}abc`,
]

/** Makes the tree, with so many small files, in a new directory. */
export async function makeHostileTree(root: string, smallFiles: number): Promise<HostileTree> {
  mkdirSync(root)
  const files = new Map<string, Uint8Array>()
  const directories = new Set<string>()
  const skipped = new Map<string, RegExp>()
  const add = (path: string, sizeBytes: number, kept = path) => {
    const bytes = random.bytes(sizeBytes)
    writeFileSync(join(root, path), bytes)
    files.set(kept, bytes)
  }
  const addDirectory = (path: string, kept = path) => {
    mkdirSync(join(root, path), { recursive: true })
    directories.add(kept)
  }

  addDirectory('empty directory')
  addDirectory('sizes')
  const edges = [0, 1, 3_072, 3_073, 65_000, 66_000, 262_100, 262_200, 700_000, 3_000_000]
  for (const size of edges) add(`sizes/${size}`, size)
  addDirectory('odd names')
  for (const name of oddNames) add(`odd names/${name}`, 40)

  // The decomposed names sort first, so they are met first and keep their place.
  add(`${decomposed}.txt`, 100, `${composed}.txt`)
  add(`${composed}.txt`, 100, `${composed} (2).txt`)
  addDirectory(decomposed, composed)
  addDirectory(composed, `${composed} (2)`)
  add(`${decomposed}/same`, 10, `${composed}/same`)
  add(`${composed}/same`, 10, `${composed} (2)/same`)
  const renamed = [
    { from: `${composed}.txt`, to: `${composed} (2).txt` },
    { from: composed, to: `${composed} (2)` },
    { from: `${composed}/same`, to: `${composed} (2)/same` },
  ]

  let deep = 'deep'
  for (let level = 1; level < 40; level++) deep += `/${level}`
  mkdirSync(join(root, deep), { recursive: true })
  for (
    let path = deep;
    path !== '.';
    path = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.'
  ) {
    directories.add(path)
  }
  add(`${deep}/treasure`, 5_000)

  addDirectory('many')
  for (let i = 0; i < smallFiles; i++) {
    if (i % 100 === 0) addDirectory(`many/${Math.floor(i / 100)}`)
    add(`many/${Math.floor(i / 100)}/${i}`, (i * 37) % 6_000)
  }

  addDirectory('left out')
  const leaveOut = (name: string, reason: RegExp, make: (location: string) => void) => {
    make(join(root, 'left out', name))
    skipped.set(`left out/${name}`, reason)
  }
  const link = /symbolic link/
  leaveOut('to a file', link, (at) => symlinkSync('../sizes/1', at))
  leaveOut('to a directory', link, (at) => symlinkSync('../sizes', at))
  leaveOut('to itself', link, (at) => symlinkSync('to itself', at))
  leaveOut('to its parent', link, (at) => symlinkSync('..', at))
  leaveOut('to nothing', link, (at) => symlinkSync('nowhere', at))
  leaveOut('outside', link, (at) => symlinkSync('/etc/passwd', at))
  leaveOut('pipe', /named pipe/, (at) => execFileSync('mkfifo', [at]))
  leaveOut('\ufeffbyte order mark.txt', /byte order mark/, (at) => writeFileSync(at, 'x'))
  // It fits a file system, but not once its letters are in normal form C, which takes twice the bytes.
  leaveOut('\u0958'.repeat(85), /255 bytes/, (at) => writeFileSync(at, 'x'))
  const rawName = Buffer.from([0x72, 0x61, 0x77, 0xff, 0xfe])
  writeFileSync(Buffer.concat([Buffer.from(`${root}/left out/`), rawName]), 'x')
  skipped.set(`left out/${rawName.toString('utf8')}`, /not UTF-8/)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(join(root, 'left out/socket'), resolve))
  skipped.set('left out/socket', /socket/)

  return { root, files, directories, skipped, renamed, close: () => server.close() }
}
