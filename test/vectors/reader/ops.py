"""Operations and the claim (docs/spec/ops.md)."""

from dataclasses import dataclass

from . import block, ed25519
from .cbor import decode
from .directory import check_content, check_id, check_kind, check_name
from .epoch import Epoch
from .errors import require
from .framing import frame
from .record import Position, decode_positions
from .shape import blob, fields, row, sequence, uint
from .subject import check_subject

_PARENT = blob(16)
_OPERATIONS = {
    0: row(uint(), check_id, _PARENT, check_name, check_kind),
    1: row(uint(), check_id, _PARENT, check_name),
    2: row(uint(), check_id, check_content),
    3: row(uint(), check_id, uint()),
    4: row(uint(), check_id),
}


@dataclass(frozen=True)
class Claim:
    """Whose author key this is: subject, digest of its bind, signature of the account."""

    subject: bytes
    bind: bytes
    signature: bytes

    def verify(self, sign_key: bytes, scope: bytes, author: bytes, what: str) -> None:
        ed25519.verify(sign_key, frame("claim", scope, author), self.signature, f"{what} claim")


@dataclass(frozen=True)
class Ops:
    """A decoded operations block."""

    lamport: int
    heads: dict[bytes, Position]
    operations: list
    root: bytes
    claim: Claim | None


def _check_operation(value: object, what: str) -> None:
    require(isinstance(value, list) and bool(value), what, "is not an operation")
    assert isinstance(value, list)
    require(type(value[0]) is int and value[0] in _OPERATIONS, what, "is an unknown operation")
    _OPERATIONS[value[0]](value, what)


def decode_ops(payload: bytes, sequence_number: int, what: str) -> Ops:
    value = fields(
        decode(payload, what),
        what,
        {"l": uint(), "h": sequence(), "o": sequence(_check_operation), "d": blob(65)},
        {"w": row(check_subject, blob(32), blob(64))},
        kind="ops",
    )
    block.split_ptr65(value["d"], what)
    heads = decode_positions(value["h"], f"{what} field 'h'")
    claim = Claim(*value["w"]) if "w" in value else None
    require((claim is None) == (sequence_number > 0), what, "the claim belongs to seq 0, always and only")
    return Ops(value["l"], heads, value["o"], value["d"], claim)


def open_ops(stored: bytes, sid: bytes, epoch: Epoch, author: bytes, sequence_number: int, what: str) -> Ops:
    payload = block.open_log(stored, epoch.log(), sid, block.OPS, author, sequence_number, what)
    ops = decode_ops(payload, sequence_number, what)
    require(author not in ops.heads, what, "field 'h' names its own author")
    return ops
