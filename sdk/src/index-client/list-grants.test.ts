import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import { listGrants } from './list-grants.ts'
import { listNames } from './list-names.ts'
import { idOf, MockIndex } from './test-support.ts'

const [folder, subject, owner] = [idOf(7, 32), idOf(8, 32), idOf(9, 20)]
const row = {
  id: `${folder}${subject.slice(2)}`,
  subject,
  role: 3,
  expiresAt: '68719476735',
  folder: { id: folder, owner: { id: owner } },
}

describe('listGrants', () => {
  const index = new MockIndex()

  it('asks for the subjects and gives what the rows say', async () => {
    index.answer = () => ({ data: { grants: [row] } })
    assert.deepEqual(await listGrants(index.client, [subject]), [
      { folder, subject, owner, role: 3, expiresAt: 68719476735n },
    ])
    assert.deepEqual(index.questions.at(-1)?.variables, { subjects: [subject], after: '0x' })
  })

  it('refuses rows of another shape', async () => {
    const bad = [
      { ...row, id: folder },
      { ...row, subject: owner },
      { ...row, role: 'reader' },
      { ...row, expiresAt: null },
      { ...row, folder: folder },
      { ...row, folder: { id: folder, owner: { id: folder } } },
      { ...row, folder: { id: owner, owner: { id: owner } } },
    ]
    for (const grant of bad) {
      index.answer = () => ({ data: { grants: [grant] } })
      await assert.rejects(listGrants(index.client, [subject]), (error) =>
        SpaceError.is(error, 'INDEX_ANSWER_INVALID'),
      )
    }
  })
})

describe('listNames', () => {
  const index = new MockIndex()

  it('asks for the owner in small letters, and gives the words', async () => {
    index.answer = () => ({ data: { names: [{ id: idOf(1, 32) }, { id: idOf(2, 32) }] } })
    const account = '0x52908400098527886E0F7030069857D2E4169EE7'
    assert.deepEqual(await listNames(index.client, account), [idOf(1, 32), idOf(2, 32)])
    assert.equal(index.questions.at(-1)?.variables['owner'], account.toLowerCase())
    index.answer = () => ({ data: { names: [{ id: idOf(1, 31) }] } })
    await assert.rejects(listNames(index.client, account), (error) =>
      SpaceError.is(error, 'INDEX_ANSWER_INVALID'),
    )
  })
})
