"""X-Wing = ML-KEM-768 with X25519, HPKE KEM 0x647A (docs/spec/pass.md)."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

LABEL = bytes.fromhex("5c2e2f2f5e5c")
CIPHERTEXT = 1120
PUBLIC_KEY = 1216
_MLKEM_CIPHERTEXT = 1088


def _expand(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """The 32-byte seed is the private key; SHAKE-256 stretches it to both parts."""
    expanded = hashlib.shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])


def combine(mlkem_secret: bytes, x_secret: bytes, x_ciphertext: bytes, x_public: bytes) -> bytes:
    return hashlib.sha3_256(mlkem_secret + x_secret + x_ciphertext + x_public + LABEL).digest()


def public_key(seed: bytes) -> bytes:
    mlkem, x25519 = _expand(seed)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def decapsulate(seed: bytes, ciphertext: bytes) -> bytes:
    """The shared secret; raises ValueError for an X25519 share of small order."""
    mlkem, x25519 = _expand(seed)
    x_ciphertext = ciphertext[_MLKEM_CIPHERTEXT:]
    x_secret = x25519.exchange(X25519PublicKey.from_public_bytes(x_ciphertext))
    mlkem_secret = mlkem.decapsulate(ciphertext[:_MLKEM_CIPHERTEXT])
    return combine(mlkem_secret, x_secret, x_ciphertext, x25519.public_key().public_bytes_raw())
