"""The address of a secp256k1 key (SEC 2 §2.4.1), for the Ethereum key of a link."""

from .keccak import keccak256

P = 2**256 - 2**32 - 977
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
BASE = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)
Point = tuple[int, int] | None


def _add(a: Point, b: Point) -> Point:
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def is_scalar(key: bytes) -> bool:
    return 0 < int.from_bytes(key, "big") < ORDER


def address_of(key: bytes) -> bytes:
    """The 20-byte Ethereum address of a private key."""
    scalar = int.from_bytes(key, "big")
    result: Point = None
    addend: Point = BASE
    while scalar:
        if scalar & 1:
            result = _add(result, addend)
        addend = _add(addend, addend)
        scalar >>= 1
    assert result is not None
    return keccak256(result[0].to_bytes(32, "big") + result[1].to_bytes(32, "big"))[-20:]
