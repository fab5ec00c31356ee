import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findModuleFaults, groups } from './find-faults.ts'

const files = groups.map((group) => `${group}/a.ts`)

describe('findModuleFaults', () => {
  it('counts folders and single files as modules, and each pair of them once', () => {
    const { modules, arrows, faults } = findModuleFaults(
      [...files, 'members/b.ts', 'session.ts'],
      [
        ['epoch/a.ts', 'members/a.ts'],
        ['epoch/a.ts', 'members/b.ts'],
        ['members/a.ts', 'members/b.ts'],
        ['session.ts', 'log/a.ts'],
      ],
    )
    assert.deepEqual(modules, [...groups, 'session.ts'].sort())
    assert.equal(arrows.length, 2)
    assert.deepEqual(faults, [])
  })

  it('sees a group that is missing, and too many modules or arrows', () => {
    const many = Array.from({ length: 14 }, (_, index) => `file-${index}.ts`)
    const arrows = many.flatMap((from) => files.map((to) => [from, to] as const))
    assert.deepEqual(findModuleFaults([...files.slice(1), ...many], arrows).faults, [
      'there is no group members',
      '98 arrows, 70 are allowed',
    ])
    assert.deepEqual(findModuleFaults([...files, ...many], []).faults, ['21 modules, 20 are allowed'])
  })

  it('sees a cycle through files that belong to no group', () => {
    const { faults } = findModuleFaults(
      [...files, 'x.ts', 'y.ts'],
      [
        ['x.ts', 'y.ts'],
        ['y.ts', 'x.ts'],
      ],
    )
    assert.deepEqual(faults, ['a cycle: x.ts → y.ts → x.ts'])
  })
})
