"""The 32-byte subject word (docs/spec/notation.md)."""

import re

from .errors import require

_NAME = re.compile(rb"[a-z0-9]+(-[a-z0-9]+)*")


def check_name(name: bytes, what: str) -> None:
    require(3 <= len(name) <= 30 and _NAME.fullmatch(name) is not None, what, "is not a legal name")


def wallet_subject(address: bytes) -> bytes:
    return bytes(12) + address


def is_wallet(subject: bytes) -> bool:
    return subject[:12] == bytes(12) and any(subject[12:])


def name_of(subject: bytes) -> bytes:
    """The name of a name subject without its padding; a wallet subject gives no legal name."""
    return subject[:30].rstrip(b"\0")


def check_subject(subject: object, what: str) -> None:
    """Refuse everything but a wallet and a name, the two kinds that receive keys."""
    require(isinstance(subject, bytes) and len(subject) == 32, what, "is not a subject of 32 bytes")
    assert isinstance(subject, bytes)
    if subject[0] == 0:
        require(is_wallet(subject), what, "is not a wallet subject")
        return
    check_name(name_of(subject), what)
    require(int.from_bytes(subject[30:], "big") > 0, what, "has name generation 0")
