"""Makes folders and their exports for the tests."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from .. import block, ed25519, xwing
from ..cbor import DAG_CBOR, RAW, Link, encode
from ..epoch import Epoch
from ..file import FAN, POINTER, minimal_height
from ..forest import build_hamt, encode_forest
from ..framing import expand, frame, scope_of, sha256, u16, u32
from ..link import Fragment, LinkKeys, derive_link_keys, stretch
from ..making import make_bind, seal_pass

MTIME = 1_700_000_000_000


def name_subject(name: bytes, generation: int = 1) -> bytes:
    return name.ljust(30, b"\0") + u16(generation)


@dataclass
class Member:
    """An account or a link: subject, both seeds, and its bind block."""

    subject: bytes
    kem_seed: bytes
    sign_seed: bytes
    bind: bytes

    @property
    def kem_key(self) -> bytes:
        return xwing.public_key(self.kem_seed)


@dataclass
class Writer:
    """A device of a member: its author key and the entries it has written."""

    member: Member
    seed: bytes
    entries: list[bytes] = field(default_factory=list)

    @property
    def author(self) -> bytes:
        return ed25519.public_key(self.seed)


class FolderMaker:
    """One folder with its chain state and all its blocks."""

    chain_id = 31337
    grants = b"\xcc" * 20
    names = b"\xdd" * 20
    owner = b"\xaa" * 20

    def __init__(self) -> None:
        self.folder_id = self.owner + b"\x0b" * 12
        self.scope = scope_of(self.chain_id, self.grants, self.folder_id)
        self.raw: dict[bytes, bytes] = {}
        self.clear: dict[bytes, bytes] = {}
        self.live: set[bytes] = set()
        self.heads: dict[bytes, bytes] = {}
        self.granted: dict[bytes, dict] = {}
        self.narrowed = 0
        self.anchored: bytes | None = None
        self.record = b""
        self.epochs: list[Epoch] = []
        self.root = b""
        self.forest_blocks: set[bytes] = set()
        self.positions: list[list] = []
        self.alice = self.account(b"alice", 1)
        self.alice_device = Writer(self.alice, expand(b"\x30" * 32, "author", self.scope))

    # members

    def account(self, name: bytes, root: int) -> Member:
        secret = bytes([root]) * 32
        kem, sign = expand(secret, "acct-kem", u32(0)), expand(secret, "acct-sign", u32(0))
        body = {"c": self.chain_id, "u": 0, "m": self.names, "n": name}
        return Member(name_subject(name), kem, sign, self.put(make_bind(body, kem, sign)))

    def link(self, secret: bytes, password: str | None = None) -> tuple[Member, str]:
        keys: LinkKeys = derive_link_keys(stretch(secret, password) if password else secret)
        body = {"c": self.chain_id, "u": 0, "o": keys.subject}
        bind = self.put(make_bind(body, keys.kem_seed, keys.sign_seed))
        fragment = Fragment(password is not None, self.chain_id, self.grants, self.folder_id, secret)
        url = "https://space.example/open" + fragment.encode()
        return Member(keys.subject, keys.kem_seed, keys.sign_seed, bind), url

    # blocks

    def put(self, data: bytes) -> bytes:
        self.clear[sha256(data)] = data
        return sha256(data)

    def put_raw(self, data: bytes) -> bytes:
        self.raw[sha256(data)] = data
        self.live.add(sha256(data))
        return sha256(data)

    def seal(self, kind: int, payload: bytes) -> bytes:
        """ptr65 of a convergent block of the newest epoch."""
        block_class = block.smallest_class(len(payload))
        plaintext = block.padded(kind, payload, block_class)
        m = block.convergent_secret(self.epochs[-1].conv(), plaintext, block_class)
        return self.put_raw(block.seal(m, plaintext, block_class)) + m + bytes([block_class])

    def seal_log(self, kind: int, payload: bytes, author: bytes, sequence: int) -> tuple[bytes, bytes]:
        """(digest, sid) of an ops or frontier block."""
        block_class = block.smallest_class(len(payload))
        plaintext = block.padded(kind, payload, block_class)
        log = self.epochs[-1].log()
        sid = block.log_sid(log, author, sequence, plaintext)
        return self.put_raw(block.seal(block.log_secret(log, sid), plaintext, block_class)), sid

    def file(self, data: bytes, chunk_class: int) -> bytes:
        """ptr65 of a file node."""
        capacity = block.CAPACITIES[chunk_class]
        chunks = [data[i : i + capacity] for i in range(0, len(data), capacity)]
        pointers = b"".join(self.seal(block.CHUNK, chunk)[:POINTER] for chunk in chunks)
        height = minimal_height(len(chunks))
        for _ in range(height):
            step = FAN * POINTER
            parts = [pointers[i : i + step] for i in range(0, len(pointers), step)]
            pointers = b"".join(self.seal(block.INDEX, part)[:POINTER] for part in parts)
        node = {"t": "file", "v": 1, "n": len(data), "k": chunk_class, "h": height, "p": pointers}
        return self.seal(block.FILE, encode(node))

    def directory(self, tree: dict[str, object], split: int = 100) -> bytes:
        """ptr65 of a tree: bytes are inline files, dicts directories, lists contents as they are."""
        leaves = []
        for name in sorted(tree, key=lambda n: n.encode()):
            value = tree[name]
            content = value
            if isinstance(value, bytes):
                content = [0, value]
            elif isinstance(value, dict):
                content = [1, self.directory(value, split)]
            kind = 0 if isinstance(value, dict) else 1
            identity = hashlib.sha256(name.encode()).digest()[:16]
            leaves.append({"i": identity, "n": name, "k": kind, "m": MTIME, "c": content})
        return self.nodes(leaves, split)

    def nodes(self, leaves: list[dict], split: int) -> bytes:
        level, items = 0, leaves
        while True:
            groups = [items[i : i + split] for i in range(0, len(items), split)] or [[]]
            firsts = [group[0]["n"] if level == 0 and group else group[0][0] if group else "" for group in groups]
            pointers = [
                self.seal(block.DIRECTORY, encode({"t": "dir", "v": 1, "l": level, "e": group})) for group in groups
            ]
            if len(pointers) == 1:
                return pointers[0]
            items = [[first, pointer] for first, pointer in zip(firsts, pointers)]
            level += 1

    # epochs, grants, entries

    def advance(self, members: list[Member], writers: list[Writer], barrier: int = 0, anchor: bool = True) -> None:
        number = len(self.epochs)
        epoch = Epoch(self.scope, number, os.urandom(32))
        self.epochs.append(epoch)
        passes = [self.put(seal_pass([epoch], m.subject, m.bind, m.kem_key, None)) for m in members]
        record = {
            "t": "epoch",
            "v": 1,
            "f": self.scope,
            "e": number,
            "c": epoch.commit(),
            "l": sorted(passes),
            "w": sorted([w.author, 3] for w in writers),
            "b": self._back_links(epoch, barrier),
            "y": barrier,
            "o": 12 + number,
            "h": b"\xbb" * 32,
            "s": self.narrowed,
            "d": 0,
        }
        if number > 0:
            record["p"] = self.record
            record["q"] = list(self._frontier(number))
        self.record = self.put(encode(record))
        if anchor:
            self.anchored = self.record

    def _back_links(self, epoch: Epoch, barrier: int) -> list[list]:
        targets, step = [], 1
        while epoch.number - step >= barrier and step <= epoch.number:
            targets.append(epoch.number - step)
            step *= 2
        return [[t, epoch.seal_back(self.epochs[t])] for t in targets]

    def _frontier(self, number: int) -> tuple[bytes, bytes]:
        return self.seal_log(block.FRONTIER, encode(sorted(self.positions)), bytes(32), number)

    def grant(
        self, member: Member, role: int = 1, granter: bytes | None = None, pass_digest: bytes | None = None
    ) -> None:
        self.granted[member.subject] = {
            "subject": member.subject,
            "role": role,
            "pass": pass_digest or bytes(32),
            "granter": granter or self.owner,
        }

    def share(self, member: Member, role: int = 1, **grant: bytes) -> bytes:
        """A grant with a pass made outside an advance."""
        data = seal_pass([self.epochs[-1]], member.subject, member.bind, member.kem_key, self.record)
        self.grant(member, role, pass_digest=self.put(data), **grant)
        return sha256(data)

    def write(
        self,
        writer: Writer,
        root: bytes,
        lamport: int,
        known: list[list] | None = None,
        admit: list[list] | None = None,
        claim: bool = True,
    ) -> bytes:
        sequence = len(writer.entries)
        ops = {"t": "ops", "v": 1, "l": lamport, "h": known or [], "o": [], "d": root}
        if sequence == 0 and claim:
            signature = ed25519.sign(writer.member.sign_seed, frame("claim", self.scope, writer.author))
            ops["w"] = [writer.member.subject, writer.member.bind, signature]
        digest, sid = self.seal_log(block.OPS, encode(ops), writer.author, sequence)
        epoch = self.epochs[-1]
        body = {
            "t": "entry",
            "v": 1,
            "f": self.scope,
            "e": epoch.number,
            "r": self.record,
            "a": writer.author,
            "s": sequence,
            "b": digest,
            "i": sid,
            "g": self.forest(),
        }
        if sequence > 0:
            body["p"] = writer.entries[-1]
        if admit:
            body["j"] = sorted(admit)
        return self.sign_entry(writer, body)

    def sign_entry(self, writer: Writer, body: dict) -> bytes:
        entry = self.put(encode({**body, "z": ed25519.sign(writer.seed, frame("entry", encode(body)))}))
        writer.entries.append(entry)
        self.heads[self.epochs[-1].head_label(writer.author)] = entry
        self.positions = [p for p in self.positions if p[0] != writer.author] + [[writer.author, body["s"], entry]]
        self.root = body["g"]
        return entry

    def forest(self) -> bytes:
        objects = [digest for digest in self.clear if digest not in self.forest_blocks]
        root, nodes = build_hamt(self.live)
        for data in nodes.values():
            self.forest_blocks.add(self.put(data))
        digest = self.put(encode_forest(0, root, objects))
        self.forest_blocks.add(digest)
        return digest

    # the export

    def export(self, folder: Path) -> Path:
        folder.mkdir()
        self.write_car(folder, [*self.raw.items()], [*self.clear.items()])
        self.write_json(folder)
        return folder

    def write_car(self, folder: Path, raw: list[tuple[bytes, bytes]], clear: list[tuple[bytes, bytes]]) -> None:
        header = encode({"roots": [Link(DAG_CBOR, self.root)], "version": 1})
        sections = [header]
        sections += [Link(RAW, digest).cid() + data for digest, data in raw]
        sections += [Link(DAG_CBOR, digest).cid() + data for digest, data in clear]
        (folder / "blocks.car").write_bytes(b"".join(varint(len(s)) + s for s in sections))

    def chain_json(self) -> dict:
        return {
            "version": 1,
            "chainId": self.chain_id,
            "grants": self.grants,
            "names": self.names,
            "folderId": self.folder_id,
            "block": 99,
            "owner": self.owner,
            "ownerSubject": self.alice.subject,
            "epoch": len(self.epochs) - 1,
            "narrowed": self.narrowed,
            "record": self.anchored or bytes(32),
            "granted": [self.granted[subject] for subject in sorted(self.granted)],
        }

    def write_json(self, folder: Path) -> None:
        (folder / "chain.json").write_text(json.dumps(self.chain_json(), default=to_hex))
        heads = {to_hex(label): to_hex(entry) for label, entry in self.heads.items()}
        (folder / "heads.json").write_text(json.dumps(heads))


def to_hex(value: bytes) -> str:
    return "0x" + value.hex()


def varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
