"""The files of an export besides the CAR (docs/spec/export.md)."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from .cbor import MAX_INT
from .errors import Refused, require
from .framing import scope_of
from .shape import Check, fields, sequence, uint
from .subject import check_subject

WRITER = 3
_HEX = re.compile(r"0x([0-9a-f]{2})*")


@dataclass(frozen=True)
class Grant:
    """A live grant as the contract and its events show it; `pass_digest` is None if no pass was named."""

    subject: bytes
    role: int
    pass_digest: bytes | None
    granter: bytes


@dataclass(frozen=True)
class Chain:
    """What chain.json says was read from the contracts."""

    chain_id: int
    grants: bytes
    names: bytes
    folder_id: bytes
    owner: bytes
    owner_subject: bytes
    epoch: int
    narrowed: int
    record: bytes | None
    granted: dict[bytes, Grant]

    @property
    def scope(self) -> bytes:
        return scope_of(self.chain_id, self.grants, self.folder_id)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("repeated key")
    return result


def _load(path: Path) -> object:
    try:
        return json.loads(path.read_text("utf-8"), object_pairs_hook=_unique)
    except FileNotFoundError:
        raise Refused(path.name, "is missing") from None
    except ValueError as error:
        raise Refused(path.name, f"is not JSON: {error}") from None


def _bytes(text: object, length: int, what: str) -> bytes:
    legal = isinstance(text, str) and _HEX.fullmatch(text) and len(text) == 2 + 2 * length
    require(bool(legal), what, f"is not 0x and {length} bytes of lower-case hex")
    return bytes.fromhex(str(text)[2:])


def _hex(length: int) -> Check:
    def check(value: object, what: str) -> None:
        _bytes(value, length, what)

    return check


_GRANT = {"subject": _hex(32), "role": uint(255), "pass": _hex(32), "granter": _hex(20)}


def _grant(item: object, what: str) -> Grant:
    value = fields(item, what, _GRANT)
    digest = bytes.fromhex(value["pass"][2:])
    return Grant(
        subject=bytes.fromhex(value["subject"][2:]),
        role=value["role"],
        pass_digest=digest if any(digest) else None,
        granter=bytes.fromhex(value["granter"][2:]),
    )


def load_chain(folder: Path) -> Chain:
    name = "chain.json"
    value = fields(
        _load(folder / name),
        name,
        {
            "version": uint(MAX_INT),
            "chainId": uint(),
            "grants": _hex(20),
            "names": _hex(20),
            "folderId": _hex(32),
            "block": uint(),
            "owner": _hex(20),
            "ownerSubject": _hex(32),
            "epoch": uint(2**32 - 1),
            "narrowed": uint(2**32 - 1),
            "record": _hex(32),
            "granted": sequence(),
        },
    )
    require(value["version"] == 1, name, "version is not 1: a newer reader is needed")
    granted = [_grant(item, f"{name} grant {n}") for n, item in enumerate(value["granted"])]
    by_subject = {grant.subject: grant for grant in granted}
    require(len(by_subject) == len(granted), name, "lists a subject twice")
    owner_subject = bytes.fromhex(value["ownerSubject"][2:])
    check_subject(owner_subject, f"{name} field 'ownerSubject'")
    record = bytes.fromhex(value["record"][2:])
    require(any(record) or value["epoch"] == 0, name, "has no record although the epoch is not 0")
    return Chain(
        chain_id=value["chainId"],
        grants=bytes.fromhex(value["grants"][2:]),
        names=bytes.fromhex(value["names"][2:]),
        folder_id=bytes.fromhex(value["folderId"][2:]),
        owner=bytes.fromhex(value["owner"][2:]),
        owner_subject=owner_subject,
        epoch=value["epoch"],
        narrowed=value["narrowed"],
        record=record if any(record) else None,
        granted=by_subject,
    )


def load_heads(folder: Path) -> dict[bytes, bytes]:
    """Label → digest of the newest entry."""
    name = "heads.json"
    value = _load(folder / name)
    if not isinstance(value, dict):
        raise Refused(name, "is not an object")
    return {_bytes(key, 32, f"{name} label"): _bytes(item, 32, f"{name} {key}") for key, item in value.items()}
