"""Entries (docs/spec/entry.md): the signed links of an author's chain."""

from dataclasses import dataclass

from . import ed25519
from .cbor import decode, encode
from .errors import require
from .framing import frame, sha256
from .record import check_flags
from .shape import ascending, blob, fields, row, sequence, uint

LIMIT = 4096


@dataclass(frozen=True)
class Entry:
    """A decoded entry whose signature holds. `digest` is its own."""

    digest: bytes
    scope: bytes
    epoch: int
    record: bytes
    author: bytes
    sequence: int
    previous: bytes | None
    ops: bytes
    sid: bytes
    forest: bytes
    admitted: dict[bytes, int]


def decode_entry(data: bytes, what: str) -> Entry:
    require(len(data) <= LIMIT, what, "is over 4 KiB")
    digest = blob(32)
    value = fields(
        decode(data, what),
        what,
        {
            "f": digest,
            "e": uint(2**32 - 1),
            "r": digest,
            "a": digest,
            "s": uint(),
            "b": digest,
            "i": digest,
            "g": digest,
            "z": blob(64),
        },
        {"p": digest, "j": sequence(row(digest, check_flags))},
        kind="entry",
    )
    require(("p" in value) == (value["s"] > 0), what, "needs p exactly when its seq is not 0")
    require(value.get("j") != [], what, "has an empty j")
    ascending([author for author, _ in value.get("j", [])], f"{what} field 'j'")
    body = encode({key: item for key, item in value.items() if key != "z"})
    ed25519.verify(value["a"], frame("entry", body), value["z"], what)
    return Entry(
        digest=sha256(data),
        scope=value["f"],
        epoch=value["e"],
        record=value["r"],
        author=value["a"],
        sequence=value["s"],
        previous=value.get("p"),
        ops=value["b"],
        sid=value["i"],
        forest=value["g"],
        admitted=dict(value.get("j", [])),
    )
