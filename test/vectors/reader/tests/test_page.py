"""The known values: made by an earlier implementation, hard-coded here."""

import hashlib
import unittest

from .. import block, ed25519, hpke, xwing
from ..cbor import decode, encode
from ..epoch import Epoch
from ..file import decode_file, read_file
from ..forest import build_hamt, encode_forest
from ..framing import expand, frame, scope_of, sha256, u32
from ..keccak import keccak256
from ..link import derive_link_keys, stretch
from ..making import xwing_encapsulate
from ..secp256k1 import address_of

SCOPE = scope_of(31337, b"\xcc" * 20, b"\xaa" * 20 + b"\x0b" * 12)
EPOCH_0 = Epoch(SCOPE, 0, b"\x01" * 32)
EPOCH_1 = Epoch(SCOPE, 1, b"\x02" * 32)
TEXT = b"hello space"
AUTHOR_SEED = expand(b"\x30" * 32, "author", SCOPE)


def convergent(kind: int, payload: bytes, block_class: int | None = None) -> tuple[bytes, bytes, int]:
    """(block, m, class) sealed in epoch 0."""
    block_class = block.smallest_class(len(payload)) if block_class is None else block_class
    plaintext = block.padded(kind, payload, block_class)
    m = block.convergent_secret(EPOCH_0.conv(), plaintext, block_class)
    return block.seal(m, plaintext, block_class), m, block_class


def pointer(kind: int, payload: bytes) -> bytes:
    stored, m, block_class = convergent(kind, payload)
    return sha256(stored) + m + bytes([block_class])


def file_payload() -> bytes:
    stored, m, _ = convergent(block.CHUNK, TEXT)
    return encode({"t": "file", "v": 1, "n": len(TEXT), "k": 0, "h": 0, "p": sha256(stored) + m})


def directory_payload() -> bytes:
    entry = {
        "i": b"\x40" * 16,
        "n": "hello.txt",
        "k": 1,
        "m": 1700000000000,
        "c": [1, pointer(block.FILE, file_payload())],
    }
    return encode({"t": "dir", "v": 1, "l": 0, "e": [entry]})


def account_keys() -> tuple[bytes, bytes]:
    root = b"\x10" * 32
    return expand(root, "acct-kem", u32(0)), expand(root, "acct-sign", u32(0))


def bind_block() -> bytes:
    kem, sign = account_keys()
    body = {
        "t": "bind",
        "v": 1,
        "c": 31337,
        "u": 0,
        "k": xwing.public_key(kem),
        "s": ed25519.public_key(sign),
        "m": b"\xdd" * 20,
        "n": b"bob",
    }
    return encode({**body, "z": ed25519.sign(sign, frame("bind", encode(body)))})


class KnownValues(unittest.TestCase):
    def same(self, found: bytes, expected: str) -> None:
        self.assertEqual(found.hex(), expected)

    def test_epoch(self):
        self.same(SCOPE, "7174beea257bab3ab019e29127fb3ccb733a2d7ad7d290a19e3a149eb121c459")
        self.same(EPOCH_0.commit(), "32ca2c5d5321a653355eabb9303c8f0370e936688579e6338989c0eb99d65fdc")
        self.same(EPOCH_0.conv(), "7cb3f696534fbff6144fa70b39ddfcd7015fed12cd7c29407e97dc161f94a6bf")
        self.same(EPOCH_0.log(), "9128d8bdbffdbcb16fc1516b1603323967f8079a42b8543725aa8d4009fa0abf")
        back = EPOCH_1.seal_back(EPOCH_0)
        self.same(
            back,
            "4291485c9266d5dd0c05d09d1e7c2b47feeaf429a4eeaa491291e997068eef441a671a64dcfd0602a5ce10899567c1f2",
        )
        self.assertEqual(EPOCH_1.open_back(0, back, "record"), EPOCH_0)

    def test_chunks(self):
        stored, m, _ = convergent(block.CHUNK, TEXT)
        self.same(m, "546513b98afb9e31d6efb10ce332829fece6c483bc2fed8c47335ed9aab077cd")
        self.same(stored[4:36], "67b2f443e1b66874edd976fbe3af6c74fe8abcfb99216ff585cf459fc98d2c3d")
        self.same(sha256(stored), "bccb14e1bd44a51b34501f3017923d378539510a4110f6f8825579e1cb1261e2")
        empty = convergent(block.CHUNK, b"")[0]
        self.same(sha256(empty), "86ce0d58f7997d39f9d0103c3d0138022aa516bf2187e3cce1c0b2b297a62f9a")
        full = convergent(block.CHUNK, b"a" * 967)
        self.assertEqual(full[2], 0)
        self.same(sha256(full[0]), "1f88294567252ac99aab24531b91c99a1a38ad96b925085ed0121d1b1569ba89")
        over = convergent(block.CHUNK, b"a" * 968)
        self.assertEqual(over[2], 1)
        self.same(sha256(over[0]), "acda292db5ab037665f093d83361b5a5d3268768b323c3d72586da875ae47f6f")

    def test_file_and_directory(self):
        self.same(
            pointer(block.FILE, file_payload()),
            "4964d05acf02d560fe4506fa4632e016926b27853c95d69d58e5b9cf65476a7c"
            "ee0acb05745f265f50dd524bd0a2187ff2405e17b40a26f66f7dce404c7421ef00",
        )
        self.same(
            pointer(block.DIRECTORY, directory_payload()),
            "7a111400ba4743cec13fc79ad610abbeb3992696458dbdbbce20195363ecef23"
            "e9cfadaeaacc7f225cc4d72907c49bfc6b83f7981a0d81ea4d371fadf496f22100",
        )
        blocks = {sha256(stored): stored for stored in [convergent(block.CHUNK, TEXT)[0]]}
        node = decode_file(file_payload(), "file")
        self.assertEqual(b"".join(read_file(node, lambda digest, what: blocks[digest], "file")), TEXT)

    def test_account_and_bind(self):
        kem, sign = account_keys()
        self.same(
            hashlib.sha256(xwing.public_key(kem)).digest(),
            "3c44c943f3ae61a9c728b7c36f62a5ccc8d3eb2ca1bc7f6f1d47fc57e8a11913",
        )
        self.same(ed25519.public_key(sign), "a3eae6151933f5689adff8420cf0608b96743ef0a736716e9cbb768b1a4f01fc")
        bind = bind_block()
        self.assertEqual(len(bind), 1373)
        self.same(sha256(bind), "93290f90ccb18f8f13986e17ee8c7d0896572b41f1254aeed8df4e4ea38c0cc4")

    def test_pass_record_and_entry_primitives(self):
        """The page's own subject had 20 bytes: the objects are refused today, their construction is not."""
        kem, _ = account_keys()
        subject, bind = b"\x0e" * 20, sha256(bind_block())
        outer = {"t": "pass", "v": 1, "f": SCOPE, "e": 0, "o": subject, "b": bind, "r": b"\x09" * 32}
        enc, shared = xwing_encapsulate(xwing.public_key(kem), b"\x20" * 64)
        info = frame("pass", SCOPE, u32(0), subject, bind)
        plaintext = encode({"s": [[0, EPOCH_0.secret]]})
        sealed = hpke.seal_with(shared, info, encode(outer), plaintext)
        stored = encode({**outer, "n": enc, "c": sealed})
        self.assertEqual(len(stored), 1330)
        self.same(sha256(stored), "2fcaeee26bbef9fc3a1949266366b1e6f93ec57b78b987462a68244ae97f5ce2")
        self.assertEqual(hpke.open_single(kem, enc, info, encode(outer), sealed, "pass"), plaintext)

        author = ed25519.public_key(AUTHOR_SEED)
        self.same(author, "21dab69589f578438adc3691a66b26b447482f47aae025c1f80957a5ec23b82e")
        record = encode(
            {
                "t": "epoch",
                "v": 1,
                "f": SCOPE,
                "e": 0,
                "c": EPOCH_0.commit(),
                "l": [sha256(stored)],
                "w": [[author, 3]],
                "b": [],
                "y": 0,
                "o": 12,
                "h": b"\xbb" * 32,
                "s": 0,
                "d": 0,
            }
        )
        self.assertEqual(len(record), 214)
        self.same(sha256(record), "54ddf0c1ec34c3b8df5f414a88cb3c199c81ed54f7ed2a4370c3ded75937e131")

        claim = ed25519.sign(account_keys()[1], frame("claim", SCOPE, author))
        ops = encode(
            {
                "t": "ops",
                "v": 1,
                "l": 1,
                "h": [],
                "o": [],
                "d": pointer(block.DIRECTORY, directory_payload()),
                "w": [subject, bind, claim],
            }
        )
        plaintext = block.padded(block.OPS, ops, block.smallest_class(len(ops)))
        sid = block.log_sid(EPOCH_0.log(), author, 0, plaintext)
        self.same(sid, "f20d90484f3dea513e56bf02b41268f5f03efa1479ebd63e6c33ad11d60e4ce0")
        ops_block = block.seal(block.log_secret(EPOCH_0.log(), sid), plaintext, block.smallest_class(len(ops)))
        self.same(sha256(ops_block), "424ece058502c68fc6411f2b606ffeff72ec1385b831f96b8e6a473ef67842ea")

        live = [convergent(block.CHUNK, TEXT)[0], convergent(block.FILE, file_payload())[0]]
        live += [convergent(block.DIRECTORY, directory_payload())[0], ops_block]
        hamt, _ = build_hamt(map(sha256, live))
        self.same(hamt, "8e992cdef7cbd9f7273080cada17ffe0f1de1923bbf95e7df006290998f6a711")
        forest = encode_forest(0, hamt, map(sha256, [record, stored, bind_block()]))
        self.same(sha256(forest), "6b5d809193d0513a67c25aa13875b9fddbac791e58dfba325c599ffccca3af31")

        body = {
            "t": "entry",
            "v": 1,
            "f": SCOPE,
            "e": 0,
            "r": sha256(record),
            "a": author,
            "s": 0,
            "b": sha256(ops_block),
            "i": sid,
            "g": sha256(forest),
        }
        entry = encode({**body, "z": ed25519.sign(AUTHOR_SEED, frame("entry", encode(body)))})
        self.assertEqual(len(entry), 302)
        self.same(sha256(entry), "042304fbb02c810c263178e24e3f40e6237de320c412db2a4cbe59b579f12ab1")
        self.same(EPOCH_0.head_label(author), "7b4035b8a8b9e572b76fba5f9facac0e2baa15edb396908de1b8cf29f389bc99")

    def test_hamt(self):
        root, nodes = build_hamt([])
        self.same(root, "b7254a3e0b02f97dc80cb78f0e8b4a6f2580d0caedd7dd0b50b42d3f0ac729dd")
        self.assertEqual(decode(nodes[root], "node"), {"b": 0, "c": []})
        self.same(
            build_hamt(sha256(u32(i)) for i in range(1000))[0],
            "5ac4ae4834ecfb8c4bf3c9fc430fa2b104ce36f49c55c5e8bd603349b8c8e48e",
        )

    def test_link(self):
        secret = b"\x07" * 32
        keys = derive_link_keys(secret)
        self.same(keys.kem_seed, "d010e04b4c19442e2a153322ec463bbaeac9b30c46fd39ec68a8113d8844d32f")
        self.same(keys.eth_key, "dbbae1ee35a9793a90abd2e1fe26d5858fc47df656f8bd52700944df4d7ce821")
        self.same(stretch(secret, "pässword"), "5d95a5fbc84da36f2b9f07c768ca4d0388bbe93f0893c4ad4d1b3a98e4433965")
        self.assertEqual(stretch(secret, "pa\u0308ssword"), stretch(secret, "pässword"))

    def test_ethereum_primitives(self):
        self.same(keccak256(b""), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")
        self.same(address_of((1).to_bytes(32, "big")), "7e5f4552091a69125d5dfcb7b8c2659029395bdf")
        self.same(keccak256(b"a" * 135), "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446")


if __name__ == "__main__":
    unittest.main()
