"""The writing half of the sealed and signed objects, for vectors and tests; opening never uses it."""

import os

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from . import ed25519, hpke, mlkem, xwing
from .cbor import encode
from .epoch import Epoch
from .framing import frame, u32


def xwing_encapsulate(public: bytes, randomness: bytes) -> tuple[bytes, bytes]:
    """(enc, shared secret) of X-Wing with 64 bytes of given randomness."""
    ephemeral = X25519PrivateKey.from_private_bytes(randomness[32:])
    x_public = public[1184:]
    x_ciphertext = ephemeral.public_key().public_bytes_raw()
    x_secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(x_public))
    ciphertext, secret = mlkem.encapsulate(public[:1184], randomness[:32])
    return ciphertext + x_ciphertext, xwing.combine(secret, x_secret, x_ciphertext, x_public)


def seal_pass(
    epochs: list[Epoch],
    subject: bytes,
    bind: bytes,
    kem_key: bytes,
    record: bytes | None,
    randomness: bytes | None = None,
) -> bytes:
    newest = epochs[0]
    outer = {"t": "pass", "v": 1, "f": newest.scope, "e": newest.number, "o": subject, "b": bind}
    if record is not None:
        outer["r"] = record
    enc, shared = xwing_encapsulate(kem_key, randomness or os.urandom(64))
    info = frame("pass", newest.scope, u32(newest.number), subject, bind)
    plaintext = encode({"s": [[epoch.number, epoch.secret] for epoch in epochs]})
    return encode({**outer, "n": enc, "c": hpke.seal_with(shared, info, encode(outer), plaintext)})


def make_bind(body: dict, kem_seed: bytes, sign_seed: bytes, previous_seed: bytes | None = None) -> bytes:
    """A bind of the fields that say whose it is; with the previous signing seed, a continued one."""
    body = {
        "t": "bind",
        "v": 1,
        "k": xwing.public_key(kem_seed),
        "s": ed25519.public_key(sign_seed),
        **body,
    }
    signed = encode(body)
    signatures = {"z": ed25519.sign(sign_seed, frame("bind", signed))}
    if previous_seed is not None:
        signatures["q"] = ed25519.sign(previous_seed, frame("bind-cont", signed))
    return encode({**body, **signatures})
