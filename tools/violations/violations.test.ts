import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { plantLayers } from './layer-plants.ts'
import { makeThrowAwayCopy, type Plants } from './throw-away-copy.ts'

const copy = makeThrowAwayCopy()
after(() => copy.remove())

/** Plants something, expects one check to fail, and returns what it printed below its own line. */
function findViolations(check: string, plants: Plants): string {
  const { status, output } = copy.check([check], plants)
  assert.equal(status, 1, output)
  const [first, ...rest] = output.split('\n')
  assert.match(first ?? '', new RegExp(`^FAIL ${check} `))
  return rest.join('\n')
}

function matchesOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, ...groups]) => groups.join(' ')).sort()
}

const lines = (count: number) => '// a line\n'.repeat(count)

const solidity = (body: string) => `// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

${body}`

describe('the checks', () => {
  it('pass when nothing is planted', () => {
    const { status, output } = copy.check([])
    assert.equal(status, 0, output)
    assert.deepEqual(matchesOf(output, /^(\S+) +(\S+) \d+ ms$/gm), [
      'ok api',
      'ok bundle',
      'ok dead-code',
      'ok descriptors',
      'ok docs',
      'ok errors-page',
      'ok format-solidity',
      'ok generated',
      'ok layers',
      'ok lint',
      'ok lint-solidity',
      'ok sizes',
      'ok trees',
      'ok types',
    ])
  })

  it('refuse names that they do not know', () => {
    const { status, output } = copy.check(['typos'])
    assert.equal(status, 2)
    assert.match(output, /^unknown check: typos\. There are: types, lint, /)
  })

  it('see a type error', () => {
    const output = findViolations('types', {
      'sdk/src/utils/planted.ts': () => "export const planted: number = 'text'\n",
    })
    assert.deepEqual(matchesOf(output, /^(\S+)\(\S+\): error (\S+):/gm), ['sdk/src/utils/planted.ts TS2322'])
  })

  it('see what the linter forbids', () => {
    const output = findViolations('lint', {
      'sdk/src/utils/planted.ts': () => 'export const planted: any = 1\n',
    })
    assert.match(output, /sdk\/src\/utils\/planted\.ts:1:23 lint\/suspicious\/noExplicitAny/)
    assert.match(output, /Found 1 error\./)
  })

  it('see a file that is not formatted', () => {
    const output = findViolations('lint', {
      'scripts/planted.ts': () => "export const planted  =  'text';\n",
    })
    assert.match(output, /scripts\/planted\.ts format/)
    assert.match(output, /Found 1 error\./)
  })

  it('see what the linter for Solidity forbids', () => {
    const output = findViolations('lint-solidity', {
      'contracts/names/Planted.sol': () =>
        solidity('contract Planted {\n    function ping() {\n        revert("reason");\n    }\n}\n'),
    })
    assert.match(output, /contracts\/names\/Planted\.sol/)
    assert.deepEqual(matchesOf(output, /^ +\d+:\d+ +error .* (\S+)$/gm), [
      'func-visibility',
      'gas-custom-errors',
    ])
  })

  it('see a contract that is not formatted', () => {
    const output = findViolations('format-solidity', {
      'contracts/mocks/Planted.sol': () => solidity('contract Planted{uint256 internal total ; }\n'),
    })
    assert.deepEqual(matchesOf(output, /^\[warn\] (.+\.sol)$/gm), ['contracts/mocks/Planted.sol'])
  })

  it('see what no browser has in the bundle', () => {
    const output = findViolations('bundle', {
      'sdk/src/index.ts': (text = '') => `${text}export { readFileSync as planted } from 'node:fs'\n`,
    })
    assert.match(output, /Could not resolve "node:fs"/)
  })

  it('see every import that breaks the layers, and no other', () => {
    const { plants, refused } = plantLayers()
    const output = findViolations('layers', plants)
    const seen = [...output.matchAll(/error (\S+): (\S+) →\s+(\S+)/g)].map(
      ([, rule, from, to]) => `${rule}: ${from} → ${to}`,
    )
    assert.deepEqual(seen.sort(), refused.sort())
  })

  it('see a file, an export and a dependency that nobody uses', () => {
    const output = findViolations('dead-code', {
      'sdk/src/folders/planted.ts': () => 'export {}\n',
      'sdk/src/folders/tree/path.ts': (before) => `${before}\nexport const planted = 1\n`,
      'sdk/package.json': (before) =>
        before.replace('"ethers"', '"planted-dependency": "1.0.0",\n    "ethers"'),
    })
    assert.match(output, /^Unused files \(1\)\nsdk\/src\/folders\/planted\.ts/m)
    assert.match(output, /^Unused dependencies \(1\)\nplanted-dependency +sdk\/package\.json/m)
    assert.match(output, /^Unused exports \(1\)\nplanted +sdk\/src\/folders\/tree\/path\.ts/m)
  })

  it('see files that are too long', () => {
    const output = findViolations('sizes', {
      'scripts/planted.ts': () => lines(501),
      'scripts/allowed.ts': () => lines(500),
      'contracts/mocks/Planted.sol': () => lines(451),
      'contracts/mocks/Allowed.sol': () => lines(450),
    })
    assert.deepEqual(matchesOf(output, /^(\S+) has (\d+) lines/gm), [
      'contracts/mocks/Planted.sol 451',
      'scripts/planted.ts 501',
    ])
  })

  it('see public exports without description, without example, or with one that does not compile', () => {
    const example = (code: string) => `/**\n * Described.\n *\n * @example\n * ${code}\n */\n`
    const output = findViolations('docs', {
      'sdk/src/planted.ts': () =>
        [
          'export type Undescribed = string\n',
          '/** Described. */\nexport function withoutExample(): void {}\n',
          `${example('withoutBlock()')}export function withoutBlock(): void {}\n`,
          `${example('```ts\n * missing()\n * ```')}export function broken(): void {}\n`,
        ].join('\n'),
      'sdk/src/index.ts': (before) => `${before}\nexport * from './planted.ts'\n`,
    })
    assert.deepEqual(
      matchesOf(output, /^sdk\/src\/planted\.ts: (.+)$/gm),
      [
        "broken: Cannot find name 'missing'.",
        'Undescribed has no description',
        'withoutBlock has an example without a ts block',
        'withoutExample has no example',
      ].sort(),
    )
  })

  it('see a page of errors that differs from the catalogue', () => {
    const output = findViolations('errors-page', { 'docs/errors.md': (before) => `${before}\n` })
    assert.match(output, /^docs\/errors\.md is out of date/)
  })

  it('see calls and messages that no wallet could show, or would show wrongly', () => {
    const output = findViolations('descriptors', {
      'contracts/descriptors/calldata-names.json': (before) =>
        before
          .replace('setPrimary(bytes32 name)', 'setPrimary(bytes32 name,bool planted)')
          .replace('"path": "options"', '"path": "planted"')
          .replace('"path": "kind"', '"path": "kind.planted"'),
      'contracts/descriptors/eip712-names.json': () => '{}\n',
      'contracts/descriptors/calldata-grants.json': (before) =>
        before.replace('"format": "date"', '"format": "planted"'),
      'contracts/names/Planted.sol': () =>
        solidity('contract Planted {\n    string constant TYPE = "Planted(uint256 what)";\n}\n'),
    })
    assert.match(output, /register\(.+: there is no planted$/m)
    assert.match(output, /register\(.+: options is neither shown nor hidden$/m)
    assert.match(output, /offer\(.+: there is no kind\.planted$/m)
    assert.match(output, /setPrimary\(bytes32 name,bool planted\) is no write and no message/)
    assert.match(output, /no descriptor says how to show setPrimary\(bytes32\)$/m)
    assert.match(output, /eip712-names\.json\.display is missing$/m)
    assert.match(output, /no descriptor says how to show Register\(address owner,/)
    assert.match(output, /calldata-grants\.json\..+\.format is none of raw, /)
    assert.match(output, /no descriptor says how to show Planted\(uint256 what\)$/m)
  })

  it('see functions without a tree, leaves without a test, and tests without a leaf', () => {
    const output = findViolations('trees', {
      'contracts/names/trees/owner.tree': (before) =>
        before.replace('└── it', '├── it answers what nobody tests\n└── it'),
      'contracts/balances/trees/owner.tree': () => 'ownerOf\n└── it answers the account of the constructor\n',
      'contracts/grants/Planted.t.sol': () =>
        solidity('contract Planted {\n    function test_grant_WhenPlanted_Grows() public {}\n}\n'),
      'contracts/pins/Grants.json': (before) =>
        before.replace('"function deliver(', '"function planted()": "0x00000000",\n    "function deliver('),
    })
    assert.deepEqual(matchesOf(output, /^(contracts\/.+)$/gm), [
      'contracts/balances/trees/owner.tree: its first line is ownerOf',
      'contracts/balances/trees/owner.tree: no test is named test_ownerOf_AnswersTheAccountOfTheConstructor',
      'contracts/grants: planted has no tree',
      'contracts/grants: test_grant_WhenPlanted_Grows is no leaf of grant.tree',
      'contracts/names/trees/owner.tree: no test is named test_owner_AnswersWhatNobodyTests',
    ])
  })

  it('see generated files that are changed, missing in the contracts, or left over', () => {
    const output = findViolations('generated', {
      'sdk/src/contracts/abi/names.ts': (before) => before.replace('"view"', '"pure"'),
      'sdk/src/contracts/addresses.ts': (before) => before.replace('0x', '0x0'),
      'subgraph/abis/Planted.json': () => '[]\n',
      'contracts/pins/Grants.json': (before) => before.replace('"0+0"', '"1+0"'),
      'contracts/pins/Names.json': (before) => before.replace(/"0x[0-9a-f]{8}"/, '"0x00000000"'),
      'contracts/pins/Planted.json': () => '{}\n',
      'docs/api/contracts/grants.md': (before) => before.replace('Requirements', 'Planted'),
      'contracts/descriptors/calldata-names.json': (before) => before.replace('Takes', 'Plants'),
    })
    assert.deepEqual(matchesOf(output, /^(\S+) is out of date/gm), [
      'contracts/descriptors/calldata-names.json',
      'contracts/pins/Grants.json',
      'contracts/pins/Names.json',
      'contracts/pins/Planted.json',
      'docs/api/contracts/grants.md',
      'sdk/src/contracts/abi/names.ts',
      'sdk/src/contracts/addresses.ts',
      'subgraph/abis/Planted.json',
    ])
  })

  it('see a reference that is changed or left over', () => {
    const changed = findViolations('api', {
      'docs/api/sdk/chain.md': (before) => before.replace('## Functions', '## Planted'),
      'docs/api/planted.md': () => '# Planted\n',
    })
    assert.deepEqual(matchesOf(changed, /^(\S+) is out of date/gm), [
      'docs/api/planted.md',
      'docs/api/sdk/chain.md',
    ])
  })
})
