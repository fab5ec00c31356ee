import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { describeBackend } from '../testing/backend-suite.ts'
import { openPackStore } from './open-pack-store.ts'

const root = mkdtempSync(join(tmpdir(), 'space-pack-'))
after(() => rmSync(root, { recursive: true, force: true }))

let opened = 0
const fresh = () => join(root, String(++opened))

describeBackend('pack store', () => openPackStore(fresh()))
describeBackend('pack store, each put durable', () => openPackStore(fresh(), { durability: 'always' }))
describeBackend('pack store, tiny packs', () => openPackStore(fresh(), { packBytes: 4096 }))
