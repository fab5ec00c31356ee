"""Operations on sealed blocks and their payloads: epoch keys, files, directories, bundles, operations, frontiers."""

from .. import block
from ..cbor import encode
from ..directory import decode_directory
from ..epoch import Epoch
from ..errors import require
from ..file import FAN, POINTER, FileNode, decode_file, minimal_height
from ..framing import sha256
from ..ops import decode_ops
from ..record import open_frontier
from .common import Operation, content, hexed, pairs


def _epoch_keys(inputs: dict) -> dict:
    scope, secret = hexed(inputs, "scope", "epochSecret")
    epoch = Epoch(scope, inputs["epoch"], secret)
    return {"commitment": epoch.commit(), "convergence": epoch.conv(), "log": epoch.log(), "tag": epoch.tag()}


def _epochs(inputs: dict, *names: str) -> list[Epoch]:
    scope = bytes.fromhex(inputs["scope"])
    return [Epoch(scope, *pairs([inputs[name]])[0]) for name in names]


def _seal_back_link(inputs: dict) -> dict:
    newer, older = _epochs(inputs, "from", "to")
    return {"sealed": newer.seal_back(older)}


def _open_back_link(inputs: dict) -> dict:
    (newer,) = _epochs(inputs, "from")
    return {"secret": newer.open_back(inputs["toEpoch"], bytes.fromhex(inputs["sealed"]), "back-link").secret}


def back_link_targets(epoch: int, barrier: int) -> list[int]:
    """e-1, e-2, e-4, … down to the barrier."""
    distances = (1 << i for i in range(32))
    return [epoch - distance for distance in distances if epoch - distance >= barrier]


def _sealed(m: bytes, plaintext: bytes, block_class: int) -> dict:
    stored = block.seal(m, plaintext, block_class)
    return {"secret": m, "commitment": stored[4:36], "digest": sha256(stored), "block": stored}


def _seal_convergent(conv: bytes, kind: int, payload: bytes, block_class: int) -> dict:
    require(len(payload) <= block.CAPACITIES[block_class], "payload", "does not fit its class")
    plaintext = block.padded(kind, payload, block_class)
    return _sealed(block.convergent_secret(conv, plaintext, block_class), plaintext, block_class)


def _seal_block(inputs: dict) -> dict:
    kind, payload, block_class = inputs["type"], content(inputs["payload"]), inputs["sizeClass"]
    if "convergence" in inputs:
        return _seal_convergent(bytes.fromhex(inputs["convergence"]), kind, payload, block_class)
    return _sealed(bytes.fromhex(inputs["secret"]), block.padded(kind, payload, block_class), block_class)


def _stored(inputs: dict) -> bytes:
    """The block of an opening vector, fetched by its digest."""
    digest, stored = hexed(inputs, "digest", "block")
    require(sha256(stored) == digest, "block", "its bytes do not have its hash")
    return stored


def _open_block(inputs: dict) -> dict:
    secret = bytes.fromhex(inputs["secret"])
    return {"payload": block.open_block(_stored(inputs), secret, inputs["type"], "block", inputs["sizeClass"])}


def _pointer(conv: bytes, kind: int, payload: bytes) -> bytes:
    block_class = block.smallest_class(len(payload))
    sealed = _seal_convergent(conv, kind, payload, block_class)
    return sealed["digest"] + sealed["secret"] + bytes([block_class])


def _layout(size: int, chunk_class: int) -> tuple[int, int, int]:
    """Number of chunks, height, number of top-level pointers."""
    chunks = FileNode(size, chunk_class, 0, b"").chunks
    height = minimal_height(chunks)
    return chunks, height, -(-chunks // FAN**height)


def _file_layout(inputs: dict) -> dict:
    chunks, height, top = _layout(inputs["sizeBytes"], inputs["chunkClass"])
    return {"chunkCount": chunks, "height": height, "rootCount": top}


def _file_payload(size: int, chunk_class: int, pointers: bytes) -> bytes:
    height = _layout(size, chunk_class)[1]
    return encode({"t": "file", "v": 1, "n": size, "k": chunk_class, "h": height, "p": pointers})


def _encode_file(inputs: dict) -> dict:
    payload = _file_payload(inputs["sizeBytes"], inputs["chunkClass"], bytes.fromhex(inputs["pointers"]))
    decode_file(payload, "file")
    return {"payload": payload}


def _decode_file(inputs: dict) -> dict:
    node = decode_file(bytes.fromhex(inputs["payload"]), "file")
    return {"sizeBytes": node.size, "chunkClass": node.chunk_class, "pointers": node.pointers}


def _seal_file(inputs: dict) -> dict:
    """One level of index is enough for files that fit a vector."""
    data, chunk_class, conv = content(inputs["content"]), inputs["chunkClass"], bytes.fromhex(inputs["convergence"])
    capacity = block.CAPACITIES[chunk_class]
    parts = [data[i : i + capacity] for i in range(0, len(data), capacity)]
    chunks = [_pointer(conv, block.CHUNK, part)[:POINTER] for part in parts]
    top, indexes = chunks, []
    if len(chunks) > FAN:
        groups = [b"".join(chunks[i : i + FAN]) for i in range(0, len(chunks), FAN)]
        top = [_pointer(conv, block.INDEX, group)[:POINTER] for group in groups]
        indexes = [pointer[:32] for pointer in top]
    payload = _file_payload(len(data), chunk_class, b"".join(top))
    return {
        "pointer": _pointer(conv, block.FILE, payload),
        "chunkClass": chunk_class,
        "chunkCount": len(chunks),
        "lastChunk": chunks[-1][:32],
        "indexes": indexes,
    }


_KINDS = {"directory": 0, "file": 1}


def _content_row(value: dict) -> list:
    if "inline" in value:
        return [0, content(value["inline"])]
    if "node" in value:
        return [1, bytes.fromhex(value["node"])]
    return [2, bytes.fromhex(value["bundle"]), value["offset"], value["length"]]


def _leaf(entry: dict) -> dict:
    return {
        "i": bytes.fromhex(entry["id"]),
        "n": entry["name"],
        "k": _KINDS[entry["kind"]],
        "m": entry["modifiedMs"],
        "c": _content_row(entry["content"]),
    }


def _encode_directory(inputs: dict) -> dict:
    level = inputs["level"]
    if level == 0:
        elements = [_leaf(entry) for entry in inputs["entries"]]
    else:
        elements = [[child["firstName"], bytes.fromhex(child["pointer"])] for child in inputs["children"]]
    payload = encode({"t": "dir", "v": 1, "l": level, "e": elements})
    decode_directory(payload, "directory")
    return {"payload": payload}


def _decode_directory(inputs: dict) -> dict:
    level, elements = decode_directory(bytes.fromhex(inputs["payload"]), "directory")
    return {"level": level, "count": len(elements)}


def _seal_bundle(inputs: dict) -> dict:
    conv = bytes.fromhex(inputs["convergence"])
    bundles: list[tuple[bytes, list]] = [(b"", [])]
    for data in map(content, inputs["files"]):
        payload, slices = bundles[-1]
        if len(payload) + len(data) > block.CAPACITIES[4]:
            payload, slices = b"", []
            bundles.append((payload, slices))
        slices.append([len(payload), len(data)])
        bundles[-1] = (payload + data, slices)
    return {"bundles": [{"pointer": _pointer(conv, block.BUNDLE, p), "slices": slices} for p, slices in bundles]}


def _operation_row(value: dict) -> list:
    identity = bytes.fromhex(value["id"])
    if value["kind"] == "create":
        return [0, identity, bytes.fromhex(value["parent"]), value["name"], _KINDS[value["what"]]]
    if value["kind"] == "move":
        return [1, identity, bytes.fromhex(value["parent"]), value["name"]]
    if value["kind"] == "content":
        return [2, identity, _content_row(value["content"])]
    if value["kind"] == "meta":
        return [3, identity, value["modifiedMs"]]
    return [4, identity]


def _encode_ops(inputs: dict) -> dict:
    value = {
        "t": "ops",
        "v": 1,
        "l": inputs["lamport"],
        "h": pairs(inputs["heads"]),
        "o": [_operation_row(operation) for operation in inputs["operations"]],
        "d": bytes.fromhex(inputs["root"]),
    }
    if "claim" in inputs:
        value["w"] = hexed(inputs["claim"], "subject", "bind", "signature")
    payload = encode(value)
    decode_ops(payload, 0 if "claim" in inputs else 1, "ops")
    return {"payload": payload}


def _decode_ops(inputs: dict) -> dict:
    payload = bytes.fromhex(inputs["payload"])
    decode_ops(payload, inputs["sequence"], "ops")
    return {"payload": payload}


def _seal_log(log: bytes, kind: int, payload: bytes, author: bytes, number: int) -> dict:
    block_class = block.smallest_class(len(payload))
    plaintext = block.padded(kind, payload, block_class)
    sid = block.log_sid(log, author, number, plaintext)
    return {"sid": sid, "payload": payload, **_sealed(block.log_secret(log, sid), plaintext, block_class)}


def _seal_ops(inputs: dict) -> dict:
    log, payload, author = hexed(inputs, "logKey", "payload", "author")
    return _seal_log(log, block.OPS, payload, author, inputs["sequence"])


def _open_ops(inputs: dict) -> dict:
    log, sid, author = hexed(inputs, "logKey", "sid", "author")
    return {"payload": block.open_log(_stored(inputs), log, sid, block.OPS, author, inputs["sequence"], "ops")}


def _seal_frontier(inputs: dict) -> dict:
    payload = encode(pairs(inputs["positions"]))
    return _seal_log(bytes.fromhex(inputs["logKey"]), block.FRONTIER, payload, bytes(32), inputs["epoch"])


def _open_frontier(inputs: dict) -> dict:
    log, sid = hexed(inputs, "logKey", "sid")
    positions = open_frontier(_stored(inputs), log, sid, inputs["epoch"], "frontier")
    return {"payload": encode([[author, p.sequence, p.entry] for author, p in positions.items()])}


OPERATIONS: dict[str, Operation] = {
    "epoch-keys": _epoch_keys,
    "seal-back-link": _seal_back_link,
    "open-back-link": _open_back_link,
    "back-link-targets": lambda inputs: {"targets": back_link_targets(inputs["epoch"], inputs["barrier"])},
    "seal-block": _seal_block,
    "open-block": _open_block,
    "file-layout": _file_layout,
    "encode-file": _encode_file,
    "decode-file": _decode_file,
    "seal-file": _seal_file,
    "encode-directory": _encode_directory,
    "decode-directory": _decode_directory,
    "seal-bundle": _seal_bundle,
    "encode-ops": _encode_ops,
    "decode-ops": _decode_ops,
    "seal-ops": _seal_ops,
    "open-ops": _open_ops,
    "seal-frontier": _seal_frontier,
    "open-frontier": _open_frontier,
}
