"""Strict DAG-CBOR, both ways (docs/spec/notation.md): nothing but the one legal encoding is read."""

import unicodedata
from dataclasses import dataclass

from .errors import Refused, require

RAW = 0x55
DAG_CBOR = 0x71
MAX_INT = 2**53 - 1
MAX_DEPTH = 16
CID_LENGTH = 36


@dataclass(frozen=True)
class Link:
    """A CIDv1 with SHA-256; only forest objects and CAR headers carry it."""

    codec: int
    digest: bytes

    def cid(self) -> bytes:
        return bytes([1, self.codec, 0x12, 0x20]) + self.digest

    @staticmethod
    def parse(cid: bytes, what: str) -> "Link":
        require(len(cid) == CID_LENGTH, what, "CID is not 36 bytes")
        require(cid[0] == 1 and cid[2:4] == b"\x12\x20", what, "CID is not version 1 with sha2-256")
        require(cid[1] in (RAW, DAG_CBOR), what, f"CID has codec 0x{cid[1]:02x}")
        return Link(cid[1], cid[4:])


def _head(major: int, value: int) -> bytes:
    if value < 24:
        return bytes([major << 5 | value])
    for extra, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if value < 1 << 8 * size:
            return bytes([major << 5 | extra]) + value.to_bytes(size, "big")
    raise ValueError("integer over 64 bits")


def encode(value: object) -> bytes:
    """The one encoding of integers, byte strings, texts, lists, maps and links."""
    if type(value) is int and 0 <= value <= MAX_INT:
        return _head(0, value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        data = value.encode("utf-8")
        return _head(3, len(data)) + data
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(encode, value))
    if isinstance(value, dict):
        pairs = sorted((_key_order(k), k) for k in value)
        return _head(5, len(pairs)) + b"".join(encode(k) + encode(value[k]) for _, k in pairs)
    if isinstance(value, Link):
        return b"\xd8\x2a" + encode(b"\0" + value.cid())
    raise ValueError(f"no encoding for {type(value).__name__} {value!r}")


def _key_order(key: str) -> tuple[int, bytes]:
    data = key.encode("utf-8")
    return len(data), data


class _Decoder:
    def __init__(self, data: bytes, what: str, links: bool):
        self.data = data
        self.what = what
        self.links = links
        self.at = 0

    def refuse(self, why: str) -> Refused:
        return Refused(self.what, f"{why} at byte {self.at}")

    def take(self, length: int) -> bytes:
        if length > len(self.data) - self.at:
            raise self.refuse("CBOR is cut short")
        self.at += length
        return self.data[self.at - length : self.at]

    def argument(self, extra: int) -> int:
        if extra < 24:
            return extra
        if extra > 27:
            raise self.refuse("CBOR has an indefinite or reserved length")
        size = 1 << extra - 24
        value = int.from_bytes(self.take(size), "big")
        if value < (24 if size == 1 else 1 << 4 * size):
            raise self.refuse("CBOR integer is not in its shortest form")
        return value

    def item(self, depth: int) -> object:
        if depth > MAX_DEPTH:
            raise self.refuse("CBOR is nested too deeply")
        first = self.take(1)[0]
        major, extra = first >> 5, first & 31
        if major in (1, 7):
            raise self.refuse("CBOR has a negative number, float, boolean, null or undefined")
        value = self.argument(extra)
        if major == 0:
            if value > MAX_INT:
                raise self.refuse("integer over 2^53 - 1")
            return value
        if major == 2:
            return self.take(value)
        if major == 3:
            return self.text(value)
        if major == 4:
            return [self.item(depth + 1) for _ in range(self.count(value))]
        if major == 5:
            return self.map(value, depth)
        return self.link(value)

    def count(self, value: int) -> int:
        if value > len(self.data) - self.at:
            raise self.refuse("CBOR is cut short")
        return value

    def text(self, length: int) -> str:
        try:
            text = self.take(length).decode("utf-8")
        except UnicodeDecodeError:
            raise self.refuse("text is not UTF-8") from None
        if unicodedata.normalize("NFC", text) != text:
            raise self.refuse("text is not NFC")
        return text

    def map(self, count: int, depth: int) -> dict[str, object]:
        result: dict[str, object] = {}
        last: tuple[int, bytes] | None = None
        for _ in range(self.count(count)):
            key = self.item(depth + 1)
            if not isinstance(key, str):
                raise self.refuse("map key is not text")
            order = _key_order(key)
            if last is not None and order <= last:
                raise self.refuse("map keys are repeated or out of order")
            last = order
            result[key] = self.item(depth + 1)
        return result

    def link(self, tag: int) -> Link:
        if tag != 42 or not self.links:
            raise self.refuse(f"CBOR tag {tag} is not allowed here")
        value = self.item(MAX_DEPTH)
        if not isinstance(value, bytes) or value[:1] != b"\0":
            raise self.refuse("link does not start with a zero byte")
        return Link.parse(value[1:], self.what)


def decode(data: bytes, what: str, links: bool = False) -> object:
    """Read one item that fills `data`, in the only encoding allowed; `links` admits tag 42."""
    decoder = _Decoder(data, what, links)
    value = decoder.item(0)
    require(decoder.at == len(data), what, "bytes follow the CBOR item")
    require(encode(value) == data, what, "CBOR is not in its canonical form")
    return value
