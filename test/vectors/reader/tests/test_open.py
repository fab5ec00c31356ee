"""Exports that must open: epochs, links, content forms, several writers."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

from .. import block
from ..framing import expand
from ..writing import write_folder
from .case import ExportCase
from .make import Writer


class Opening(ExportCase):
    def test_every_form_of_content(self):
        self.start()
        maker = self.maker
        indexed = os.urandom(967 * 1001 + 5)
        exact = os.urandom(967 * 2)
        bundle = maker.seal(block.BUNDLE, b"onetwo")
        tree = {
            "inline": b"x" * 3072,
            "empty inline": b"",
            "empty node": [1, maker.file(b"", 0)],
            "indexed": [1, maker.file(indexed, 0)],
            "exact": [1, maker.file(exact, 0)],
            "one big chunk": [1, maker.file(b"y" * 70_000, 4)],
            "bundles": {"1": [2, bundle, 0, 3], "2": [2, bundle, 3, 3], "none": [2, bundle, 6, 0]},
            "empty directory": {},
            "naïve 🗂": b"name",
            "many": {f"{n:04}": str(n).encode() for n in range(250)},
        }
        self.write(tree)
        found = self.contents(self.open())
        self.assertEqual(len(found), 260)
        self.assertEqual(found["inline"], b"x" * 3072)
        self.assertEqual(found["indexed"], indexed)
        self.assertEqual(found["exact"], exact)
        self.assertEqual(found["one big chunk"], b"y" * 70_000)
        self.assertEqual([found[f"bundles/{n}"] for n in ("1", "2", "none")], [b"one", b"two", b""])
        self.assertEqual([found["empty inline"], found["empty node"]], [b"", b""])
        self.assertEqual(found["naïve 🗂"], b"name")
        self.assertEqual(found["many/0249"], b"249")
        self.assertTrue((self.here / "out/empty directory").is_dir())

    def test_deep_trees_with_long_names(self):
        self.start()
        tree: dict[str, object] = {"leaf": b"deep"}
        for depth in range(60):
            tree = {f"{depth:02}" + "d" * 253: tree}
        self.write(tree)
        summary = write_folder(self.open(), self.here / "out")
        self.assertEqual([f["size"] for f in summary["files"]], [4])
        self.assertEqual(summary["directories"], 60)

    def test_levels_of_directory_nodes(self):
        self.start()
        names = {f"{n:03}": b"" for n in range(130)}
        self.maker.write(self.maker.alice_device, self.maker.directory(names, split=5), 1)
        self.assertEqual(len(list(self.open().walk())), 130)

    def test_link_with_password(self):
        self.start()
        link, url = self.maker.link(b"\x08" * 32, "pässword")
        self.maker.share(link)
        self.write({"a": b"1"})
        self.assertEqual(self.contents(self.open(url, "pa\u0308ssword")), {"a": b"1"})
        self.refused("link", "needs its password", url=url)
        self.refused("link", "the password is wrong", url=url, password="password")
        self.refused("link", "has no password", password="pässword")

    def test_later_epochs_and_back_links(self):
        self.start()
        maker = self.maker
        self.write({"a": b"1"})
        for _ in range(5):
            maker.narrowed += 1
            maker.advance([maker.alice, self.link], [maker.alice_device])
        maker.grant(self.link)
        folder = self.open()
        self.assertEqual((folder.head.entry.epoch, folder.history.newest.epoch), (0, 5))
        self.assertEqual(self.contents(folder), {"a": b"1"})
        self.write({"a": b"1", "b": b"2"}, lamport=2)
        folder = self.open()
        self.assertEqual((folder.head.entry.epoch, folder.head.entry.sequence), (5, 1))
        maker.narrowed += 1
        self.assertTrue(write_folder(self.open(), self.here / "stale")["stale"])

    def test_pass_of_the_same_epoch_after_an_advance(self):
        self.start()
        self.maker.advance([self.maker.alice], [self.maker.alice_device])
        self.maker.share(self.link, granter=b"\xee" * 20)
        self.write({"a": b"1"})
        self.assertEqual(self.contents(self.open()), {"a": b"1"})

    def test_several_writers(self):
        self.start()
        maker = self.maker
        bob = maker.account(b"bob", 2)
        device = Writer(bob, expand(b"\x31" * 32, "author", maker.scope))
        maker.share(bob, role=3)
        first = self.write({"a": b"1"}, admit=[[device.author, 1]])
        known = [[maker.alice_device.author, 0, first]]
        maker.write(device, maker.directory({"a": b"1", "b": b"2"}), 2, known=known)
        folder = self.open()
        self.assertEqual((folder.head.entry.author, folder.unmerged), (device.author, []))
        self.write({"a": b"3"}, lamport=3)
        folder = self.open()
        self.assertEqual(folder.head.entry.author, maker.alice_device.author)
        self.assertEqual([head.entry.author for head in folder.unmerged], [device.author])
        # The writer is removed: its last entry stays the state until another writer writes.
        maker.write(
            device,
            maker.directory({"c": b"4"}),
            4,
            known=[[maker.alice_device.author, 1, maker.alice_device.entries[-1]]],
        )
        del maker.granted[bob.subject]
        maker.narrowed += 1
        maker.advance([maker.alice, self.link], [maker.alice_device])
        self.assertEqual(self.contents(self.open()), {"c": b"4"})

    def test_admission_needs_both_flags_and_a_writer(self):
        self.start()
        maker = self.maker
        bob = maker.account(b"bob", 2)
        device = Writer(bob, expand(b"\x31" * 32, "author", maker.scope))
        self.write({"a": b"1"})
        maker.write(device, maker.directory({"b": b"2"}), 2)
        self.refused("blocks.car", "root is not the forest")
        self.write({"a": b"1"}, lamport=3, admit=[[device.author, 1]])
        self.refused("entry", "may not write")
        maker.grant(bob, role=2)
        self.refused("entry", "may not write")
        maker.grant(bob, role=3)
        self.assertEqual(self.open().head.entry.author, maker.alice_device.author)
        maker.write(device, maker.directory({"b": b"3"}), 4, admit=[[b"\x01" * 32, 1]])
        self.refused("entry", "may not admit others")

    def test_command_line(self):
        self.start()
        self.write({"a": b"1"})
        export = self.maker.export(self.here / "export")
        root = Path(__file__).resolve().parents[2]
        command = [sys.executable, "-m", "reader", "open", str(export), "--out", str(self.here / "out"), "--link"]
        ran = subprocess.run([*command, self.url], cwd=root, capture_output=True, text=True)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn('"path": "a"', ran.stdout)
        again = subprocess.run([*command, self.url], cwd=root, capture_output=True, text=True)
        self.assertEqual(again.returncode, 1)
        self.assertIn("exists already", again.stderr)
        wrong = subprocess.run([*command, self.url[:-1]], cwd=root, capture_output=True, text=True)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("refused: link: ", wrong.stderr)


if __name__ == "__main__":
    unittest.main()
