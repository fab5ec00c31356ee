"""CARv1 (docs/spec/export.md): an index of checked blocks over one file."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .cbor import CID_LENGTH, DAG_CBOR, RAW, Link, decode
from .errors import Refused, require
from .framing import sha256
from .shape import fields, sequence

NAME = "blocks.car"
MAX_SECTION = CID_LENGTH + (1 << 20)


@dataclass
class Blocks:
    """The blocks of a CAR by digest; bytes are read again, and checked again, at each use."""

    path: Path
    root: Link
    places: dict[bytes, tuple[int, int, int]]

    def place(self, digest: bytes, codec: int, what: str) -> tuple[int, int]:
        """Offset and length of a block that `what` needs."""
        if digest not in self.places:
            raise Refused(f"block {digest.hex()}", f"is missing from {NAME}, needed as {what}")
        found, offset, length = self.places[digest]
        require(found == codec, f"block {digest.hex()}", f"has codec 0x{found:02x}, needed as {what}")
        return offset, length

    def get(self, digest: bytes, codec: int, what: str) -> bytes:
        offset, length = self.place(digest, codec, what)
        with self.path.open("rb") as file:
            file.seek(offset)
            data = file.read(length)
        require(sha256(data) == digest, f"block {digest.hex()}", "changed while it was read")
        return data

    def raw(self, digest: bytes, what: str) -> bytes:
        return self.get(digest, RAW, what)

    def clear(self, digest: bytes, what: str) -> bytes:
        return self.get(digest, DAG_CBOR, what)


def _varint(file: BinaryIO) -> int | None:
    """An unsigned LEB128 number in its shortest form, None at the end of the file."""
    value = 0
    for shift in range(0, 63, 7):
        byte = file.read(1)
        if not byte and shift == 0:
            return None
        require(bool(byte), NAME, "is cut short")
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            require(byte[0] > 0 or shift == 0, NAME, "has a length that is not in its shortest form")
            return value
    raise Refused(NAME, "has a length over 63 bits")


def _section(file: BinaryIO, length: int) -> bytes:
    require(length <= MAX_SECTION, NAME, f"has a section of {length} bytes, over the largest block")
    data = file.read(length)
    require(len(data) == length, NAME, "is cut short")
    return data


def _header(file: BinaryIO) -> Link:
    length = _varint(file)
    require(length is not None, NAME, "is empty")
    value = decode(_section(file, length or 0), f"{NAME} header", links=True)
    header = fields(value, f"{NAME} header", {"roots": sequence(), "version": lambda v, w: None})
    require(header["version"] == 1 and len(header["roots"]) == 1, NAME, "is not version 1 with one root")
    root = header["roots"][0]
    require(isinstance(root, Link) and root.codec == DAG_CBOR, NAME, "root is not a dag-cbor CID")
    return root


def read_car(path: Path) -> Blocks:
    """Index a CAR; every block is hashed on the way."""
    places: dict[bytes, tuple[int, int, int]] = {}
    with path.open("rb") as file:
        root = _header(file)
        while (length := _varint(file)) is not None:
            data = _section(file, length)
            link = Link.parse(data[:CID_LENGTH], f"{NAME} section at byte {file.tell() - length}")
            name = f"block {link.digest.hex()}"
            require(sha256(data[CID_LENGTH:]) == link.digest, name, "its bytes do not have its hash")
            require(link.digest not in places, name, f"occurs twice in {NAME}")
            size = length - CID_LENGTH
            places[link.digest] = (link.codec, file.tell() - size, size)
    return Blocks(path, root, places)
