import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { violateLayers } from './layers.ts'
import { makeThrowAwayCopy, type Violations } from './throw-away-copy.ts'

const copy = makeThrowAwayCopy()
after(() => copy.remove())

/** Applies violations, expects one check to fail, and returns what it printed below its own line. */
function findViolations(check: string, violations: Violations): string {
  const { status, output } = copy.check([check], violations)
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
  it('pass when nothing is violated', () => {
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
      'ok glossary',
      'ok layers',
      'ok lint',
      'ok lint-solidity',
      'ok modules',
      'ok packages',
      'ok sizes',
      'ok trees',
      'ok types',
      'ok where',
      'ok words',
    ])
  })

  it('refuse names that they do not know', () => {
    const { status, output } = copy.check(['typos'])
    assert.equal(status, 2)
    assert.match(output, /^unknown check: typos\. There are: types, lint, /)
  })

  it('see a type error', () => {
    const output = findViolations('types', {
      'sdk/src/utils/violation.ts': () => "export const violation: number = 'text'\n",
    })
    assert.deepEqual(matchesOf(output, /^(\S+)\(\S+\): error (\S+):/gm), [
      'sdk/src/utils/violation.ts TS2322',
    ])
  })

  it('see what the linter forbids', () => {
    const output = findViolations('lint', {
      'sdk/src/utils/violation.ts': () => 'export const violation: any = 1\n',
    })
    assert.match(output, /sdk\/src\/utils\/violation\.ts:1:25 lint\/suspicious\/noExplicitAny/)
    assert.match(output, /Found 1 error\./)
  })

  it('see a file that is not formatted', () => {
    const output = findViolations('lint', {
      'scripts/violation.ts': () => "export const violation  =  'text';\n",
    })
    assert.match(output, /scripts\/violation\.ts format/)
    assert.match(output, /Found 1 error\./)
  })

  it('see what the linter for Solidity forbids', () => {
    const output = findViolations('lint-solidity', {
      'contracts/names/Violation.sol': () =>
        solidity('contract Violation {\n    function ping() {\n        revert("reason");\n    }\n}\n'),
    })
    assert.match(output, /contracts\/names\/Violation\.sol/)
    assert.deepEqual(matchesOf(output, /^ +\d+:\d+ +error .* (\S+)$/gm), [
      'func-visibility',
      'gas-custom-errors',
    ])
  })

  it('see a contract that is not formatted', () => {
    const output = findViolations('format-solidity', {
      'contracts/mocks/Violation.sol': () => solidity('contract Violation{uint256 internal total ; }\n'),
    })
    assert.deepEqual(matchesOf(output, /^\[warn\] (.+\.sol)$/gm), ['contracts/mocks/Violation.sol'])
  })

  it('see a function with more than four parameters', () => {
    const output = findViolations('lint', {
      'sdk/src/utils/violation.ts': () =>
        'export const allowed = (a: 1, b: 1, c: 1, d: 1) => [a, b, c, d]\nexport const violation = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e]\n',
    })
    assert.match(output, /sdk\/src\/utils\/violation\.ts:2:26 lint\/complexity\/useMaxParams/)
    assert.match(output, /Found 1 error\./)
  })

  it('see words to avoid in names, titles, headings and messages, and leave comments free', () => {
    const output = findViolations('words', {
      'sdk/src/utils/story-teller.ts': () =>
        "// Nobody plays in this story.\nexport const actOn = 'whoever tells it'\nexport const key = 'story'\n",
      'sdk/src/utils/violation.test.ts': () =>
        "import { it } from 'node:test'\nit('holds the record against the chain', () => undefined)\n",
      'contracts/mocks/Violation.sol': () =>
        solidity('// A zoo.\ncontract CoinZoo {\n    uint256 internal hand; // by hand\n}\n'),
      'subgraph/violation.graphql': () => '# nobody\n"""Nobody has it."""\ntype World { id: ID! }\n',
      'docs/violation.md': () => '# The tour\n\nNobody cares.\n\n```\n# The story\n```\n',
      'test/vectors/reader/violation.py': () =>
        '# nobody\ndef foretell():\n    raise ValueError("lies in there")\n',
    })
    assert.deepEqual(matchesOf(output, /^(\S+): ("[^"]+") in .*: say /gm), [
      'contracts/mocks/Violation.sol:5 "zoo"',
      'contracts/mocks/Violation.sol:6 "hand"',
      'docs/violation.md:1 "tour"',
      'sdk/src/utils/story-teller.ts:0 "story"',
      'sdk/src/utils/story-teller.ts:2 "act"',
      'sdk/src/utils/story-teller.ts:2 "tells"',
      'sdk/src/utils/story-teller.ts:2 "whoever"',
      'sdk/src/utils/violation.test.ts:2 "holds the record against"',
      'subgraph/violation.graphql:2 "nobody"',
      'subgraph/violation.graphql:3 "world"',
      'test/vectors/reader/violation.py:2 "foretell"',
      'test/vectors/reader/violation.py:3 "lies in"',
    ])
  })

  it('see modules of the folder part that import what comes after them, in a circle, or that are none', () => {
    const output = findViolations('modules', {
      'sdk/src/folders/members/violation.ts': () => "import '../export/violation.ts'\n",
      'sdk/src/folders/export/violation.ts': () => "import '../members/violation.ts'\n",
      'sdk/src/folders/members/violation.test.ts': () => "import '../share/share.ts'\n",
      'sdk/src/folders/plans/violation.ts': () => 'export {}\n',
    })
    assert.match(output, /^members imports export, which comes after it$/m)
    assert.doesNotMatch(output, /^members imports share/m)
    assert.match(output, /^a cycle: .*members → export/m)
    assert.match(output, /^plans is none of the groups$/m)
  })

  it('see a package with an entry point or types that no import could resolve', () => {
    const output = findViolations('packages', {
      'sdk/package.json': (before) =>
        before.replace('"type": "module",', '"type": "module", "main": "./lost.js",'),
      'backends/pack/scripts/copy-assets.ts': () =>
        "import { rmSync } from 'node:fs'\nexport const copyAssets = (dist: string) => rmSync(dist + '/index.d.ts')\n",
    })
    assert.match(output, /^@space\/sdk: .*lost\.js/m)
    assert.match(output, /^@space\/backend-pack: .*"kind":"UntypedResolution"/m)
  })

  it('see a word of the glossary with two meanings, two words with one, and a word to avoid', () => {
    const output = findViolations('glossary', {
      'docs/glossary.md': () =>
        '| word | meaning |\n| --- | --- |\n| a, b | x |\n| b | y |\n| c | y. |\n| zoo | z |\n',
    })
    assert.deepEqual(output.trim().split('\n'), [
      'docs/glossary.md: "b" has two meanings',
      'docs/glossary.md: two words mean "y"',
      'docs/glossary.md: "zoo" is a word to avoid: say mocks',
    ])
  })

  it('see an answer that names a file that does not exist, and too few answers', () => {
    const output = findViolations('where', {
      'docs/where.md': () =>
        '| change | file |\n| --- | --- |\n| one | `docs/where.md`, `docs/lost.md` |\n| two | none |\n',
    })
    assert.deepEqual(output.trim().split('\n'), [
      'docs/where.md: docs/lost.md does not exist',
      'docs/where.md: | two | none |: no file is named',
      'docs/where.md: 2 answers, 30 are wanted',
    ])
  })

  it('see what no browser has in the bundle', () => {
    const output = findViolations('bundle', {
      'sdk/src/index.ts': (text = '') => `${text}export { readFileSync as violation } from 'node:fs'\n`,
    })
    assert.match(output, /Could not resolve "node:fs"/)
  })

  it('see every import that breaks the layers, and no other', () => {
    const { violations, refused } = violateLayers()
    const output = findViolations('layers', violations)
    const seen = [...output.matchAll(/error (\S+): (\S+) →\s+(\S+)/g)].map(
      ([, rule, from, to]) => `${rule}: ${from} → ${to}`,
    )
    assert.deepEqual(seen.sort(), refused.sort())
  })

  it('see a file, an export and a dependency that nobody uses', () => {
    const output = findViolations('dead-code', {
      'sdk/src/folders/violation.ts': () => 'export {}\n',
      'sdk/src/folders/tree/path.ts': (before) => `${before}\nexport const violation = 1\n`,
      'sdk/package.json': (before) =>
        before.replace('"ethers"', '"unused-dependency": "1.0.0",\n    "ethers"'),
    })
    assert.match(output, /^Unused files \(1\)\nsdk\/src\/folders\/violation\.ts/m)
    assert.match(output, /^Unused dependencies \(1\)\nunused-dependency +sdk\/package\.json/m)
    assert.match(output, /^Unused exports \(1\)\nviolation +sdk\/src\/folders\/tree\/path\.ts/m)
  })

  it('see files that are too long', () => {
    const output = findViolations('sizes', {
      'scripts/violation.ts': () => lines(501),
      'scripts/allowed.ts': () => lines(500),
      'contracts/mocks/Violation.sol': () => lines(451),
      'contracts/mocks/Allowed.sol': () => lines(450),
    })
    assert.deepEqual(matchesOf(output, /^(\S+) has (\d+) lines/gm), [
      'contracts/mocks/Violation.sol 451',
      'scripts/violation.ts 501',
    ])
  })

  it('see public exports without description, without example, or with one that does not compile', () => {
    const example = (code: string) => `/**\n * Described.\n *\n * @example\n * ${code}\n */\n`
    const output = findViolations('docs', {
      'sdk/src/violation.ts': () =>
        [
          'export type Undescribed = string\n',
          '/** Described. */\nexport function withoutExample(): void {}\n',
          `${example('withoutBlock()')}export function withoutBlock(): void {}\n`,
          `${example('```ts\n * missing()\n * ```')}export function broken(): void {}\n`,
        ].join('\n'),
      'sdk/src/index.ts': (before) => `${before}\nexport * from './violation.ts'\n`,
      'docs/guides/violation.md': () => '# Violation\n\n```ts\nabsent()\n```\n',
    })
    assert.match(output, /^docs\/guides\/violation\.md: block 1: Cannot find name 'absent'\.$/m)
    assert.deepEqual(
      matchesOf(output, /^sdk\/src\/violation\.ts: (.+)$/gm),
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

  it('see an error that links to no heading of that page', () => {
    const output = findViolations('errors-page', {
      'sdk/src/errors/docs-url.ts': (before) => before.replace("'-')", "'')"),
    })
    assert.match(output, /^NAME_TAKEN links to \S+#nametaken, which is not its heading/m)
  })

  it('see calls and messages that no wallet could show, or would show wrongly', () => {
    const output = findViolations('descriptors', {
      'contracts/descriptors/calldata-names.json': (before) =>
        before
          .replace('setPrimary(bytes32 name)', 'setPrimary(bytes32 name,bool violation)')
          .replace('"path": "options"', '"path": "violation"')
          .replace('"path": "kind"', '"path": "kind.violation"'),
      'contracts/descriptors/eip712-names.json': () => '{}\n',
      'contracts/descriptors/calldata-grants.json': (before) =>
        before.replace('"format": "date"', '"format": "violation"'),
      'contracts/names/Violation.sol': () =>
        solidity('contract Violation {\n    string constant TYPE = "Unshown(uint256 what)";\n}\n'),
    })
    assert.match(output, /register\(.+: there is no violation$/m)
    assert.match(output, /register\(.+: options is neither shown nor hidden$/m)
    assert.match(output, /offer\(.+: there is no kind\.violation$/m)
    assert.match(output, /setPrimary\(bytes32 name,bool violation\) is no write and no message/)
    assert.match(output, /no descriptor says how to show setPrimary\(bytes32\)$/m)
    assert.match(output, /eip712-names\.json\.display is missing$/m)
    assert.match(output, /no descriptor says how to show Register\(address owner,/)
    assert.match(output, /calldata-grants\.json\..+\.format is none of raw, /)
    assert.match(output, /no descriptor says how to show Unshown\(uint256 what\)$/m)
  })

  it('see functions without a tree, leaves without a test, and tests without a leaf', () => {
    const output = findViolations('trees', {
      'contracts/names/trees/owner.tree': (before) =>
        before.replace('└── it', '├── it answers what nobody tests\n└── it'),
      'contracts/balances/trees/owner.tree': () => 'ownerOf\n└── it answers the account of the constructor\n',
      'contracts/grants/test/Violation.t.sol': () =>
        solidity('contract Violation {\n    function test_Grant_WhenUnlisted_Grows() public {}\n}\n'),
      'contracts/pins/Grants.json': (before) =>
        before.replace('"function deliver(', '"function violation()": "0x00000000",\n    "function deliver('),
    })
    assert.deepEqual(matchesOf(output, /^(contracts\/.+)$/gm), [
      'contracts/balances/trees/owner.tree: its first line is ownerOf',
      'contracts/balances/trees/owner.tree: no test is named test_OwnerOf_AnswersTheAccountOfTheConstructor',
      'contracts/grants: test_Grant_WhenUnlisted_Grows is no leaf of grant.tree',
      'contracts/grants: violation has no tree',
      'contracts/names/trees/owner.tree: no test is named test_Owner_AnswersWhatNobodyTests',
    ])
  })

  it('see generated files that are changed, missing in the contracts, or left over', () => {
    const output = findViolations('generated', {
      'sdk/src/contracts/abi/names.ts': (before) => before.replace('"view"', '"pure"'),
      'sdk/src/contracts/addresses.ts': (before) => before.replace('0x', '0x0'),
      'subgraph/abis/Violation.json': () => '[]\n',
      'contracts/pins/Grants.json': (before) => before.replace('"0+0"', '"1+0"'),
      'contracts/pins/Names.json': (before) => before.replace(/"0x[0-9a-f]{8}"/, '"0x00000000"'),
      'contracts/pins/Violation.json': () => '{}\n',
      'docs/api/contracts/grants.md': (before) => before.replace('Requirements', 'Violation'),
      'contracts/descriptors/calldata-names.json': (before) => before.replace('Takes', 'Violations'),
    })
    assert.deepEqual(matchesOf(output, /^(\S+) is out of date/gm), [
      'contracts/descriptors/calldata-names.json',
      'contracts/pins/Grants.json',
      'contracts/pins/Names.json',
      'contracts/pins/Violation.json',
      'docs/api/contracts/grants.md',
      'sdk/src/contracts/abi/names.ts',
      'sdk/src/contracts/addresses.ts',
      'subgraph/abis/Violation.json',
    ])
  })

  it('see a reference that is changed or left over', () => {
    const changed = findViolations('api', {
      'docs/api/sdk/chain.md': (before) => before.replace('## Functions', '## Violation'),
      'docs/api/violation.md': () => '# Violation\n',
    })
    assert.deepEqual(matchesOf(changed, /^(\S+) is out of date/gm), [
      'docs/api/sdk/chain.md',
      'docs/api/violation.md',
    ])
  })
})
