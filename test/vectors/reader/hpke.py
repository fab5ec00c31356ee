"""HPKE base mode, single shot (RFC 9180 §5.1, §6.1), for KEM 0x647A, KDF 0x0001, AEAD 0x0002."""

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import xwing
from .errors import Refused
from .framing import hkdf_expand, u16

_SUITE = b"HPKE" + u16(0x647A) + u16(0x0001) + u16(0x0002)
_VERSION = b"HPKE-v1"
_BASE_MODE = b"\0"


def _extract(salt: bytes, label: bytes, key: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), _VERSION + _SUITE + label + key, "sha256")


def _expand(key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    return hkdf_expand(key, u16(length) + _VERSION + _SUITE + label + info, length)


def _schedule(shared: bytes, info: bytes) -> tuple[AESGCM, bytes]:
    """The AEAD key and the nonce of message 0."""
    context = _BASE_MODE + _extract(b"", b"psk_id_hash", b"") + _extract(b"", b"info_hash", info)
    secret = _extract(shared, b"secret", b"")
    return AESGCM(_expand(secret, b"key", context, 32)), _expand(secret, b"base_nonce", context, 12)


def seal_with(shared: bytes, info: bytes, aad: bytes, plaintext: bytes) -> bytes:
    """Seal under a KEM secret that is already agreed."""
    cipher, nonce = _schedule(shared, info)
    return cipher.encrypt(nonce, plaintext, aad)


def open_single(seed: bytes, enc: bytes, info: bytes, aad: bytes, ciphertext: bytes, what: str) -> bytes:
    try:
        cipher, nonce = _schedule(xwing.decapsulate(seed, enc), info)
        return cipher.decrypt(nonce, ciphertext, aad)
    except (InvalidTag, ValueError):
        raise Refused(what, "does not open with this key") from None
