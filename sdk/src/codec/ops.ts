import type { CborValue } from './cbor.ts'
import { type Content, decodeContent, encodeContent } from './content.ts'
import { entryNameProblem } from './entry-name.ts'
import { decodePositions, encodePositions, type LogPosition } from './log-positions.ts'
import { type BlockPointer, decodePointer, encodePointer } from './pointer.ts'
import { Shape } from './shape.ts'
import { isKeySubject, SUBJECT_BYTES } from './subject.ts'

/** The id of a folder's root directory. */
export const rootId: Uint8Array = new Uint8Array(16)

/** One change to the tree of a folder. */
export type Operation =
  | { kind: 'create'; id: Uint8Array; parent: Uint8Array; name: string; what: 'directory' | 'file' }
  | { kind: 'move'; id: Uint8Array; parent: Uint8Array; name: string }
  | { kind: 'content'; id: Uint8Array; content: Content }
  | { kind: 'meta'; id: Uint8Array; modifiedMs: number }
  | { kind: 'trash'; id: Uint8Array }

/** Whose log it is: a subject, the binding of its keys, and its signature over folder and author. */
export type Claim = { subject: Uint8Array; bind: Uint8Array; signature: Uint8Array }

/** What one log entry says, sealed. */
export type Ops = {
  lamport: number
  /** Heads of other authors that were known. */
  heads: readonly LogPosition[]
  operations: readonly Operation[]
  /** Root directory of the state after these changes. */
  root: BlockPointer
  /** In the first entry of an author, and only there. */
  claim?: Claim | undefined
}

const shape: Shape = new Shape('OPS_INVALID')

/** The payload of a list of changes, block type 5 (docs/spec/ops.md). */
export function encodeOps(ops: Ops): Uint8Array {
  const { claim } = ops
  return shape.encode({
    t: 'ops',
    v: 1,
    l: ops.lamport,
    h: encodePositions(ops.heads, shape),
    o: ops.operations.map(encodeOperation),
    d: encodePointer(ops.root),
    ...(claim === undefined ? {} : { w: [claim.subject, claim.bind, claim.signature] }),
  })
}

/** Reads a list of changes; `sequence` is the number of the entry that carries it. Throws `OPS_INVALID`. */
export function decodeOps(payload: Uint8Array, sequence: number): Ops {
  const map = shape.object(payload, { type: 'ops', required: ['l', 'h', 'o', 'd'], optional: ['w'] })
  const ops = {
    lamport: shape.integer(map.l, 'its lamport time'),
    heads: decodePositions(map.h, shape),
    operations: shape.list(map.o, 'its list').map(decodeOperation),
    root: decodePointer(map.d, 'its root', shape),
  }
  shape.check(
    (sequence === 0) === (map.w !== undefined),
    'a claim belongs into the first entry of an author, and only there',
  )
  return map.w === undefined ? ops : { ...ops, claim: decodeClaim(map.w) }
}

function decodeClaim(value: CborValue): Claim {
  const [subject, bind, signature] = shape.list(value, 'the claim', 3)
  const who = shape.bytes(subject, 'the subject of the claim', SUBJECT_BYTES)
  shape.check(isKeySubject(who), 'the subject of the claim is neither wallet nor name')
  return {
    subject: who,
    bind: shape.bytes(bind, 'the binding of the claim', 32),
    signature: shape.bytes(signature, 'the signature of the claim', 64),
  }
}

function encodeOperation(op: Operation): CborValue {
  checkId(op.id)
  switch (op.kind) {
    case 'create':
      checkName(op.name)
      return [0, op.id, op.parent, op.name, op.what === 'file' ? 1 : 0]
    case 'move':
      checkName(op.name)
      return [1, op.id, op.parent, op.name]
    case 'content':
      return [2, op.id, encodeContent(op.content, shape)]
    case 'meta':
      return [3, op.id, op.modifiedMs]
    case 'trash':
      return [4, op.id]
  }
}

const operationLengths = [5, 4, 3, 3, 2]

function decodeOperation(value: CborValue): Operation {
  const list = shape.list(value, 'a change')
  const kind = shape.integer(list[0], 'the kind of a change', operationLengths.length - 1)
  shape.list(list, 'a change', operationLengths[kind])
  const id = checkId(shape.bytes(list[1], 'the id of a change', 16))
  if (kind === 2) return { kind: 'content', id, content: decodeContent(list[2], shape) }
  if (kind === 3) return { kind: 'meta', id, modifiedMs: shape.integer(list[2], 'the time of a change') }
  if (kind === 4) return { kind: 'trash', id }
  const parent = shape.bytes(list[2], 'the parent of a change', 16)
  const name = checkName(shape.text(list[3], 'the name of a change'))
  if (kind === 1) return { kind: 'move', id, parent, name }
  const what = shape.integer(list[4], 'the kind of a new thing', 1) === 1 ? 'file' : 'directory'
  return { kind: 'create', id, parent, name, what }
}

function checkId(id: Uint8Array): Uint8Array {
  shape.check(id.length === 16 && id.some((byte) => byte !== 0), 'a change is about the root itself')
  return id
}

function checkName(name: string): string {
  const problem = entryNameProblem(name)
  shape.check(problem === undefined, `a name is not usable, ${problem}`)
  return name
}
