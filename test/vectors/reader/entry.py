"""Entries (docs/spec/entry.md): the signed links of an author's chain."""

from dataclasses import dataclass

from . import ed25519
from .cbor import decode, encode
from .errors import require
from .framing import frame, sha256
from .record import ADMIT, WRITE, Position, check_flags
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

    @property
    def what(self) -> str:
        return f"entry {self.digest.hex()}"

    def check_author(self, flags: dict[bytes, int]) -> None:
        """Refuse an author that may not write, or admits others without that flag."""
        given = flags.get(self.author, 0)
        require(bool(given & WRITE), self.what, "its author may not write in this epoch")
        require(not self.admitted or bool(given & ADMIT), self.what, "its author may not admit others")

    def check_follows(self, author: bytes, before: Position) -> None:
        require(self.author == author, self.what, "is of another author than its place")
        require(self.sequence == before.sequence + 1, self.what, f"does not have the seq behind {before.sequence}")
        require(self.previous == before.entry, self.what, "does not continue the entry before")

    def check_frontier(self, frontier: dict[bytes, Position], epoch: int) -> None:
        """Refuse an entry that does not count under the frontier of an epoch, its own or a later one."""
        floor = frontier.get(self.author)
        if self.epoch < epoch:
            inside = floor is not None and self.sequence <= floor.sequence
            require(inside, self.what, f"was cut off by the frontier of epoch {epoch}")
            if floor is not None and self.sequence == floor.sequence:
                require(self.digest == floor.entry, self.what, "is not the one in the frontier")
        elif floor is not None:
            require(self.sequence > floor.sequence, self.what, "is a rollback below the frontier")
            if self.sequence == floor.sequence + 1:
                self.check_follows(self.author, floor)


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
