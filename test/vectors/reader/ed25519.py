"""Ed25519 with the strict rules of docs/spec/notation.md, so that all readers agree on odd signatures."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .errors import Refused, require

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, FIELD) % FIELD
_SIGN_BIT = 1 << 255


def _small_order_y() -> frozenset[int]:
    """The y of the eight points whose order divides 8: 1, -1, 0 and the two of order 8."""
    # Order 8 means that doubling gives y = 0, which is d·y^4 + 2·y^2 - 1 = 0.
    root = pow(1 + _D, (FIELD + 3) // 8, FIELD)
    if root * root % FIELD != (1 + _D) % FIELD:
        root = root * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    found = {0, 1, FIELD - 1}
    for sign in (root, -root):
        square = (sign - 1) * pow(_D, -1, FIELD) % FIELD
        y = pow(square, (FIELD + 3) // 8, FIELD)
        if y * y % FIELD != square:
            y = y * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
        if y * y % FIELD == square:
            found |= {y, FIELD - y}
    return frozenset(found)


SMALL_ORDER_Y = _small_order_y()


def public_key(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def check_public_key(key: bytes, what: str) -> None:
    y = int.from_bytes(key, "little") % _SIGN_BIT
    require(y < FIELD, what, "Ed25519 key is not canonical")
    require(y not in SMALL_ORDER_Y, what, "Ed25519 key has small order")


def verify(key: bytes, message: bytes, signature: bytes, what: str) -> None:
    """Check a signature: canonical A, R and S, A of large order, cofactorless equation (RFC 8032 §5.1.7)."""
    require(len(signature) == 64, what, "signature is not 64 bytes")
    check_public_key(key, what)
    require(int.from_bytes(signature[:32], "little") % _SIGN_BIT < FIELD, what, "signature has a non-canonical R")
    require(int.from_bytes(signature[32:], "little") < ORDER, what, "signature has an S that is not reduced")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refused(what, "signature does not verify") from None
