"""Operations on notation: framing, CBOR, subjects, signatures; and how inputs are written."""

from collections.abc import Callable

from .. import ed25519
from ..cbor import decode, encode
from ..errors import Refused
from ..framing import frame, scope_of, sha256, u16, u32
from ..subject import check_name, wallet_subject

Operation = Callable[[dict], dict]


def content(value: str | dict) -> bytes:
    """Bytes as hex, as a repeated byte, or as SHA-256 of a counter, cut."""
    if isinstance(value, str):
        return bytes.fromhex(value)
    if "byte" in value:
        return bytes([value["byte"]]) * value["length"]
    count = -(-value["length"] // 32)
    return b"".join(sha256(u32(i)) for i in range(count))[: value["length"]]


def hexed(inputs: dict, *names: str) -> list[bytes]:
    """Several inputs that are written in hex."""
    return [bytes.fromhex(inputs[name]) for name in names]


def pairs(rows: list) -> list[list]:
    """Lists whose strings are hex."""
    return [[bytes.fromhex(item) if isinstance(item, str) else item for item in row] for row in rows]


def _frame(inputs: dict) -> dict:
    return {"bytes": frame(inputs["purpose"], *map(bytes.fromhex, inputs["parts"]))}


def _decode_cbor(inputs: dict) -> dict:
    return {"bytes": encode(decode(bytes.fromhex(inputs["bytes"]), "value"))}


def _subject(inputs: dict) -> dict:
    if "address" in inputs:
        return {"subject": wallet_subject(bytes.fromhex(inputs["address"]))}
    name = inputs["name"].encode()
    check_name(name, "name")
    return {"subject": name.ljust(30, b"\0") + u16(inputs["generation"])}


def _scope(inputs: dict) -> dict:
    return {"scope": scope_of(inputs["chainId"], *hexed(inputs, "grants", "folder"))}


def _sign(inputs: dict) -> dict:
    seed, message = hexed(inputs, "seed", "message")
    return {"publicKey": ed25519.public_key(seed), "signature": ed25519.sign(seed, message)}


def _verify_signature(inputs: dict) -> dict:
    try:
        ed25519.verify(*hexed(inputs, "publicKey", "message", "signature"), "signature")
    except Refused:
        return {"valid": False}
    return {"valid": True}


OPERATIONS: dict[str, Operation] = {
    "frame": _frame,
    "decode-cbor": _decode_cbor,
    "subject": _subject,
    "scope": _scope,
    "sign": _sign,
    "verify-signature": _verify_signature,
}
