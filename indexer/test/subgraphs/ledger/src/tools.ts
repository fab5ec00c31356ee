import { BigDecimal, BigInt, Bytes, Entity, Value, crypto, dataSource, ethereum, json, log, store } from '@graphprotocol/graph-ts'
import { Audited, Computed, Failed, Probed, Stored, Tagged } from '../generated/Tools/Tools'
import { Everything, Probe, Result } from '../generated/schema'

let calls = 0
const seen: i32[] = [1, 2, 3]
const big = BigInt.fromString('123456789012345678901234567890')
let cached: Result | null = null

function eventId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32())
}

function record(event: ethereum.Event, op: string, value: string): void {
  const result = new Result(eventId(event))
  result.op = op
  result.value = value
  result.save()
}

export function handleComputed(event: Computed): void {
  const op = event.params.op
  record(event, op, compute(op, event.params.x, event.params.y))
}

function compute(op: string, x: string, y: string): string {
  if (op == 'int.plus') return BigInt.fromString(x).plus(BigInt.fromString(y)).toString()
  if (op == 'int.minus') return BigInt.fromString(x).minus(BigInt.fromString(y)).toString()
  if (op == 'int.times') return BigInt.fromString(x).times(BigInt.fromString(y)).toString()
  if (op == 'int.div') return BigInt.fromString(x).div(BigInt.fromString(y)).toString()
  if (op == 'int.mod') return BigInt.fromString(x).mod(BigInt.fromString(y)).toString()
  if (op == 'int.or') return BigInt.fromString(x).bitOr(BigInt.fromString(y)).toString()
  if (op == 'int.and') return BigInt.fromString(x).bitAnd(BigInt.fromString(y)).toString()
  if (op == 'int.pow') return BigInt.fromString(x).pow(<u8>parseInt(y)).toString()
  if (op == 'int.shl') return BigInt.fromString(x).leftShift(<u8>parseInt(y)).toString()
  if (op == 'int.shr') return BigInt.fromString(x).rightShift(<u8>parseInt(y)).toString()
  if (op == 'int.hex') return BigInt.fromString(x).toHexString()
  if (op == 'int.lt') return BigInt.fromString(x).lt(BigInt.fromString(y)) ? 'true' : 'false'
  if (op == 'int.eq') return BigInt.fromString(x).equals(BigInt.fromString(y)) ? 'true' : 'false'
  if (op == 'int.toDecimalDiv') return BigInt.fromString(x).divDecimal(BigDecimal.fromString(y)).toString()
  if (op == 'dec.plus') return BigDecimal.fromString(x).plus(BigDecimal.fromString(y)).toString()
  if (op == 'dec.minus') return BigDecimal.fromString(x).minus(BigDecimal.fromString(y)).toString()
  if (op == 'dec.times') return BigDecimal.fromString(x).times(BigDecimal.fromString(y)).toString()
  if (op == 'dec.div') return BigDecimal.fromString(x).div(BigDecimal.fromString(y)).toString()
  if (op == 'dec.eq') return BigDecimal.fromString(x).equals(BigDecimal.fromString(y)) ? 'true' : 'false'
  if (op == 'hex.string') return Bytes.fromHexString(x).toString()
  if (op == 'hex.base58') return Bytes.fromHexString(x).toBase58()
  if (op == 'hex.keccak') return crypto.keccak256(Bytes.fromHexString(x)).toHexString()
  if (op == 'json.keys') {
    const parsed = json.try_fromString(x)
    if (parsed.isError) return 'error'
    const entries = parsed.value.toObject().entries
    let text = ''
    for (let i = 0; i < entries.length; i++) text += entries[i].key + ':' + entries[i].value.kind.toString() + ';'
    return text
  }
  if (op == 'json.big') return json.fromString(x).toObject().mustGet(y).toBigInt().toString()
  if (op == 'json.i64') return json.fromString(x).toI64().toString()
  if (op == 'json.u64') return json.fromString(x).toU64().toString()
  if (op == 'json.f64') return json.fromString(x).toF64().toString()
  if (op == 'abi.roundTrip') {
    const tuple = new ethereum.Tuple()
    tuple.push(ethereum.Value.fromString(x))
    tuple.push(ethereum.Value.fromUnsignedBigInt(BigInt.fromString(y)))
    tuple.push(ethereum.Value.fromBooleanArray([true, false]))
    const encoded = ethereum.encode(ethereum.Value.fromTuple(tuple))!
    const decoded = ethereum.decode('(string,uint256,bool[])', encoded)
    if (decoded == null) return 'null'
    const parts = decoded.toTuple()
    return encoded.toHexString() + '|' + parts[0].toString() + '|' + parts[1].toBigInt().toString() + '|' + parts[2].toBooleanArray().length.toString()
  }
  if (op == 'abi.decode') {
    const decoded = ethereum.decode(y, Bytes.fromHexString(x))
    return decoded == null ? 'null' : decoded.kind.toString()
  }
  if (op == 'source') return dataSource.address().toHexString() + '|' + dataSource.network() + '|' + dataSource.context().entries.length.toString()
  if (op == 'log') {
    log.info('note {} {}', [x, y])
    return 'logged'
  }
  if (op == 'static') return big.toString()
  return 'unknown operation'
}

export function handleProbed(event: Probed): void {
  calls = calls + 1
  seen.push(calls)
  const probe = new Probe(eventId(event))
  probe.calls = calls
  probe.arrayLength = seen.length
  probe.save()
  cached = new Result(eventId(event))
}

export function handleFailed(event: Failed): void {
  record(event, 'before', 'must not survive')
  const how = event.params.how
  if (how == 'abort') assert(false, 'the mapping gave up')
  if (how == 'bounds') seen[7] = seen[9]
  if (how == 'unreachable') unreachable()
  if (how == 'divide') BigInt.fromI32(1).div(BigInt.zero())
  if (how == 'critical') log.critical('enough of {}', [how])
  if (how == 'missing') {
    const entity = new Entity()
    entity.set('op', Value.fromString('only'))
    store.set('Result', '0x01', entity)
  }
  if (how == 'field') {
    const entity = new Entity()
    entity.set('nonsense', Value.fromString('x'))
    store.set('Result', '0x01', entity)
  }
  if (how == 'type') {
    const entity = new Entity()
    entity.set('op', Value.fromI32(1))
    entity.set('value', Value.fromString('x'))
    store.set('Result', '0x01', entity)
  }
  if (how == 'undeclared') {
    const entity = new Entity()
    store.set('Name', 'x', entity)
  }
  if (how == 'derived') {
    const entity = new Entity()
    entity.set('sent', Value.fromBigInt(BigInt.zero()))
    entity.set('received', Value.fromBigInt(BigInt.zero()))
    entity.set('paymentCount', Value.fromI32(0))
    entity.set('paymentsSent', Value.fromBytesArray([]))
    store.set('Account', '0x01', entity)
  }
  if (how == 'immutable') record(event, 'again', 'a second time')
  if (how == 'recursion') recurse(1)
  if (how == 'json') json.fromString('{')
  if (how == 'twice') {
    const result = new Result(Bytes.fromHexString('0x01'))
    result.op = 'twice'
    result.value = event.block.number.toString()
    result.save()
  }
}

function recurse(depth: i32): i32 {
  return depth > 0 ? recurse(depth + 1) + 1 : 0
}

export function handleStored(event: Stored): void {
  const id = event.params.id.toI64()
  let thing = Everything.load(id)
  if (thing == null) thing = new Everything(id)
  if (event.params.clear) {
    thing.text = null
    thing.bigs = null
    thing.save()
    return
  }
  thing.text = 'emoji \u{1F600} and \u0000 NUL'
  thing.texts = ['', 'a', '\u00e9']
  thing.int = -7
  thing.ints = [i32.MIN_VALUE, 0, i32.MAX_VALUE]
  thing.int8 = i64.MIN_VALUE
  thing.big = BigInt.fromString('-57896044618658097711785492504343953926634992332820282019728792003956564819968')
  thing.bigs = [BigInt.fromI32(-1), BigInt.fromI32(128), BigInt.fromI32(-128), BigInt.fromI32(255)]
  thing.decimal = BigDecimal.fromString('-0.00012300')
  thing.decimals = [BigDecimal.fromString('1000'), BigDecimal.fromString('0')]
  thing.bool = true
  thing.bools = [true, false]
  thing.bytes = Bytes.fromHexString('0x00ff')
  thing.time = 1700000000000001
  thing.size = 'LARGE'
  thing.save()
}

export function handleTagged(event: Tagged): void {
  record(event, 'tagged', event.params.tag.toString() + ':' + event.params.text)
}

export function handleAudited(event: Audited): void {
  const receipt = event.receipt!
  const topics = receipt.logs[0].topics
  record(
    event,
    'audited',
    receipt.gasUsed.toString() + ':' + receipt.status!.toString() + ':' + receipt.logs.length.toString() + ':' +
      topics[topics.length - 1].toHexString() + ':' + (receipt.contractAddress ? 'contract' : 'none')
  )
}

export function handleFirstBlock(block: ethereum.Block): void {
  recordBlock('first', block)
}

export function handleTenthBlock(block: ethereum.Block): void {
  recordBlock('tenth', block)
}

function recordBlock(op: string, block: ethereum.Block): void {
  const result = new Result(block.hash.concat(Bytes.fromUTF8(op)))
  result.op = op
  result.value = block.number.toString() + ':' + block.timestamp.toString() + ':' + block.size!.toString()
  result.save()
}
