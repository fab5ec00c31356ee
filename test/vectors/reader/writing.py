"""Writes an opened folder to disk: all of it, or nothing."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from .directory import Node
from .opening import Folder

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def _write_file(folder: Folder, path: tuple[str, ...], node: Node, parent: int) -> dict[str, object]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path[-1], _NEW_FILE, 0o600, dir_fd=parent), "wb") as file:
        for part in folder.read(path, node):
            file.write(part)
            digest.update(part)
            size += len(part)
    return {"path": "/".join(path), "size": size, "sha256": digest.hexdigest()}


def _write_tree(folder: Folder, root: int) -> tuple[list[dict[str, object]], int]:
    """Names are opened relative to their directory, so long paths are no limit."""
    files, directories = [], 0
    open_directories: list[int] = [root]
    try:
        for path, node in folder.walk():
            while len(open_directories) > len(path):
                os.close(open_directories.pop())
            parent = open_directories[-1]
            if not node.is_directory:
                files.append(_write_file(folder, path, node, parent))
                continue
            directories += 1
            os.mkdir(path[-1], 0o700, dir_fd=parent)
            open_directories.append(os.open(path[-1], os.O_RDONLY | os.O_DIRECTORY, dir_fd=parent))
    finally:
        for descriptor in open_directories[1:]:
            os.close(descriptor)
    return files, directories


def write_folder(folder: Folder, out: Path) -> dict[str, object]:
    """Write everything into `out`, which must not exist, and describe it."""
    if out.exists():
        raise FileExistsError(f"{out} exists already: name a new directory")
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        root = os.open(partial, os.O_RDONLY | os.O_DIRECTORY)
        try:
            files, directories = _write_tree(folder, root)
        finally:
            os.close(root)
        partial.rename(out)
    except BaseException:
        shutil.rmtree(partial)
        raise
    entry = folder.head.entry
    return {
        "folder": folder.chain.folder_id.hex(),
        "epoch": folder.chain.epoch,
        "stale": folder.history.newest.narrowed < folder.chain.narrowed,
        "head": {"author": entry.author.hex(), "seq": entry.sequence, "epoch": entry.epoch},
        "unmerged": [head.entry.author.hex() for head in folder.unmerged],
        "liveBlocks": len(folder.live),
        "directories": directories,
        "files": files,
    }
