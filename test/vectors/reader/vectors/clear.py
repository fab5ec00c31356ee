"""Operations on objects in clear that a folder consists of: entries, records, the forest."""

from .. import ed25519
from ..cbor import encode
from ..entry import decode_entry
from ..epoch import Epoch, head_label
from ..errors import require
from ..forest import build_hamt, decode_forest, decode_node, encode_forest
from ..framing import expand, frame, sha256, u32
from ..record import Position, decode_record
from .blocks import back_link_targets
from .common import Operation, hexed, pairs


def _stored(data: bytes) -> dict:
    return {"bytes": data, "digest": sha256(data), "lengthBytes": len(data)}


def _author_key(inputs: dict) -> dict:
    device, scope = hexed(inputs, "deviceSecret", "scope")
    seed = expand(device, "author", scope)
    return {"seed": seed, "author": ed25519.public_key(seed)}


def _head_label(inputs: dict) -> dict:
    tag, scope, author = hexed(inputs, "tagKey", "scope", "author")
    return {"label": head_label(tag, scope, inputs["epoch"], author)}


def _make_entry(inputs: dict) -> dict:
    seed = bytes.fromhex(inputs["authorSeed"])
    scope, record, ops, sid, forest = hexed(inputs, "scope", "record", "opsDigest", "opsSid", "forest")
    body = {
        "t": "entry",
        "v": 1,
        "f": scope,
        "e": inputs["epoch"],
        "r": record,
        "a": ed25519.public_key(seed),
        "s": inputs["sequence"],
        "b": ops,
        "i": sid,
        "g": forest,
    }
    if "previous" in inputs:
        body["p"] = bytes.fromhex(inputs["previous"])
    if "admits" in inputs:
        body["j"] = pairs(inputs["admits"])
    data = encode({**body, "z": ed25519.sign(seed, frame("entry", encode(body)))})
    decode_entry(data, "entry")
    return _stored(data)


def _verify_entry(inputs: dict) -> dict:
    entry = decode_entry(bytes.fromhex(inputs["bytes"]), "entry")
    scope, record = hexed(inputs, "scope", "record")
    require(entry.scope == scope, "entry", "belongs to another folder")
    require((entry.epoch, entry.record) == (inputs["epoch"], record), "entry", "is of another epoch or record")
    entry.check_author(dict(pairs(inputs["writers"])))
    return {"digest": entry.digest}


def _entry_follows(inputs: dict) -> dict:
    author, sequence, digest = pairs([inputs["before"]])[0]
    decode_entry(bytes.fromhex(inputs["bytes"]), "entry").check_follows(author, Position(sequence, digest))
    return {"ok": True}


def _entry_and_frontier(inputs: dict) -> dict:
    frontier = {author: Position(sequence, digest) for author, sequence, digest in pairs(inputs["frontier"])}
    decode_entry(bytes.fromhex(inputs["bytes"]), "entry").check_frontier(frontier, inputs["frontierEpoch"])
    return {"ok": True}


def _make_record(inputs: dict) -> dict:
    scope, secret, as_of = hexed(inputs, "scope", "epochSecret", "asOfHash")
    epoch = Epoch(scope, inputs["epoch"], secret)
    earlier = {number: Epoch(scope, number, found) for number, found in pairs(inputs["earlier"])}
    targets = back_link_targets(epoch.number, inputs["barrier"])
    value = {
        "t": "epoch",
        "v": 1,
        "f": scope,
        "e": epoch.number,
        "c": epoch.commit(),
        "l": sorted(map(bytes.fromhex, inputs["passes"])),
        "w": sorted(pairs(inputs["writers"])),
        "b": [[target, epoch.seal_back(earlier[target])] for target in targets],
        "y": inputs["barrier"],
        "o": inputs["asOfBlock"],
        "h": as_of,
        "s": inputs["narrowed"],
        "d": inputs["dueAtSeconds"],
    }
    if "previous" in inputs:
        value["p"] = bytes.fromhex(inputs["previous"])
        value["q"] = [bytes.fromhex(item) for item in inputs["frontier"]]
    data = encode(value)
    decode_record(data, "record")
    return _stored(data)


def _open_record(inputs: dict) -> dict:
    digest, scope = hexed(inputs, "digest", "scope")
    record = decode_record(bytes.fromhex(inputs["bytes"]), "record")
    require(record.digest == digest, "record", "does not have its hash")
    require((record.scope, record.epoch) == (scope, inputs["epoch"]), "record", "is of another folder or epoch")
    return {"beyondV1": record.is_beyond_v1}


def _check_epoch_secret(inputs: dict) -> dict:
    record = decode_record(bytes.fromhex(inputs["record"]), "record")
    epoch = Epoch(record.scope, record.epoch, bytes.fromhex(inputs["epochSecret"]))
    require(epoch.commit() == record.commit, "record", "its commit is not that of the epoch secret")
    return {"ok": True}


def _build_forest(inputs: dict) -> dict:
    if "count" in inputs:
        digests = [sha256(u32(i)) for i in range(inputs["count"])]
    else:
        digests = [bytes.fromhex(digest) for digest in inputs["digests"]]
    root, nodes = build_hamt(reversed(digests) if inputs.get("reversed") else digests)
    return {"root": root, "nodeCount": len(nodes), "nodes": list(nodes.values())}


def _forest_root(inputs: dict) -> dict:
    objects = map(bytes.fromhex, inputs["objects"])
    return _stored(encode_forest(inputs["generation"], bytes.fromhex(inputs["blocks"]), objects))


def _decode_node(inputs: dict) -> dict:
    return {"nibbles": list(decode_node(bytes.fromhex(inputs["bytes"]), tuple(inputs["prefix"]), "node"))}


def _decode_root(inputs: dict) -> dict:
    return {"blocks": decode_forest(bytes.fromhex(inputs["bytes"]), "forest").hamt}


OPERATIONS: dict[str, Operation] = {
    "author-key": _author_key,
    "head-label": _head_label,
    "make-entry": _make_entry,
    "verify-entry": _verify_entry,
    "entry-follows": _entry_follows,
    "entry-and-frontier": _entry_and_frontier,
    "make-record": _make_record,
    "open-record": _open_record,
    "check-epoch-secret": _check_epoch_secret,
    "build-forest": _build_forest,
    "forest-root": _forest_root,
    "decode-forest-node": _decode_node,
    "decode-forest-root": _decode_root,
}
