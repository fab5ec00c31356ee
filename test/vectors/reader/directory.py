"""Directory nodes, contents and bundles (docs/spec/directory.md)."""

from collections.abc import Iterator
from dataclasses import dataclass

from . import block
from .cbor import decode
from .errors import Refused, require
from .file import Fetch, decode_file, read_file
from .shape import blob, fields, row, sequence, uint

INLINE_LIMIT = 3072
MAX_LEVEL = 15
KIND_DIRECTORY, KIND_FILE = 0, 1
INLINE, NODE, SLICE = 0, 1, 2


@dataclass(frozen=True)
class Node:
    """One name in a directory."""

    id: bytes
    name: str
    is_directory: bool
    modified_ms: int
    content: list


def check_name(name: object, what: str) -> None:
    require(isinstance(name, str), what, "is not text")
    assert isinstance(name, str)
    require(1 <= len(name.encode("utf-8")) <= 255, what, "is not 1 to 255 bytes long")
    require(not name.startswith("\ufeff"), what, "begins with a byte order mark")
    require("/" not in name and "\0" not in name, what, "has a slash or NUL")
    require(name not in (".", ".."), what, "is . or ..")


def check_id(value: object, what: str) -> None:
    blob(16)(value, what)
    require(value != bytes(16), what, "is the root's")


def check_content(value: object, what: str) -> None:
    shapes = {
        INLINE: row(uint(), blob(maximum=INLINE_LIMIT)),
        NODE: row(uint(), blob(65)),
        SLICE: row(uint(), blob(65), uint(), uint()),
    }
    require(isinstance(value, list) and bool(value), what, "is not a list")
    assert isinstance(value, list)
    require(type(value[0]) is int and value[0] in shapes, what, "is of unknown form")
    shapes[value[0]](value, what)
    if value[0] != INLINE:
        block_class = block.split_ptr65(value[1], what)[2]
        if value[0] == SLICE:
            inside = value[2] + value[3] <= block.CAPACITIES[block_class]
            require(inside, what, "is a slice beyond the capacity of its bundle")


def check_kind(value: object, what: str) -> None:
    require(type(value) is int and value in (KIND_DIRECTORY, KIND_FILE), what, "is neither directory nor file")


def _order(name: str) -> bytes:
    return name.encode("utf-8")


def _decode_leaf(item: object, what: str) -> Node:
    value = fields(
        item,
        what,
        {"i": check_id, "n": check_name, "k": check_kind, "m": uint(), "c": check_content},
    )
    is_directory = value["k"] == KIND_DIRECTORY
    require(not is_directory or value["c"][0] == NODE, what, "is a directory without a node")
    return Node(value["i"], value["n"], is_directory, value["m"], value["c"])


def decode_directory(payload: bytes, what: str) -> tuple[int, list]:
    """(level, elements): entries at level 0, [first name, ptr65] above."""
    value = fields(
        decode(payload, what),
        what,
        {"l": uint(MAX_LEVEL), "e": sequence()},
        kind="dir",
    )
    level, items = value["l"], value["e"]
    if level == 0:
        items = [_decode_leaf(item, f"{what} element {n}") for n, item in enumerate(items)]
        names = [_order(entry.name) for entry in items]
    else:
        require(bool(items), what, "is an empty node above level 0")
        for n, item in enumerate(items):
            row(check_name, blob(65))(item, f"{what} element {n}")
        names = [_order(item[0]) for item in items]
    require(all(a < b for a, b in zip(names, names[1:])), what, "names are not sorted or repeat")
    return level, items


def open_pointer(fetch: Fetch, pointer: bytes, kind: int, what: str) -> bytes:
    digest, m, block_class = block.split_ptr65(pointer, what)
    return block.open_block(fetch(digest, what), m, kind, what, block_class)


def read_directory(pointer: bytes, fetch: Fetch, what: str) -> list[Node]:
    """All entries of a directory, in order of their names."""

    def walk(pointer: bytes, level: int | None, first: bytes | None, end: bytes | None) -> Iterator[Node]:
        found, items = decode_directory(open_pointer(fetch, pointer, block.DIRECTORY, what), what)
        require(level is None or found == level, what, "a node has another level than its place")
        require(level is None or bool(items), what, "holds an empty node below its root")
        names = [_order(item.name if found == 0 else item[0]) for item in items]
        require(first is None or names[0] == first, what, "a node does not start with its first name")
        require(end is None or names[-1] < end, what, "a node reaches beyond its place")
        if found == 0:
            yield from items
            return
        for (_, child), name, following in zip(items, names, [*names[1:], end]):
            yield from walk(child, found - 1, name, following)

    return list(walk(pointer, None, None, None))


def read_content(content: list, fetch: Fetch, what: str) -> Iterator[bytes]:
    """The bytes of a file in any of the three forms."""
    form = content[0]
    if form == INLINE:
        yield content[1]
    elif form == NODE:
        node = decode_file(open_pointer(fetch, content[1], block.FILE, what), what)
        yield from read_file(node, fetch, what)
    elif form == SLICE:
        bundle = open_pointer(fetch, content[1], block.BUNDLE, f"{what}, bundle")
        offset, length = content[2:]
        require(offset + length <= len(bundle), what, "is a slice beyond the end of its bundle")
        yield bundle[offset : offset + length]
    else:
        raise Refused(what, "is of unknown form")
