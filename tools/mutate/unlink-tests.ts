import { type AstNode, childOf, isNode, listOf, spanOf, walk } from '../solidity/ast.ts'
import { compile, type Sources } from '../solidity/compile.ts'
import { applyMutant } from './list-mutants.ts'
import type { Edit } from './operators/operator.ts'

/** Deploys like `new`, from the artifact that the test runner is given: the same sender, value and revert data. */
const helper = `
function deployFromArtifact(string memory artifact, bytes memory arguments) returns (address payable deployed) {
    address cheats = address(uint160(uint256(keccak256("hevm cheat code"))));
    (, bytes memory answer) = cheats.staticcall(abi.encodeWithSignature("getCode(string)", artifact));
    bytes memory code = bytes.concat(abi.decode(answer, (bytes)), arguments);
    assembly {
        deployed := create(0, add(code, 32), mload(code))
        if iszero(deployed) {
            returndatacopy(0, 0, returndatasize())
            revert(0, returndatasize())
        }
    }
}
`

/**
 * Makes every \`new Core(…)\` of the tests take the code from the artifact, so that a mutant does not compile the
 * tests again.
 */
export function unlinkTests(sources: Sources, core: string, entry: string): Sources {
  const parsed = compile(sources, {}, { '*': { '': ['ast'] } })
  const unlinked: Record<string, string> = { ...sources }
  for (const [path, text] of Object.entries(sources)) {
    const ast = parsed.sources[path]?.ast
    if (!path.startsWith('contracts/') || path === entry || !isNode(ast)) continue
    const edits = findCreations(ast, core, `${entry}:${core}`, text)
    if (edits.length > 0) unlinked[path] = edits.reduceRight(applyMutant, text) + helper
  }
  return unlinked
}

function findCreations(ast: AstNode, core: string, artifact: string, text: string): Edit[] {
  const edits: Edit[] = []
  walk(ast, (node) => {
    const created = node.nodeType === 'FunctionCall' ? childOf(node, 'expression') : undefined
    if (created?.nodeType !== 'NewExpression') return
    const typeName = childOf(created, 'typeName')
    if (typeName === undefined || nameOf(typeName) !== core) return
    const given = listOf(node, 'arguments').map((argument) => sliceOf(text, argument))
    const span = spanOf(node)
    const replacement = `${core}(deployFromArtifact("${artifact}", abi.encode(${given.join(', ')})))`
    edits.push({ ...span, replacement })
  })
  return edits
}

function nameOf(typeName: AstNode): unknown {
  return childOf(typeName, 'pathNode')?.['name']
}

function sliceOf(text: string, node: AstNode): string {
  const { start, end } = spanOf(node)
  return Buffer.from(text).subarray(start, end).toString()
}
