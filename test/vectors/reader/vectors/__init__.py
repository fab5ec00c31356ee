"""Derives frozen vectors again and compares (docs/spec/README.md says how a vector is written)."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from ..errors import Refused
from . import access, blocks, clear, common

OPERATIONS: dict[str, Callable[[dict], dict]] = {
    **common.OPERATIONS,
    **blocks.OPERATIONS,
    **clear.OPERATIONS,
    **access.OPERATIONS,
}


def _plain(value: object) -> object:
    """A derived value as JSON holds it: bytes in hex, tuples as lists."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def check_vector(vector: dict) -> str | None:
    """What differs, or None. An expected error means that the reader must refuse, whatever the code."""
    operation = OPERATIONS.get(vector["operation"])
    if operation is None:
        return f"operation {vector['operation']!r} is unknown"
    expected = vector["expected"]
    try:
        derived = operation(vector["inputs"])
    except Refused as refused:
        return None if "error" in expected else f"refused: {refused}"
    if "error" in expected:
        return "was not refused"
    for key, value in expected.items():
        found = _plain(derived.get(key))
        if found != value:
            return f"{key} is {found!r:.200} instead of {value!r:.200}"
    return None


def check_files(files: list[Path]) -> int:
    """Check all vectors of some files; the exit code is 1 if one differs or a file holds none."""
    failures = total = 0
    for file in files:
        vectors = json.loads(file.read_text("utf-8"))
        total += len(vectors)
        problems = [(v["name"], problem) for v in vectors if (problem := check_vector(v)) is not None]
        if not vectors:
            problems = [("file", "holds no vectors")]
        for name, problem in problems:
            print(f"{file.name}: {name}: {problem}", file=sys.stderr)
        failures += len(problems)
    print(f"{total} vectors in {len(files)} files, {failures} differ")
    return 1 if failures else 0
