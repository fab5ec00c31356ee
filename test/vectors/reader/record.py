"""Epoch records and the frontier block (docs/spec/record.md)."""

from dataclasses import dataclass

from . import block
from .cbor import decode
from .errors import require
from .framing import sha256
from .shape import ascending, blob, fields, row, sequence, uint

LIMIT = 65_536
MAX_PASSES = 256
WRITE, ADMIT = 1, 2
_U32 = uint(2**32 - 1)


def check_flags(value: object, what: str) -> None:
    require(type(value) is int and 1 <= value <= 3, what, "has unknown flags")


@dataclass(frozen=True)
class Record:
    """A decoded record. `digest` is its own."""

    digest: bytes
    scope: bytes
    epoch: int
    commit: bytes
    previous: bytes | None
    passes: list[bytes]
    writers: dict[bytes, int]
    back: dict[int, bytes]
    barrier: int
    frontier: tuple[bytes, bytes] | None
    narrowed: int
    is_beyond_v1: bool


@dataclass(frozen=True)
class Position:
    """The newest counting entry of an author: its seq and digest."""

    sequence: int
    entry: bytes


def decode_record(data: bytes, what: str) -> Record:
    require(len(data) <= LIMIT, what, "is over 64 KiB")
    value = fields(
        decode(data, what),
        what,
        {
            "f": blob(32),
            "e": _U32,
            "c": blob(32),
            "l": sequence(blob(32)),
            "w": sequence(row(blob(32), check_flags)),
            "b": sequence(row(_U32, blob(48))),
            "y": _U32,
            "o": uint(),
            "h": blob(32),
            "s": _U32,
            "d": uint(2**40 - 1),
        },
        {
            "p": blob(32),
            "q": row(blob(32), blob(32)),
            "n": blob(32),
            "u": sequence(),
            "g": blob(1216),
        },
        kind="epoch",
    )
    epoch, targets = value["e"], [t for t, _ in value["b"]]
    require(("p" in value) == (epoch > 0), what, "needs p exactly when it is not epoch 0")
    require(("q" in value) == (epoch > 0), what, "needs q exactly when it is not epoch 0")
    require(value["y"] <= epoch, what, "has a barrier above its epoch")
    require(all(a > b for a, b in zip([epoch, *targets], targets)), what, "back-links do not descend")
    require(not targets or targets[-1] >= value["y"], what, "has a back-link across the barrier")
    ascending(value["l"], f"{what} field 'l'")
    require(len(value["l"]) <= MAX_PASSES, what, "lists more than 256 passes")
    ascending([author for author, _ in value["w"]], f"{what} field 'w'")
    return Record(
        digest=sha256(data),
        scope=value["f"],
        epoch=epoch,
        commit=value["c"],
        previous=value.get("p"),
        passes=value["l"],
        writers=dict(value["w"]),
        back=dict(value["b"]),
        barrier=value["y"],
        frontier=tuple(value["q"]) if "q" in value else None,
        narrowed=value["s"],
        is_beyond_v1=any(key in value for key in "nug"),
    )


def decode_positions(value: object, what: str) -> dict[bytes, Position]:
    """A sorted list of [author, seq, entry digest]."""
    sequence(row(blob(32), uint(), blob(32)))(value, what)
    assert isinstance(value, list)
    ascending([author for author, _, _ in value], what)
    return {author: Position(seq, entry) for author, seq, entry in value}


def open_frontier(stored: bytes, log: bytes, sid: bytes, epoch: int, what: str) -> dict[bytes, Position]:
    """The frontier of an epoch, opened with LOG of that epoch."""
    payload = block.open_log(stored, log, sid, block.FRONTIER, bytes(32), epoch, what)
    return decode_positions(decode(payload, what), what)
