"""Epoch secrets (docs/spec/epoch.md): commitment, derived keys, back-links."""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .block import NONCE
from .errors import Refused
from .framing import expand, hash_of, u32


def head_label(tag: bytes, scope: bytes, number: int, author: bytes) -> bytes:
    """Where a head store keeps an author's head of an epoch."""
    return expand(tag, "head", scope, u32(number), author)


@dataclass(frozen=True)
class Epoch:
    """One generation of a folder's key."""

    scope: bytes
    number: int
    secret: bytes

    def commit(self) -> bytes:
        return hash_of("commit", self.scope, u32(self.number), self.secret)

    def _key(self, purpose: str) -> bytes:
        return expand(self.secret, purpose, self.scope, u32(self.number))

    def conv(self) -> bytes:
        return self._key("conv")

    def log(self) -> bytes:
        return self._key("log")

    def tag(self) -> bytes:
        return self._key("tag")

    def _back_key(self, target: int) -> bytes:
        return expand(self.secret, "back", self.scope, u32(self.number), u32(target))

    def seal_back(self, older: "Epoch") -> bytes:
        return AESGCM(self._back_key(older.number)).encrypt(NONCE, older.secret, None)

    def open_back(self, target: int, sealed: bytes, what: str) -> "Epoch":
        try:
            secret = AESGCM(self._back_key(target)).decrypt(NONCE, sealed, None)
        except InvalidTag:
            raise Refused(what, f"back-link to epoch {target} does not open") from None
        return Epoch(self.scope, target, secret)

    def head_label(self, author: bytes) -> bytes:
        return head_label(self.tag(), self.scope, self.number, author)
