"""Exports that must be refused, each with the name of what is wrong."""

import json
import random

from .. import block
from ..cbor import decode, encode
from ..epoch import Epoch
from ..errors import Refused
from ..framing import expand
from ..link import Fragment, parse_link
from ..making import seal_pass
from ..opening import open_export
from .case import ExportCase
from .make import FolderMaker, Writer, name_subject


class Tampering(ExportCase):
    def setUp(self) -> None:
        super().setUp()
        self.start()
        bundle = self.maker.seal(block.BUNDLE, b"onetwo")
        big = self.maker.file(b"z" * 5000, 1)
        self.first = self.write({"a": b"1", "dir": {"p": [2, bundle, 0, 3]}, "big": [1, big]})

    def test_every_block_flipped_cut_swapped_or_dropped(self):
        choice = random.Random(1)
        blocks = [(True, d) for d in self.maker.raw] + [(False, d) for d in self.maker.clear]
        for number, (is_raw, digest) in enumerate(blocks):
            store = self.maker.raw if is_raw else self.maker.clear
            other = next(data for key, data in store.items() if key != digest)
            flipped = bytearray(store[digest])
            flipped[choice.randrange(len(flipped))] ^= 1 << choice.randrange(8)
            changes = {"flip": bytes(flipped), "cut": store[digest][:-1], "swap": other, "drop": None}
            for kind, data in changes.items():
                with self.subTest(kind=kind, block=digest.hex()):
                    folder = self.here / f"{number}-{kind}"
                    self.maker.export(folder)
                    lists = [[*self.maker.raw.items()], [*self.maker.clear.items()]]
                    place = lists[0] if is_raw else lists[1]
                    place[:] = [(k, v if k != digest else data) for k, v in place if k != digest or data is not None]
                    self.maker.write_car(folder, *lists)
                    with self.assertRaises(Refused) as caught:
                        open_export(folder, self.url)
                    self.assertEqual(caught.exception.what, f"block {digest.hex()}")

    def test_framing_of_the_car(self):
        export = self.maker.export(self.here / "export")
        car = (export / "blocks.car").read_bytes()
        for at in range(0, 60):
            (export / "blocks.car").write_bytes(car[:at] + bytes([car[at] ^ 1]) + car[at + 1 :])
            with self.assertRaises(Refused):
                open_export(export, self.url)
        for end in (0, 1, 40, len(car) - 1):
            (export / "blocks.car").write_bytes(car[:end])
            with self.assertRaises(Refused) as caught:
                open_export(export, self.url)
            self.assertIn("blocks.car", caught.exception.what)

    def test_repeated_block(self):
        export = self.maker.export(self.here / "export")
        raw = [*self.maker.raw.items()]
        self.maker.write_car(export, [*raw, raw[0]], [*self.maker.clear.items()])
        with self.assertRaisesRegex(Refused, "occurs twice"):
            open_export(export, self.url)

    def test_older_head_of_this_epoch(self):
        self.write({"a": b"2"}, lamport=2)
        self.maker.heads[self.maker.epochs[0].head_label(self.maker.alice_device.author)] = self.first
        self.refused("blocks.car", "root is not the forest")

    def test_head_below_the_frontier(self):
        maker = self.maker
        maker.advance([maker.alice, self.link], [maker.alice_device])
        self.write({"a": b"2"}, lamport=2)
        label = maker.epochs[1].head_label(maker.alice_device.author)
        newest = maker.heads[label]
        maker.heads[label] = self.first
        self.refused(f"entry {self.first.hex()}", "is a rollback below the frontier")
        replay = Writer(maker.alice, maker.alice_device.seed)
        maker.write(replay, maker.directory({"a": b"old"}), 3)
        self.refused("entry", "is a rollback below the frontier")
        maker.heads[label] = newest
        maker.root = decode(maker.clear[newest], "entry")["g"]
        self.assertEqual(self.open().head.entry.digest, newest)

    def test_chain_that_leaves_the_frontier(self):
        maker = self.maker
        fork = Writer(maker.alice, maker.alice_device.seed)
        maker.advance([maker.alice, self.link], [maker.alice_device])
        forked = maker.write(fork, maker.directory({"fork": b""}), 1)
        head = maker.write(fork, maker.directory({"fork": b"2"}), 2)
        self.refused(f"entry {head.hex()}", "does not continue the entry before")
        maker.write(fork, maker.directory({"fork": b"3"}), 3)
        self.refused(f"entry {head.hex()}", "does not continue the entry before")
        self.assertNotEqual(forked, self.first)

    def test_entries_that_the_frontier_cut_off_stay_in_the_chain(self):
        maker = self.maker
        floor = [*maker.positions]
        self.write({"a": b"dead"}, lamport=2)
        maker.positions = floor
        maker.advance([maker.alice, self.link], [maker.alice_device])
        maker.root = decode(maker.clear[self.first], "entry")["g"]
        self.assertEqual(self.open().head.entry.sequence, 0)
        self.write({"a": b"alive"}, lamport=3)
        self.assertEqual(self.open().head.entry.sequence, 2)
        # A chain that reaches seq 0 through another entry than the frontier's.
        maker.positions = [[maker.alice_device.author, 0, b"\x01" * 32]]
        maker.advance([maker.alice, self.link], [maker.alice_device])
        self.write({"a": b"fork"}, lamport=4)
        self.refused(f"entry {self.first.hex()}", "is not the one in the frontier")

    def test_no_head_at_all(self):
        self.maker.heads.clear()
        self.refused("heads.json", "has no head")

    def test_head_of_another_author(self):
        maker = self.maker
        mallory = Writer(maker.alice, expand(b"\x66" * 32, "author", maker.scope))
        entry = maker.write(mallory, maker.directory({"bad": b""}), 9)
        maker.heads[maker.epochs[0].head_label(maker.alice_device.author)] = entry
        self.refused(f"entry {entry.hex()}", "is of another author")

    def test_forged_entries(self):
        maker = self.maker
        cases = {
            "names another record": {"r": b"\x01" * 32},
            "another folder": {"f": b"\x01" * 32},
            "epoch that the chain has not reached": {"e": 7},
            "needs p exactly": {"s": 1},
            "has an empty j": {"j": []},
            "has unknown flags": {"j": [[b"\x01" * 32, 4]]},
            "sid is not": {"i": None},
            "field 'k' is unknown": {"k": 1},
        }
        original = decode(maker.clear[self.first], "entry")
        for why, change in cases.items():
            with self.subTest(why=why):
                body = {k: v for k, v in original.items() if k != "z"} | change
                if body["i"] is None:
                    body |= {"i": b"\x05" * 32}
                    self.sign_as_first(body)
                    self.refused("ops", "is not a sealed ops block")
                    continue
                self.sign_as_first(body)
                self.refused("entry", why)
        body = {k: v for k, v in original.items() if k != "z"}
        bad = maker.put(encode({**body, "z": b"\x01" * 32 + bytes(32)}))
        maker.heads[maker.epochs[0].head_label(maker.alice_device.author)] = bad
        self.refused(f"entry {bad.hex()}", "signature does not verify")

    def sign_as_first(self, body: dict) -> None:
        self.maker.alice_device.entries.clear()
        self.maker.sign_entry(self.maker.alice_device, body)

    def test_ops_moved_to_another_place_in_the_chain(self):
        first = decode(self.maker.clear[self.first], "entry")
        body = {k: v for k, v in first.items() if k != "z"} | {"s": 1, "p": self.first}
        self.maker.sign_entry(self.maker.alice_device, body)
        self.refused("ops", "its sid is not that of its content and place")

    def test_claim_missing_or_foreign(self):
        maker = self.maker
        maker.alice_device.entries.clear()
        self.write({"a": b"1"}, claim=False)
        self.refused("ops", "the claim belongs to seq 0")
        maker.alice_device.entries.clear()
        maker.alice_device.member = maker.account(b"mallory", 6)
        self.write({"a": b"1"})
        self.refused("entry", "may not write")

    def test_passes_of_other_places(self):
        maker = self.maker
        other = FolderMaker()
        other.folder_id = other.owner + b"\x0c" * 12
        other.scope = b"\x0c" * 32
        other.advance([other.alice], [], anchor=False)
        epoch, link = maker.epochs[0], self.link
        foreign = seal_pass([other.epochs[0]], link.subject, link.bind, link.kem_key, maker.record)
        bob = seal_pass([epoch], name_subject(b"bob"), link.bind, link.kem_key, maker.record)
        wrong_bind = seal_pass([epoch], link.subject, maker.alice.bind, link.kem_key, maker.record)
        no_record = seal_pass([epoch], link.subject, link.bind, link.kem_key, None)
        sealed_to_alice = seal_pass([epoch], link.subject, link.bind, maker.alice.kem_key, maker.record)
        late = seal_pass([Epoch(epoch.scope, 1, epoch.secret)], link.subject, link.bind, link.kem_key, maker.record)
        secret = seal_pass([Epoch(epoch.scope, 0, bytes(32))], link.subject, link.bind, link.kem_key, maker.record)
        moved = encode(
            decode(maker.clear[maker.granted[link.subject]["pass"]], "pass") | {"e": 0, "b": maker.alice.bind}
        )
        for data, what, why in (
            (foreign, "pass", "another folder"),
            (bob, "pass", "another subject"),
            (wrong_bind, "bind", "another name"),
            (no_record, "pass", "names none"),
            (sealed_to_alice, "pass", "does not open"),
            (late, "pass", "of epoch 1 instead of 0"),
            (secret, "record", "commit"),
            (moved, "bind", "another name"),
        ):
            with self.subTest(why=why):
                maker.grant(link, pass_digest=maker.put(data))
                self.refused(what, why)
        maker.grant(link)
        self.refused("grant", "has not been delivered")

    def test_grants(self):
        maker = self.maker
        maker.granted[self.link.subject]["granter"] = b"\xee" * 20
        self.refused("grant", "is not by the owner")
        del maker.granted[self.link.subject]
        self.refused("link", "has no live grant")

    def test_another_record(self):
        maker = self.maker
        maker.advance([maker.alice, self.link], [maker.alice_device])
        self.write({"a": b"2"}, lamport=2)
        right = maker.anchored
        maker.anchored = decode(maker.clear[right], "record")["p"]
        self.refused("record", "is of epoch 0 instead of 1")
        maker.anchored = b"\x01" * 32
        self.refused("block", "is missing")
        forged = decode(maker.clear[right], "record")
        maker.anchored = maker.put(encode(forged | {"c": b"\x01" * 32}))
        self.refused("record", "commit")
        maker.anchored = maker.put(encode(forged | {"s": 5}))
        self.refused("record", "more narrowings")
        maker.anchored = maker.put(encode(forged | {"b": [[0, bytes(48)]]}))
        self.refused("entry", "names another record")
        maker.anchored = None
        self.refused("chain.json", "has no record")

    def test_back_link_that_opens_something_else(self):
        maker = self.maker
        lying = Epoch(maker.scope, 0, b"\x55" * 32)
        true = maker.epochs[0]
        maker.epochs[0] = lying
        maker.advance([maker.alice, self.link], [maker.alice_device])
        maker.epochs[0] = true
        self.refused("record", "its commit is not that of the epoch secret")

    def test_barrier(self):
        maker = self.maker
        maker.advance([maker.alice, self.link], [maker.alice_device], barrier=1)
        self.refused("epoch 0", "cannot be reached")
        self.write({"a": b"2"}, lamport=2)
        self.assertEqual(self.open().head.entry.epoch, 1)

    def test_pass_that_crosses_a_barrier(self):
        maker, link = self.maker, self.link
        maker.advance([maker.alice], [maker.alice_device], barrier=1)
        for older, opens in ((maker.epochs[0], True), (Epoch(maker.scope, 0, bytes(32)), False)):
            crossing = seal_pass([maker.epochs[1], older], link.subject, link.bind, link.kem_key, maker.record)
            maker.grant(link, pass_digest=maker.put(crossing))
            if opens:
                self.assertEqual(self.open().head.entry.epoch, 0)
            else:
                self.refused("record", "its commit is not that of the epoch secret")

    def test_forests(self):
        maker = self.maker
        present = set(maker.live)
        maker.live.add(b"\x09" * 32)
        self.write({"a": b"2"}, lamport=2)
        self.refused("block 0909", "is missing")
        maker.live = set()
        self.write({"a": b"2"}, lamport=3)
        maker.live = present
        tree = maker.directory({"new": b"3"})
        maker.live.discard(tree[:32])
        self.write_root(tree, 4)
        self.refused(f"block {tree[:32].hex()}", "is not in the forest")

    def write_root(self, root: bytes, lamport: int) -> None:
        self.maker.write(self.maker.alice_device, root, lamport)

    def test_links(self):
        fragment = parse_link(self.url)
        for change, why in (
            ({"chain_id": 1}, "another chain"),
            ({"grants": b"\x01" * 20}, "another Grants contract"),
            ({"folder_id": b"\x01" * 32}, "another folder"),
            ({"secret": b"\x01" * 32}, "no live grant"),
        ):
            changed = Fragment(**{**fragment.__dict__, **change}).encode()
            self.refused("link", why, url=changed)
        text = fragment.encode()
        for bad in (
            "",
            "#2." + text[3:],
            text[:-1],
            text + "A",
            text + "=",
            text[:9] + "+" + text[10:],
            text[:-1] + "z",
        ):
            with self.subTest(link=bad), self.assertRaises(Refused):
                parse_link(bad)

    def test_json(self):
        export = self.maker.export(self.here / "export")
        text = (export / "chain.json").read_text()
        value = json.loads(text)
        cases = [
            text.replace('{"version"', '{"version": 1, "version"'),
            text[:-1],
            json.dumps({**value, "extra": 1}),
            json.dumps({**value, "version": 2}),
            json.dumps({**value, "grants": value["grants"].upper()}),
            json.dumps({**value, "epoch": -1}),
            json.dumps({**value, "granted": value["granted"] * 2}),
            json.dumps({**value, "ownerSubject": "0x01" + "00" * 31}),
        ]
        for case in cases:
            (export / "chain.json").write_text(case)
            with self.assertRaises(Refused) as caught:
                open_export(export, self.url)
            self.assertIn("chain.json", caught.exception.what)
        (export / "chain.json").unlink()
        with self.assertRaisesRegex(Refused, "is missing"):
            open_export(export, self.url)
