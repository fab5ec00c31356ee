"""What the export tests share: one folder in the making, opened as often as a test likes."""

import tempfile
import unittest
from pathlib import Path

from ..errors import Refused
from ..opening import Folder, open_export
from ..writing import write_folder
from .make import FolderMaker


class ExportCase(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.here = Path(directory.name)
        self.maker = FolderMaker()
        self.link, self.url = self.maker.link(b"\x07" * 32)

    def start(self) -> None:
        """Epoch 0 with a link granted by the owner; nothing anchored yet."""
        self.maker.advance([self.maker.alice], [self.maker.alice_device], anchor=False)
        self.maker.share(self.link)

    def write(self, tree: dict[str, object], lamport: int = 1, **options: object) -> bytes:
        root = self.maker.directory(tree)
        return self.maker.write(self.maker.alice_device, root, lamport, **options)

    def open(self, url: str | None = None, password: str | None = None) -> Folder:
        name = f"export-{len(list(self.here.iterdir()))}"
        return open_export(self.maker.export(self.here / name), url or self.url, password)

    def contents(self, folder: Folder) -> dict[str, bytes]:
        out = self.here / "out"
        summary = write_folder(folder, out)
        found = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
        self.assertEqual({f["path"] for f in summary["files"]}, set(found))
        return found

    def refused(self, what: str, why: str, **options: object) -> None:
        with self.assertRaises(Refused) as caught:
            folder = self.open(**options)
            for path, node in folder.walk():
                if not node.is_directory:
                    b"".join(folder.read(path, node))
        self.assertIn(what, caught.exception.what)
        self.assertIn(why, caught.exception.why)
