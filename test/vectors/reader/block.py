"""Sealed blocks (docs/spec/block.md): six sizes, key and commitment from the block secret m."""

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import Refused, require
from .framing import expand, mac, sha256, u8, u32, u64

DIRECTORY, FILE, INDEX, CHUNK, OPS, FRONTIER, BUNDLE, SETTINGS = range(1, 9)
TYPES = {
    DIRECTORY: "directory",
    FILE: "file",
    INDEX: "file index",
    CHUNK: "chunk",
    OPS: "ops",
    FRONTIER: "frontier",
    BUNDLE: "bundle",
    SETTINGS: "settings",
}
SIZES = tuple(1 << 10 + 2 * c for c in range(6))
CAPACITIES = tuple(size - 57 for size in SIZES)
NONCE = bytes(12)


def smallest_class(length: int, what: str = "payload") -> int:
    for block_class, capacity in enumerate(CAPACITIES):
        if length <= capacity:
            return block_class
    raise Refused(what, f"{length} bytes fit no block class")


def header(block_class: int) -> bytes:
    return bytes([1, 1, block_class, 0])


def padded(kind: int, payload: bytes, block_class: int) -> bytes:
    """The plaintext P: type, length, payload, zeros up to size - 52."""
    framed = u8(kind) + u32(len(payload)) + payload
    return framed.ljust(SIZES[block_class] - 52, b"\0")


def convergent_secret(conv: bytes, plaintext: bytes, block_class: int) -> bytes:
    """m of a block whose key follows from its content (CONV_e of the epoch that seals it)."""
    return mac(conv, "block", header(block_class), sha256(plaintext))


def keys(m: bytes, head: bytes) -> tuple[bytes, bytes]:
    """K and com, both from m and the header."""
    both = expand(m, "block-keys", head, length=64)
    return both[:32], both[32:]


def seal(m: bytes, plaintext: bytes, block_class: int) -> bytes:
    """The stored bytes of the padded plaintext P under block secret m."""
    head = header(block_class)
    key, commitment = keys(m, head)
    return head + commitment + AESGCM(key).encrypt(NONCE, plaintext, head + commitment)


def open_plaintext(block: bytes, m: bytes, kind: int, what: str, block_class: int | None = None) -> tuple[bytes, bytes]:
    """Open a block and return (payload, P). Every failure is the same error, naming the block only."""
    refused = Refused(what, f"is not a sealed {TYPES[kind]} block under this key")
    if len(block) not in SIZES:
        raise refused
    found = SIZES.index(len(block))
    if block[:4] != header(found) or (block_class is not None and found != block_class):
        raise refused
    key, commitment = keys(m, block[:4])
    if not hmac.compare_digest(commitment, block[4:36]):
        raise refused
    try:
        plaintext = AESGCM(key).decrypt(NONCE, block[36:], block[:36])
    except InvalidTag:
        raise refused from None
    length = int.from_bytes(plaintext[1:5], "big")
    if plaintext[0] != kind or length > CAPACITIES[found]:
        raise refused
    if plaintext[5 + length :].strip(b"\0"):
        raise refused
    return plaintext[5 : 5 + length], plaintext


def open_block(block: bytes, m: bytes, kind: int, what: str, block_class: int | None = None) -> bytes:
    return open_plaintext(block, m, kind, what, block_class)[0]


def log_sid(log: bytes, author: bytes, number: int, plaintext: bytes) -> bytes:
    """sid of an ops block (author, seq) or of a frontier block (32 zero bytes, epoch)."""
    return mac(log, "sid", author, u64(number), sha256(plaintext))


def log_secret(log: bytes, sid: bytes) -> bytes:
    """m of a block with this sid."""
    return expand(log, "sid-key", sid)


def open_log(stored: bytes, log: bytes, sid: bytes, kind: int, author: bytes, number: int, what: str) -> bytes:
    """Open a block by its sid, and check the sid against what was opened and its place."""
    payload, plaintext = open_plaintext(stored, log_secret(log, sid), kind, what)
    expected = log_sid(log, author, number, plaintext)
    require(hmac.compare_digest(expected, sid), what, "its sid is not that of its content and place")
    return payload


def split_ptr65(pointer: bytes, what: str) -> tuple[bytes, bytes, int]:
    """digest, m and class of a 65-byte pointer."""
    require(pointer[64] < len(SIZES), what, f"class {pointer[64]} does not exist")
    return pointer[:32], pointer[32:64], pointer[64]
