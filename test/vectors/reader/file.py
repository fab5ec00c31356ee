"""File nodes and their index blocks (docs/spec/file.md)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import block
from .cbor import decode
from .errors import require
from .shape import blob, fields, uint

FAN = 1000
POINTER = 64
MAX_HEIGHT = 3

Fetch = Callable[[bytes, str], bytes]
"""Gives the stored bytes of a raw block, checked against its digest; the text names it in errors."""


@dataclass(frozen=True)
class FileNode:
    """A decoded file node: size in bytes, chunk class, height of the index, top-level pointers."""

    size: int
    chunk_class: int
    height: int
    pointers: bytes

    @property
    def chunks(self) -> int:
        return -(-self.size // block.CAPACITIES[self.chunk_class])

    def chunk_length(self, index: int) -> int:
        capacity = block.CAPACITIES[self.chunk_class]
        return min(capacity, self.size - index * capacity)


def minimal_height(chunks: int) -> int:
    height = 0
    while chunks > FAN ** (height + 1):
        height += 1
    return height


def decode_file(payload: bytes, what: str) -> FileNode:
    value = fields(
        decode(payload, what),
        what,
        {"n": uint(), "k": uint(5), "h": uint(MAX_HEIGHT), "p": blob()},
        kind="file",
    )
    node = FileNode(value["n"], value["k"], value["h"], value["p"])
    require(node.size > 0 or node.chunk_class == 0, what, "an empty file has chunk class 0")
    require(node.height == minimal_height(node.chunks), what, "height does not fit the size")
    top = -(-node.chunks // FAN**node.height)
    require(len(node.pointers) == POINTER * top, what, "number of pointers does not fit the size")
    return node


def _index_block(fetch: Fetch, pointer: bytes, count: int, what: str) -> bytes:
    stored = fetch(pointer[:32], what)
    expected = block.smallest_class(POINTER * count, what)
    payload = block.open_block(stored, pointer[32:], block.INDEX, what, expected)
    require(len(payload) == POINTER * count, what, "index does not hold the expected number of pointers")
    return payload


def _chunk_pointers(node: FileNode, fetch: Fetch, what: str, first: int, end: int) -> Iterator[tuple[int, bytes]]:
    """(number, ptr64) of the chunks first … end-1, opening only the index blocks on the way."""

    def walk(pointers: bytes, height: int, base: int) -> Iterator[tuple[int, bytes]]:
        step = FAN**height
        for position in range(len(pointers) // POINTER):
            start = base + position * step
            if start >= end or start + step <= first:
                continue
            pointer = pointers[position * POINTER : (position + 1) * POINTER]
            if height == 0:
                yield start, pointer
                continue
            below = min(step, node.chunks - start)
            count = -(-below // FAN ** (height - 1))
            name = f"{what}, index block at chunk {start}"
            yield from walk(_index_block(fetch, pointer, count, name), height - 1, start)

    return walk(node.pointers, node.height, 0)


def read_file(node: FileNode, fetch: Fetch, what: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The bytes start … end-1 of a file, chunk by chunk, each opened and checked before it is yielded."""
    end = node.size if end is None else min(end, node.size)
    if start >= end:
        return
    capacity = block.CAPACITIES[node.chunk_class]
    chunks = _chunk_pointers(node, fetch, what, start // capacity, -(-end // capacity))
    for index, pointer in chunks:
        name = f"{what}, chunk {index}"
        length = node.chunk_length(index)
        stored = fetch(pointer[:32], name)
        data = block.open_block(stored, pointer[32:], block.CHUNK, name, block.smallest_class(length))
        require(len(data) == length, name, "is not as long as the file says")
        offset = index * capacity
        yield data[max(0, start - offset) : end - offset]
