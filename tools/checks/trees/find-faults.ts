import { capitalize, parseTree } from './parse-tree.ts'

/** The trees and tests of one folder below `contracts/`. */
export type Domain = {
  name: string
  /** External functions of its core; empty where nobody asks for a tree of each. */
  functions: readonly string[]
  /** Name of the file without `.tree` → content. */
  trees: Readonly<Record<string, string>>
  /** Names of all test functions. */
  tests: readonly string[]
}

/** Functions without a tree, trees without a function, leaves without exactly one test, tests without a leaf. */
export function findTreeFaults({ name, functions, trees, tests }: Domain): string[] {
  const faults: string[] = []
  const counts = new Map<string, number>()
  for (const test of tests.map((full) => full.replace(/^(test|testFuzz|invariant)_/, '')))
    counts.set(test, (counts.get(test) ?? 0) + 1)

  const leaves = new Set<string>()
  for (const [file, content] of Object.entries(trees)) {
    const tree = parseTree(content)
    const say = (fault: string) => faults.push(`contracts/${name}/trees/${file}.tree: ${fault}`)
    for (const fault of tree.faults) say(fault)
    if (tree.functionName !== file) say(`its first line is ${tree.functionName}`)
    if (tree.leaves.length === 0) say('it has no leaf')
    for (const leaf of tree.leaves) {
      const count = counts.get(leaf) ?? 0
      if (leaves.has(leaf)) say(`two leaves are named ${leaf}`)
      else if (count !== 1) say(`${count === 0 ? 'no test is' : `${count} tests are`} named test_${leaf}`)
      leaves.add(leaf)
    }
    if (functions.length > 0 && !functions.includes(file)) say('there is no such external function')
  }
  for (const wanted of functions) {
    if (!(wanted in trees)) faults.push(`contracts/${name}: ${wanted} has no tree`)
  }
  const functionNames = new Map(Object.keys(trees).map((file) => [capitalize(file), file]))
  for (const test of counts.keys()) {
    const [functionName = '', first = ''] = test.split('_')
    const file = functionNames.get(functionName)
    if (file !== undefined && /^(When|Given)[A-Z0-9]/.test(first) && !leaves.has(test))
      faults.push(`contracts/${name}: test_${test} is no leaf of ${file}.tree`)
  }
  for (const test of tests) {
    if (!/^(test|testFuzz|invariant)(_[A-Z][A-Za-z0-9]*){2,}$/.test(test))
      faults.push(`contracts/${name}: ${test} is not named as trees/README.md says`)
  }
  return faults
}
