import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isNode } from '../solidity/ast.ts'
import { compile } from '../solidity/compile.ts'
import { applyMutant, listMutants, type Mutant } from './list-mutants.ts'

/** Mutants of a function `f` with this body, as `original → replacement`. */
function mutantsOf(body: string, signature = 'uint256 a, uint256 b') {
  return mutantsOfSource(`function f(${signature}) public returns (uint256 r) { ${body} }`)
}

function mutantsOfSource(members: string): string[] {
  return listAll(members).map(({ original, replacement }) => `${original} → ${replacement}`)
}

function listAll(members: string): Mutant[] {
  const text = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;
contract C {
event Two(uint256 a, uint256 b);
error Odd(uint256 a);
modifier only() { _; }
uint256 s;
function g(uint256 x, uint256 y) internal returns (uint256) { s = x; return y; }
${members}
}`
  const ast = compile({ 'C.sol': text }, {}, { '*': { '': ['ast'] } }).sources['C.sol']?.ast
  assert.ok(isNode(ast))
  const mutants = listMutants('C.sol', text, ast).filter(({ where }) => where !== 'C.g' && where !== 'C.only')
  for (const mutant of mutants) {
    assert.equal(Buffer.from(text).subarray(mutant.start, mutant.end).toString(), mutant.original)
    assert.ok(applyMutant(text, mutant).includes(mutant.replacement))
  }
  return mutants
}

describe('listMutants', () => {
  it('replaces operators between their operands, brackets and comments aside', () => {
    assert.deepEqual(mutantsOf('r = (a + /* + */ b);'), ['r = (a + /* + */ b); → {}', '+ → -'])
    assert.deepEqual(mutantsOf('r += a;'), ['r += a; → {}', '+= → -='])
    assert.deepEqual(mutantsOf('return (a) - (b);'), ['- → +'])
  })

  it('moves the boundary of a comparison and turns it round', () => {
    assert.deepEqual(mutantsOf('if (a < b) r = a;'), ['< → <=', '< → >=', 'r = a; → {}'])
    assert.deepEqual(mutantsOf('if (a == b) r = a;'), ['== → !=', 'r = a; → {}'])
  })

  it('negates what is no comparison', () => {
    assert.deepEqual(mutantsOf('if (a == b || a > b) r = b;'), [
      'a == b || a > b → !(a == b || a > b)',
      '== → !=',
      '|| → &&',
      '> → >=',
      '> → <=',
      'r = b; → {}',
    ])
  })

  it('takes one more and one less than a number, other texts and other truths', () => {
    assert.deepEqual(mutantsOf('return 7;'), ['7 → (7 + 1)', '7 → (7 - 1)'])
    assert.deepEqual(mutantsOf('return 0;'), ['0 → 1'])
    assert.deepEqual(mutantsOfSource('bytes32 constant K = keccak256("K");'), ['"K" → "K~"'])
    assert.deepEqual(mutantsOfSource('bool constant Y = true;'), ['true → false'])
  })

  it('takes a constant as one number', () => {
    assert.deepEqual(mutantsOfSource('uint256 constant MASK = 2 ** 36 - 1;'), [
      '2 ** 36 - 1 → (2 ** 36 - 1) + 1',
      '2 ** 36 - 1 → (2 ** 36 - 1) - 1',
      '** → *',
      '- → +',
    ])
  })

  it('leaves out checks, events, stores, calls and modifiers', () => {
    assert.deepEqual(mutantsOf('if (a == b) revert Odd(a);'), ['if (a == b) revert Odd(a); → {}', '== → !='])
    assert.deepEqual(mutantsOf('if (a == b) { revert Odd(a); }'), [
      'if (a == b) { revert Odd(a); } → {}',
      '== → !=',
    ])
    assert.deepEqual(mutantsOf('revert Odd(a);'), ['revert Odd(a); → {}'])
    assert.deepEqual(mutantsOf('emit Two(a, b);'), ['emit Two(a, b); → {}', 'a, b → b, a'])
    assert.deepEqual(mutantsOf('g(a, a);'), ['g(a, a); → {}'])
    assert.deepEqual(mutantsOf('delete s;'), ['delete s; → {}'])
    assert.deepEqual(mutantsOf('require(a == b, Odd(a));'), ['require(a == b, Odd(a)); → {}', '== → !='])
    assert.deepEqual(mutantsOfSource('function h() public only {}'), ['only → '])
  })

  it('keeps the revert of a longer branch apart from its condition', () => {
    assert.deepEqual(mutantsOf('if (a == b) { s = a; revert Odd(a); }'), [
      '== → !=',
      's = a; → {}',
      'revert Odd(a); → {}',
    ])
  })

  it('swaps neighbours of one type', () => {
    assert.deepEqual(mutantsOf('return g(a, b);'), ['a, b → b, a'])
    assert.deepEqual(mutantsOf('return g(a, uint256(uint8(b)));'), [
      'a, uint256(uint8(b)) → uint256(uint8(b)), a',
    ])
  })

  it('counts down instead of up, and leaves the steps of a loop in place', () => {
    assert.deepEqual(mutantsOf('for (uint256 i; i < a; ++i) { continue; }'), [
      '< → <=',
      '< → >=',
      '++i → --i',
      'continue; → {}',
    ])
  })

  it('takes each branch of a choice', () => {
    assert.deepEqual(mutantsOf('return a > b ? a : b;'), [
      'a > b ? a : b → (a)',
      'a > b ? a : b → (b)',
      '> → >=',
      '> → <=',
    ])
  })

  it('breaks assembly', () => {
    assert.deepEqual(mutantsOf('assembly { r := add(a, 0x1f) }'), ['add → sub', '0x1f → 32'])
  })

  it('says where a mutant stands, and counts bytes', () => {
    const [mutant] = listAll('/* é */ function f() public pure returns (uint256)\n{\nreturn 0;\n}').map(
      ({ where, line, lines }) => ({ where, line, lines }),
    )
    assert.deepEqual(mutant, { where: 'C.f', line: 11, lines: [9, 12] })
  })
})
