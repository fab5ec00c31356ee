"""Opens an export with a link (docs/spec/export.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .admission import admit
from .block import SIZES
from .car import Blocks, read_car
from .cbor import DAG_CBOR, RAW
from .directory import Node, read_content, read_directory
from .errors import require
from .export import Chain, load_chain, load_heads
from .forest import decode_forest, read_hamt
from .heads import Head, HeadFinder, choose
from .history import History
from .link import open_link

MAX_NESTING = 256


@dataclass(frozen=True)
class Folder:
    """An opened export: everything but directories and files has been checked."""

    chain: Chain
    blocks: Blocks
    history: History
    head: Head
    unmerged: list[Head]
    live: frozenset[bytes]

    def fetch(self, digest: bytes, what: str) -> bytes:
        """A block of the tree; the forest must list it."""
        require(digest in self.live, f"block {digest.hex()}", f"is not in the forest, needed as {what}")
        return self.blocks.raw(digest, what)

    def walk(self) -> Iterator[tuple[tuple[str, ...], Node]]:
        """Every node below the root with its path, directories before what they hold."""
        yield from self._walk((), self.head.ops.root)

    def _walk(self, path: tuple[str, ...], pointer: bytes) -> Iterator[tuple[tuple[str, ...], Node]]:
        what = f"directory {'/' + '/'.join(path)!r}"
        require(len(path) <= MAX_NESTING, what, f"is nested deeper than {MAX_NESTING}")
        for node in read_directory(pointer, self.fetch, what):
            below = (*path, node.name)
            yield below, node
            if node.is_directory:
                yield from self._walk(below, node.content[1])

    def read(self, path: tuple[str, ...], node: Node) -> Iterator[bytes]:
        return read_content(node.content, self.fetch, f"file {'/' + '/'.join(path)!r}")


def _check_forest(blocks: Blocks, head: Head) -> frozenset[bytes]:
    """The live digests of the head's forest, all of them present."""
    digest = head.entry.forest
    require(digest == blocks.root.digest, "blocks.car", "its root is not the forest of the newest entry")
    forest = decode_forest(blocks.clear(digest, "forest"), f"forest {digest.hex()}")
    live = read_hamt(forest.hamt, blocks.clear)
    for block in live:
        _, length = blocks.place(block, RAW, "live block of the forest")
        require(length in SIZES, f"block {block.hex()}", "does not have the length of a sealed block")
    for item in forest.objects:
        blocks.place(item, DAG_CBOR, "object of the forest")
    require(head.entry.ops in live, f"block {head.entry.ops.hex()}", "is not in the forest, needed as ops")
    return frozenset(live)


def open_export(folder: Path, link: str, password: str | None = None) -> Folder:
    fragment, keys = open_link(link, password)
    chain = load_chain(folder)
    require(fragment.chain_id == chain.chain_id, "link", "is for another chain")
    require(fragment.grants == chain.grants, "link", "is for another Grants contract")
    require(fragment.folder_id == chain.folder_id, "link", "is for another folder")
    blocks = read_car(folder / "blocks.car")
    history = admit(blocks, chain, keys)
    record = history.newest
    above = record.narrowed > chain.narrowed
    require(not above, f"record {record.digest.hex()}", "counts more narrowings than the chain")
    heads = HeadFinder(blocks, chain, load_heads(folder), history).find()
    head, unmerged = choose(heads)
    return Folder(chain, blocks, history, head, unmerged, _check_forest(blocks, head))
