"""Objects that every reader must refuse, one rule at a time."""

import unittest

from .. import block, ed25519
from ..bind import decode_bind
from ..cbor import DAG_CBOR, RAW, Link, decode, encode
from ..directory import decode_directory
from ..errors import Refused
from ..file import decode_file, read_file
from ..forest import build_hamt, decode_forest, read_hamt
from ..framing import sha256
from ..making import make_bind
from ..record import decode_record
from ..subject import check_subject
from .make import FolderMaker

M = b"\x05" * 32


class Cbor(unittest.TestCase):
    def test_round_trip(self):
        value = {"a": [0, 23, 24, 255, 256, 65536, 2**32, 2**53 - 1], "bb": b"\0", "é": {"": "🗂"}}
        self.assertEqual(decode(encode(value), "value"), value)

    def test_everything_but_the_one_form(self):
        for name, data in {
            "keys out of order": "a2616201616101",
            "longer key first": "a262616101616201",
            "repeated key": "a2616101616101",
            "key that is not text": "a1410101",
            "null": "f6",
            "undefined": "f7",
            "true": "f5",
            "float": "fb3ff0000000000000",
            "half float": "f93c00",
            "negative": "20",
            "long integer": "1801",
            "long length": "580101",
            "over 2^53-1": "1b0020000000000000",
            "indefinite list": "9fff",
            "indefinite bytes": "5f4101ff",
            "broken UTF-8": "61ff",
            "surrogate": "63eda080",
            "NFD": "6361cc88",
            "tag": "c000",
            "link": "d82a582500" + Link(RAW, M).cid().hex(),
            "trailing": "0000",
            "cut": "4201",
            "cut list": "8201",
            "empty": "",
            "huge count": "9b000fffffffffffff",
            "deep": "81" * 20 + "00",
        }.items():
            with self.subTest(name), self.assertRaises(Refused):
                decode(bytes.fromhex(data), name)

    def test_links(self):
        good = encode(Link(DAG_CBOR, M))
        self.assertEqual(decode(good, "link", links=True), Link(DAG_CBOR, M))
        for name, change in {"dag-pb": (6, 0x70), "version": (5, 0), "hash": (7, 0x13), "prefix": (4, 1)}.items():
            data = bytearray(good)
            self.assertNotEqual(data[change[0]], change[1])
            data[change[0]] = change[1]
            with self.subTest(name), self.assertRaises(Refused):
                decode(bytes(data), name, links=True)


class Blocks(unittest.TestCase):
    def opened(self, stored: bytes, m: bytes = M, kind: int = block.CHUNK, block_class: int | None = None) -> bytes:
        return block.open_block(stored, m, kind, "block", block_class)

    def sealed(self, plaintext: bytes, block_class: int = 0) -> bytes:
        return block.seal(M, plaintext, block_class)

    def test_round_trip_at_the_borders(self):
        for block_class, capacity in enumerate(block.CAPACITIES):
            for length in {0, 1, capacity - 1, capacity}:
                payload = b"\xff" * length
                stored = self.sealed(block.padded(block.CHUNK, payload, block_class), block_class)
                self.assertEqual(len(stored), block.SIZES[block_class])
                self.assertEqual(self.opened(stored, block_class=block_class), payload)
        with self.assertRaises(Refused):
            block.smallest_class(block.CAPACITIES[-1] + 1)

    def test_one_error_for_all(self):
        good = block.padded(block.CHUNK, b"payload", 0)
        stored = self.sealed(good)
        messages = set()
        for name, data, options in (
            ("other m", stored, {"m": bytes(32)}),
            ("wrong com", stored[:4] + bytes(32) + stored[36:], {}),
            ("ciphertext", stored[:40] + bytes([stored[40] ^ 1]) + stored[41:], {}),
            ("version", b"\2" + stored[1:], {}),
            ("suite", stored[:1] + b"\2" + stored[2:], {}),
            ("reserved", stored[:3] + b"\1" + stored[4:], {}),
            ("class in header", stored[:2] + b"\1" + stored[3:], {}),
            ("length", stored + bytes(3072), {}),
            ("not a class", stored[:-1], {}),
            ("class of the pointer", stored, {"block_class": 1}),
            ("type", stored, {"kind": block.BUNDLE}),
            ("padding", self.sealed(good[:-1] + b"\1"), {}),
            ("length over capacity", self.sealed(good[:1] + (968).to_bytes(4, "big") + good[5:]), {}),
        ):
            with self.subTest(name), self.assertRaises(Refused) as caught:
                self.opened(data, **options)
            messages.add(str(caught.exception).replace("bundle", "chunk"))
        self.assertEqual(len(messages), 1)

    def test_salamander(self):
        """A block with the commitment of another key is refused before its tag is looked at."""
        plaintext = block.padded(block.CHUNK, b"", 0)
        other = block.seal(b"\x06" * 32, plaintext, 0)
        mixed = other[:4] + block.keys(M, other[:4])[1] + other[36:]
        for m in (M, b"\x06" * 32):
            with self.assertRaises(Refused):
                self.opened(mixed, m)


class Files(unittest.TestCase):
    def node(self, **change: object) -> bytes:
        return encode({"t": "file", "v": 1, "n": 2000, "k": 0, "h": 0, "p": bytes(64 * 3), **change})

    def test_geometry(self):
        self.assertEqual(decode_file(self.node(), "file").chunks, 3)
        for change in (
            {"p": bytes(64 * 2)},
            {"p": bytes(64 * 3 + 1)},
            {"h": 1, "p": bytes(64)},
            {"k": 6},
            {"n": 0, "p": b"", "k": 1},
            {"n": 2**53 - 1, "h": 3},
            {"v": 2},
            {"t": "dir"},
            {"y": 0},
            {"x": []},
        ):
            with self.subTest(change), self.assertRaises(Refused):
                decode_file(self.node(**change), "file")
        self.assertEqual(decode_file(self.node(x={"new": [1]}), "file").size, 2000)

    def test_virtual_sizes(self):
        capacity = block.CAPACITIES[0]
        for chunks, height, top in (
            (1000, 0, 1000),
            (1001, 1, 2),
            (10**6, 1, 1000),
            (10**6 + 1, 2, 2),
            (10**9 + 1, 3, 2),
        ):
            node = self.node(n=chunks * capacity, h=height, p=bytes(64 * top))
            self.assertEqual(decode_file(node, "file").chunks, chunks)
            with self.assertRaises(Refused):
                decode_file(self.node(n=chunks * capacity, h=height, p=bytes(64 * (top - 1))), "file")

    def test_ranges(self):
        maker = FolderMaker()
        maker.advance([maker.alice], [])
        data = bytes(i * 7 % 251 for i in range(967 * 1001 + 10))
        pointer = maker.file(data, 0)
        fetch = lambda digest, what: maker.raw[digest]  # noqa: E731
        stored = maker.raw[pointer[:32]]
        node = decode_file(block.open_block(stored, pointer[32:64], block.FILE, "file"), "file")
        edge = 967 * 1000
        for start, end in (
            (0, 0),
            (0, 1),
            (966, 968),
            (edge - 1, edge + 1),
            (edge, len(data)),
            (5, 4),
            (len(data), None),
        ):
            found = b"".join(read_file(node, fetch, "file", start, end))
            self.assertEqual(found, data[start:end])

    def test_swapped_chunks(self):
        maker = FolderMaker()
        maker.advance([maker.alice], [])
        chunks = [maker.seal(block.CHUNK, part)[:64] for part in (b"a" * 967, b"b" * 967, b"c" * 66)]
        fetch = lambda digest, what: maker.raw[digest]  # noqa: E731
        good = decode_file(self.node(p=b"".join(chunks)), "file")
        self.assertEqual(len(b"".join(read_file(good, fetch, "file"))), 2000)
        cut = decode_file(self.node(p=b"".join([chunks[0], chunks[2], chunks[1]])), "file")
        with self.assertRaisesRegex(Refused, "chunk 1: is not as long"):
            b"".join(read_file(cut, fetch, "file"))


class Directories(unittest.TestCase):
    leaf = {"i": b"\x01" * 16, "n": "name", "k": 1, "m": 0, "c": [0, b""]}

    def refused(self, *leaves: dict, level: int = 0) -> None:
        with self.assertRaises(Refused):
            decode_directory(encode({"t": "dir", "v": 1, "l": level, "e": list(leaves)}), "directory")

    def test_leaves(self):
        pointer = bytes(65)
        for change in (
            {"n": ""},
            {"n": "."},
            {"n": ".."},
            {"n": "a/b"},
            {"n": "a\0"},
            {"n": "é" * 128},
            {"n": b"name"},
            {"i": bytes(16)},
            {"i": bytes(15)},
            {"k": 2},
            {"k": 0},
            {"c": [0, bytes(3073)]},
            {"c": [1, bytes(64)]},
            {"c": [1, bytes(64) + b"\6"]},
            {"c": [2, pointer, 0]},
            {"c": [2, pointer, 967, 1]},
            {"c": [3, pointer]},
            {"c": []},
            {"x": {}},
        ):
            with self.subTest(change):
                self.refused({**self.leaf, **change})
        self.refused({key: value for key, value in self.leaf.items() if key != "m"})

    def test_order(self):
        decode_directory(encode({"t": "dir", "v": 1, "l": 0, "e": [self.leaf]}), "directory")
        self.refused(self.leaf, self.leaf)
        self.refused(self.leaf, {**self.leaf, "n": "mame"})

    def test_upper_nodes(self):
        self.refused(level=1)
        self.refused(["a", bytes(65)], level=16)
        self.refused(["b", bytes(65)], ["a", bytes(65)], level=1)


class Signatures(unittest.TestCase):
    seed = b"\x09" * 32
    message = b"message"

    def refused(self, key: bytes, signature: bytes, why: str) -> None:
        with self.assertRaisesRegex(Refused, why):
            ed25519.verify(key, self.message, signature, "object")

    def test_odd_keys_and_signatures(self):
        key, good = ed25519.public_key(self.seed), ed25519.sign(self.seed, self.message)
        ed25519.verify(key, self.message, good, "object")
        order, field = ed25519.ORDER, ed25519.FIELD
        s = int.from_bytes(good[32:], "little")
        self.refused(key, good[:32] + (s + order).to_bytes(32, "little"), "not reduced")
        self.refused(key, field.to_bytes(32, "little") + good[32:], "non-canonical R")
        self.refused(key, (field + 1 | 1 << 255).to_bytes(32, "little") + good[32:], "non-canonical R")
        self.refused((field + 3).to_bytes(32, "little"), good, "not canonical")
        self.refused(key, bytes(64), "does not verify")
        self.refused(key, good[:63], "64 bytes")
        self.assertEqual(len(ed25519.SMALL_ORDER_Y), 5)
        for y in ed25519.SMALL_ORDER_Y:
            for sign in (0, 1 << 255):
                self.refused((y | sign).to_bytes(32, "little"), good, "small order")

    def test_the_equation_has_no_cofactor(self):
        """Both verify when multiplied by eight: a key, and an R, with a part of order two."""
        for key, signature in (
            (
                "b4992fc9cf0f6bcf71c3072c95ea6a3768eaaf1beb4c19329b58b4c6c6e48d9e",
                "7779b91f88445afc772b15cf7f5204b933d79e48078a3b2f4c231cc7796d4e6a"
                "c214963e8bf10cbd495fe6218be24f6319234a5bb2daeb764cda3fb91aa46207",
            ),
            (
                "3966d03630f094308e3cf8d36a1595c8971550e414b3e6cd64a74b39391b7261",
                "768646e077bba50388d4ea3080adfb46cc2861b7f875c4d0b3dce3388692b195"
                "4f19937f14490993b2c9de91a02666d91c715f9117e9d51167131e6199e0b60e",
            ),
        ):
            self.refused(bytes.fromhex(key), bytes.fromhex(signature), "does not verify")

    def test_small_order_points_really_are(self):
        known = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
        self.assertIn(int.from_bytes(bytes.fromhex(known), "little"), ed25519.SMALL_ORDER_Y)


class Clear(unittest.TestCase):
    def setUp(self) -> None:
        self.maker = FolderMaker()
        self.maker.advance([self.maker.alice], [self.maker.alice_device])

    owner = {"c": 31337, "u": 0, "m": bytes(20), "n": b"alice"}

    def test_binds(self):
        kem, sign = self.maker.alice.kem_seed, self.maker.alice.sign_seed
        wallet = bytes(12) + b"\x0e" * 20
        for change, why in (
            ({"n": b"al"}, "legal name"),
            ({"n": b"-alice"}, "legal name"),
            ({"n": b"a--b"}, "legal name"),
            ({"n": b"Alice"}, "legal name"),
            ({"o": wallet}, "either a name or a subject"),
            ({"d": bytes(32)}, "unknown"),
            ({"p": bytes(32)}, "without the other"),
            ({"u": 2**32}, "is not an integer"),
        ):
            with self.subTest(change), self.assertRaisesRegex(Refused, why):
                decode_bind(make_bind({**self.owner, **change}, kem, sign), "bind")
        for body in (
            {"c": 1, "u": 0},
            {"c": 1, "u": 0, "o": wallet[:20]},
            {"c": 1, "u": 0, "o": b"bob".ljust(31, b"\0") + b"\1"},
        ):
            with self.subTest(body), self.assertRaises(Refused):
                decode_bind(make_bind(body, kem, sign), "bind")
        before = make_bind(self.owner, kem, sign)
        rotated = {**self.owner, "u": 1, "p": sha256(before)}
        new = bytes(31) + b"\1"
        decode_bind(make_bind(rotated, new, new, sign), "bind").check_continuity(before, "bind")
        for data, why in (
            (make_bind(rotated, new, new, new), "does not verify"),
            (make_bind({**rotated, "p": bytes(32)}, new, new, sign), "another bind"),
            (make_bind({**self.owner, "u": 1}, new, new), "no continuity"),
        ):
            with self.subTest(why), self.assertRaisesRegex(Refused, why):
                decode_bind(data, "bind").check_continuity(before, "bind")

    def test_subjects(self):
        for subject in (
            bytes(32),
            bytes(11) + b"\1" + bytes(20),
            b"\1" + bytes(31),
            b"\2" + b"\5" * 31,
            b"bob".ljust(32, b"\0"),
            b"bo\0b".ljust(30, b"\0") + b"\0\1",
            bytes(20),
        ):
            with self.subTest(subject), self.assertRaises(Refused):
                check_subject(subject, "subject")

    def test_records(self):
        good = decode(self.maker.clear[self.maker.record], "record")
        for change, why in (
            ({"p": bytes(32)}, "p exactly"),
            ({"q": [bytes(32), bytes(32)]}, "q exactly"),
            ({"e": 1}, "p exactly"),
            ({"b": [[0, bytes(48)]]}, "do not descend"),
            ({"y": 1}, "barrier"),
            ({"l": [b"\2" * 32, b"\1" * 32]}, "not sorted"),
            ({"l": [i.to_bytes(32, "big") for i in range(257)]}, "256"),
            ({"w": [[bytes(32), 0]]}, "flags"),
            ({"w": [[bytes(32), 1], [bytes(32), 2]]}, "not sorted"),
            ({"x": [1]}, "not a map"),
            ({"j": 1}, "unknown"),
        ):
            with self.subTest(change), self.assertRaisesRegex(Refused, why):
                decode_record(encode({**good, **change}), "record")
        padding = {"x": {"": bytes(65_536)}}
        with self.assertRaisesRegex(Refused, "64 KiB"):
            decode_record(encode({**good, **padding}), "record")
        later = {**good, "e": 4, "p": bytes(32), "q": [bytes(32), bytes(32)], "y": 2}
        decode_record(encode({**later, "b": [[3, bytes(48)], [2, bytes(48)]]}), "record")
        for back in ([[2, bytes(48)], [1, bytes(48)]], [[2, bytes(48)], [3, bytes(48)]]):
            with self.subTest(back), self.assertRaises(Refused):
                decode_record(encode({**later, "b": back}), "record")


class Forests(unittest.TestCase):
    def read(self, nodes: list[bytes]) -> list[bytes]:
        store = {sha256(node): node for node in nodes}
        return read_hamt(sha256(nodes[0]), lambda digest, what: store[digest])

    def test_any_set(self):
        same = bytes(5)
        for count in (0, 1, 3, 4, 5, 1000):
            digests = [same + sha256(bytes([n % 256, n // 256]))[5:] for n in range(count)]
            root, nodes = build_hamt(reversed(digests))
            self.assertEqual((root, nodes), build_hamt(digests))
            self.assertEqual(read_hamt(root, lambda digest, what: nodes[digest]), sorted(digests))

    def test_other_shapes(self):
        a, b, c, d = (bytes([n]) * 32 for n in (0x11, 0x12, 0x13, 0x14))
        raw = lambda digest: Link(RAW, digest)  # noqa: E731
        below = encode({"b": 2, "c": [[raw(a)]]})
        for name, nodes in {
            "more items than bits": [encode({"b": 2, "c": [[raw(a)], [raw(b)]]})],
            "empty group": [encode({"b": 2, "c": [[]]})],
            "four in a list": [encode({"b": 2, "c": [[raw(a), raw(b), raw(c), raw(d)]]})],
            "one below a link": [encode({"b": 2, "c": [Link(DAG_CBOR, sha256(below))]}), below],
            "wrong nibble": [encode({"b": 4, "c": [[raw(a)]]})],
            "out of order": [encode({"b": 2, "c": [[raw(b), raw(a)]]})],
            "repeat": [encode({"b": 2, "c": [[raw(a), raw(a)]]})],
            "clear leaf": [encode({"b": 2, "c": [[Link(DAG_CBOR, a)]]})],
            "raw node": [encode({"b": 2, "c": [raw(a)]})],
            "digest instead of a link": [encode({"b": 2, "c": [a]})],
            "bitmap over 16 bits": [encode({"b": 1 << 16, "c": [[raw(a)]]})],
            "extra field": [encode({"b": 0, "c": [], "x": {}})],
        }.items():
            with self.subTest(name), self.assertRaises(Refused):
                self.read(nodes)

    def test_roots(self):
        h, low, high = (Link(DAG_CBOR, bytes([n]) * 32) for n in (7, 1, 2))
        good = {"t": "forest", "v": 1, "g": 0, "h": h, "x": [low, high]}
        self.assertEqual(decode_forest(encode(good), "forest").objects, [low.digest, high.digest])
        for change in (
            {"h": Link(RAW, h.digest)},
            {"h": h.digest},
            {"x": [high, low]},
            {"x": [low, low]},
            {"x": [Link(RAW, low.digest)]},
            {"x": {}},
            {"g": b""},
        ):
            with self.subTest(change), self.assertRaises(Refused):
                decode_forest(encode({**good, **change}), "forest")


if __name__ == "__main__":
    unittest.main()
