"""The forest (docs/spec/forest.md): the outer list of live blocks, the only objects with CID links."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .cbor import DAG_CBOR, RAW, Link, decode, encode
from .errors import Refused, require
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


def read_hamt(root: bytes, fetch: FetchNode) -> list[bytes]:
    """All live digests below a HAMT root, in ascending order; refused unless it is the one HAMT of its set."""
    found: list[bytes] = []

    def walk(digest: bytes, prefix: tuple[int, ...]) -> None:
        what = f"forest node {digest.hex()}"
        require(len(prefix) < 64, what, "is deeper than a digest is long")
        value = fields(decode(fetch(digest, what), what, links=True), what, {"b": uint(0xFFFF), "c": sequence()})
        values = [n for n in range(16) if value["b"] >> n & 1]
        require(len(values) == len(value["c"]), what, "bitmap and items differ in number")
        for n, item in zip(values, value["c"]):
            if isinstance(item, Link):
                walk(_digest(item, DAG_CBOR, what), (*prefix, n))
            elif isinstance(item, list):
                found.extend(_digest(leaf, RAW, what) for leaf in item)
            else:
                raise Refused(what, "has an item that is neither a link nor a list")

    walk(root, ())
    require(build_hamt(found)[0] == root, f"forest node {root.hex()}", "is not the HAMT of the digests it lists")
    return sorted(found)
