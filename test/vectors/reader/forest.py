"""The forest (docs/spec/forest.md): the outer list of live blocks, the only objects with CID links."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .cbor import DAG_CBOR, RAW, Link, decode, encode
from .errors import require
from .framing import sha256
from .shape import ascending, fields, sequence, uint

BUCKET = 3
MAX_FOREST_BYTES = 1 << 20
FetchNode = Callable[[bytes, str], bytes]


@dataclass(frozen=True)
class Forest:
    """A decoded forest root: generation, digest of the HAMT root, digests of the clear objects."""

    generation: int
    hamt: bytes
    objects: list[bytes]


def nibble(digest: bytes, depth: int) -> int:
    byte = digest[depth // 2]
    return byte & 15 if depth % 2 else byte >> 4


def build_hamt(digests: Iterable[bytes]) -> tuple[bytes, dict[bytes, bytes]]:
    """Root digest and all node blocks of a set; the result depends on the set only."""
    nodes: dict[bytes, bytes] = {}

    def build(members: list[bytes], depth: int) -> bytes:
        bitmap, items = 0, []
        for value in range(16):
            group = [d for d in members if nibble(d, depth) == value]
            if not group:
                continue
            bitmap |= 1 << value
            if len(group) <= BUCKET:
                items.append([Link(RAW, d) for d in group])
            else:
                items.append(Link(DAG_CBOR, build(group, depth + 1)))
        data = encode({"b": bitmap, "c": items})
        nodes[sha256(data)] = data
        return sha256(data)

    return build(sorted(set(digests)), 0), nodes


def encode_forest(generation: int, hamt: bytes, objects: Iterable[bytes]) -> bytes:
    links = [Link(DAG_CBOR, d) for d in sorted(set(objects))]
    return encode({"t": "forest", "v": 1, "g": generation, "h": Link(DAG_CBOR, hamt), "x": links})


def _digest(value: object, codec: int, what: str) -> bytes:
    require(isinstance(value, Link) and value.codec == codec, what, f"is not a link with codec 0x{codec:02x}")
    assert isinstance(value, Link)
    return value.digest


def decode_forest(data: bytes, what: str) -> Forest:
    require(len(data) <= MAX_FOREST_BYTES, what, "is over 1 MiB")
    value = fields(
        decode(data, what, links=True),
        what,
        {"g": uint(), "h": lambda v, w: None, "x": sequence()},
        kind="forest",
    )
    objects = [_digest(item, DAG_CBOR, f"{what} field 'x'") for item in value["x"]]
    ascending(objects, f"{what} field 'x'")
    return Forest(value["g"], _digest(value["h"], DAG_CBOR, f"{what} field 'h'"), objects)


def _check_bucket(bucket: list, prefix: tuple[int, ...], what: str) -> list[bytes]:
    digests = [_digest(leaf, RAW, what) for leaf in bucket]
    require(1 <= len(digests) <= BUCKET, what, "has a list that does not hold 1 to 3 digests")
    ascending(digests, f"{what}, a list of digests")
    for digest in digests:
        path = tuple(nibble(digest, depth) for depth in range(len(prefix)))
        require(path == prefix, what, f"holds digest {digest.hex()}, which belongs elsewhere")
    return digests


def decode_node(data: bytes, prefix: tuple[int, ...], what: str) -> dict[int, Link | list[bytes]]:
    """The items of a node by nibble: a link one level down, or the digests themselves.

    `prefix` holds the nibbles on the way to the node. Together with the rule for small nodes these checks leave one
    shape for each set.
    """
    value = fields(decode(data, what, links=True), what, {"b": uint(0xFFFF), "c": sequence()})
    nibbles = [n for n in range(16) if value["b"] >> n & 1]
    require(len(nibbles) == len(value["c"]), what, "bitmap and items differ in number")
    items: dict[int, Link | list[bytes]] = {}
    for n, item in zip(nibbles, value["c"]):
        if isinstance(item, list):
            items[n] = _check_bucket(item, (*prefix, n), what)
        else:
            _digest(item, DAG_CBOR, f"{what}, an item")
            items[n] = item
    total = sum(len(item) if isinstance(item, list) else BUCKET + 1 for item in items.values())
    require(not prefix or total > BUCKET, what, "is not the root and would fit into a list")
    return items


def read_hamt(root: bytes, fetch: FetchNode) -> list[bytes]:
    """All live digests below a HAMT root, in ascending order."""
    found: list[bytes] = []

    def walk(digest: bytes, prefix: tuple[int, ...]) -> None:
        what = f"forest node {digest.hex()}"
        require(len(prefix) < 64, what, "is deeper than a digest is long")
        for n, item in decode_node(fetch(digest, what), prefix, what).items():
            if isinstance(item, Link):
                walk(item.digest, (*prefix, n))
            else:
                found.extend(item)

    walk(root, ())
    return found
