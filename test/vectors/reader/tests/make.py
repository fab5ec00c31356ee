"""Makes objects for the tests: the writing half of the formats, kept out of the reader."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from .. import xwing
from . import mlkem


def xwing_encapsulate(public: bytes, randomness: bytes) -> tuple[bytes, bytes]:
    """(enc, shared secret) of X-Wing with 64 bytes of given randomness."""
    ephemeral = X25519PrivateKey.from_private_bytes(randomness[32:])
    x_public = public[1184:]
    x_ciphertext = ephemeral.public_key().public_bytes_raw()
    x_secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(x_public))
    ciphertext, secret = mlkem.encapsulate(public[:1184], randomness[:32])
    return ciphertext + x_ciphertext, xwing.combine(secret, x_secret, x_ciphertext, x_public)
