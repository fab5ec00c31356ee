"""Domain separation and the three derivations (docs/spec/notation.md)."""

import hashlib
import hmac

PREFIX = b"space/v1/"


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def u8(value: int) -> bytes:
    return value.to_bytes(1, "big")


def u16(value: int) -> bytes:
    return value.to_bytes(2, "big")


def u32(value: int) -> bytes:
    return value.to_bytes(4, "big")


def u64(value: int) -> bytes:
    return value.to_bytes(8, "big")


def frame(purpose: str, *args: bytes) -> bytes:
    """I(p, a1 … an): the purpose and each argument behind its length."""
    return PREFIX + purpose.encode("ascii") + b"\0" + b"".join(u16(len(a)) + a for a in args)


def hash_of(purpose: str, *args: bytes) -> bytes:
    """H(p, …) = SHA-256 of the frame."""
    return sha256(frame(purpose, *args))


def mac(key: bytes, purpose: str, *args: bytes) -> bytes:
    """M(k, p, …) = HMAC-SHA-256 of the frame."""
    return hmac.digest(key, frame(purpose, *args), "sha256")


def hkdf_expand(prk: bytes, info: bytes, length: int) -> bytes:
    """HKDF-Expand with SHA-256 (RFC 5869 §2.3)."""
    output, last = b"", b""
    counter = 1
    while len(output) < length:
        last = hmac.digest(prk, last + info + u8(counter), "sha256")
        output += last
        counter += 1
    return output[:length]


def expand(key: bytes, purpose: str, *args: bytes, length: int = 32) -> bytes:
    """X(k, p, …; L) = HKDF-Expand with the frame as info; k is uniform, so there is no Extract."""
    return hkdf_expand(key, frame(purpose, *args), length)


def scope_of(chain_id: int, grants: bytes, folder_id: bytes) -> bytes:
    """The 32 bytes that bind every derivation to one chain, one contract and one folder."""
    return hash_of("scope", u64(chain_id), grants, folder_id)
