import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Domain, findTreeFaults } from './find-faults.ts'
import { parseTree } from './parse-tree.ts'

const tree = `register
├── when the name is not a name
│   └── it reverts NamesInvalid
└── when the name is free
    ├── it takes the name with generation 1
    └── given option bit 0
        └── it sets the primary name
`
const leaves = [
  'Register_WhenTheNameIsNotAName_RevertsNamesInvalid',
  'Register_WhenTheNameIsFree_TakesTheNameWithGeneration1',
  'Register_WhenTheNameIsFree_GivenOptionBit0_SetsThePrimaryName',
]
const domain: Domain = {
  name: 'names',
  functions: ['register'],
  trees: { register: tree },
  tests: [
    'test_H3_OldSignature',
    'invariant_N1_Owned',
    `testFuzz_${leaves[0]}`,
    `test_${leaves[1]}`,
    `test_${leaves[2]}`,
  ],
}
const faultsOf = (change: Partial<Domain>) => findTreeFaults({ ...domain, ...change })

describe('parseTree', () => {
  it('names the test of each leaf', () => {
    assert.deepEqual(parseTree(tree), { functionName: 'register', leaves, faults: [] })
  })

  const broken: [string, string, RegExp][] = [
    ['├── it takes', '├──it takes', /line 5: not a branch/],
    ['├── it takes', '└── it takes', /line 5: └── with a branch after it/],
    ['└── given option', '├── given option', /line 6: ├── without a branch after it/],
    ['it takes', 'takes', /line 5: begins with neither/],
    ['        └── it sets the primary name\n', '', /line 6: a condition without a leaf/],
    ['given option bit 0', 'it sets a bit', /line 6: a leaf with branches/],
    ['│   └── it reverts', '│   │   └── it reverts', /line 3: hangs in the air/],
  ]
  for (const [from, to, fault] of broken) {
    it(`sees ${fault.source}`, () => assert.match(parseTree(tree.replace(from, to)).faults.join('\n'), fault))
  }
})

describe('findTreeFaults', () => {
  it('accepts one test for each leaf, fuzzed or not, beside tests with names of their own', () => {
    assert.deepEqual(faultsOf({}), [])
  })

  it('sees a leaf without a test, with two, and a test without a leaf', () => {
    assert.match(
      faultsOf({ tests: domain.tests.slice(0, -1) }).join(),
      /no test is named test_Register_WhenTheNameIsFree_Given/,
    )
    assert.match(faultsOf({ tests: [...domain.tests, `test_${leaves[0]}`] }).join(), /2 tests are named/)
    const stray = [...domain.tests, 'test_Register_WhenItRains_StaysDry']
    assert.deepEqual(faultsOf({ tests: stray }), [
      'contracts/names: test_Register_WhenItRains_StaysDry is no leaf of register.tree',
    ])
  })

  it('sees a function without a tree, a tree without a function, a tree of another name, an empty one', () => {
    assert.deepEqual(faultsOf({ functions: ['register', 'release'] }), [
      'contracts/names: release has no tree',
    ])
    assert.match(
      faultsOf({ functions: ['release'] }).join(),
      /register\.tree: there is no such external function/,
    )
    assert.match(faultsOf({ functions: [], trees: { release: tree } }).join(), /its first line is register/)
    assert.match(faultsOf({ trees: { register: 'register\n' } }).join(), /it has no leaf/)
  })

  it('sees a test whose name does not follow the pattern', () => {
    for (const test of ['test_H3_oldSignature', 'testRegister', 'invariant_owned'])
      assert.deepEqual(faultsOf({ tests: [...domain.tests, test] }), [
        `contracts/names: ${test} is not named as trees/README.md says`,
      ])
  })

  it('sees two leaves of one name', () => {
    const twice = tree.replace('it takes the name with generation 1', 'it sets the primary name')
    const doubled = twice.replace('    └── given option bit 0\n        └── it sets', '    └── it sets')
    assert.match(faultsOf({ trees: { register: doubled } }).join(), /two leaves are named/)
  })
})
