"""Passes (docs/spec/pass.md): the epoch secret sealed to one subject."""

from dataclasses import dataclass

from . import hpke
from .cbor import decode, encode
from .epoch import Epoch
from .errors import require
from .framing import frame, u32
from .shape import blob, fields, row, sequence, uint
from .subject import check_subject
from .xwing import CIPHERTEXT

LIMIT = 4096


@dataclass(frozen=True)
class Pass:
    """A decoded pass, still sealed."""

    scope: bytes
    epoch: int
    subject: bytes
    bind: bytes
    record: bytes | None
    enc: bytes
    ciphertext: bytes
    aad: bytes

    def info(self) -> bytes:
        return frame("pass", self.scope, u32(self.epoch), self.subject, self.bind)


def decode_pass(data: bytes, what: str) -> Pass:
    require(len(data) <= LIMIT, what, "is over 4 KiB")
    value = fields(
        decode(data, what),
        what,
        {
            "f": blob(32),
            "e": uint(2**32 - 1),
            "o": check_subject,
            "b": blob(32),
            "n": blob(CIPHERTEXT),
            "c": blob(),
        },
        {"r": blob(32)},
        kind="pass",
    )
    aad = encode({key: item for key, item in value.items() if key not in ("n", "c")})
    return Pass(value["f"], value["e"], value["o"], value["b"], value.get("r"), value["n"], value["c"], aad)


def open_pass(sealed: Pass, kem_seed: bytes, what: str) -> list[Epoch]:
    """The epochs a pass hands over, newest first; their commits are the caller's to check."""
    plaintext = hpke.open_single(kem_seed, sealed.enc, sealed.info(), sealed.aad, sealed.ciphertext, what)
    inner = f"{what} plaintext"
    value = fields(
        decode(plaintext, inner),
        inner,
        {"s": sequence(row(uint(2**32 - 1), blob(32)))},
    )
    epochs = [Epoch(sealed.scope, number, secret) for number, secret in value["s"]]
    numbers = [epoch.number for epoch in epochs]
    require(numbers[:1] == [sealed.epoch], inner, "does not start with the epoch of the pass")
    require(all(a > b for a, b in zip(numbers, numbers[1:])), inner, "epochs do not descend")
    return epochs
