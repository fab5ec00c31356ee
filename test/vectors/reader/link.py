"""Links (docs/spec/link.md): the fragment of the URL and the keys that follow from its secret."""

import base64
import binascii
import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from .cbor import MAX_INT
from .errors import Refused, require
from .framing import expand, hash_of, mac, u8
from .secp256k1 import address_of, is_scalar

LENGTH = 94
HAS_PASSWORD = 1


@dataclass(frozen=True)
class Fragment:
    """What stands behind the # of a link."""

    has_password: bool
    chain_id: int
    grants: bytes
    folder_id: bytes
    secret: bytes

    def encode(self) -> str:
        flags = HAS_PASSWORD if self.has_password else 0
        data = bytes([1, flags]) + self.chain_id.to_bytes(8, "big") + self.grants + self.folder_id + self.secret
        return "#1." + base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass(frozen=True)
class LinkKeys:
    """The ephemeral account of a link."""

    kem_seed: bytes
    sign_seed: bytes
    eth_key: bytes
    subject: bytes


def parse_link(link: str) -> Fragment:
    """Read a whole URL or its fragment alone."""
    text = link.rpartition("#")[2]
    require(text.startswith("1."), "link", "does not start with #1.: a newer reader is needed or it is no link")
    body = text[2:]
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise Refused("link", "is not base64url") from None
    require(len(data) == LENGTH, "link", f"holds {len(data)} bytes instead of {LENGTH}: it is cut or has extra text")
    require(data[0] == 1 and data[1] <= HAS_PASSWORD, "link", "has an unknown version or flag")
    fragment = Fragment(data[1] == 1, int.from_bytes(data[2:10], "big"), data[10:30], data[30:62], data[62:])
    require(fragment.encode()[1:] == text, "link", "is not the canonical base64url without padding")
    require(fragment.chain_id <= MAX_INT, "link", "chain id is over 2^53 - 1")
    return fragment


def stretch(secret: bytes, password: str) -> bytes:
    """S' of a link with a password (Argon2id, RFC 9106)."""
    stretched = Argon2id(
        salt=hash_of("link-salt", secret)[:16],
        length=32,
        iterations=3,
        lanes=1,
        memory_cost=65_536,
    ).derive(unicodedata.normalize("NFC", password).encode("utf-8"))
    return mac(secret, "link-pw", stretched)


def derive_link_keys(root: bytes) -> LinkKeys:
    """All keys of a link from S' (equal to S without a password)."""
    candidates = (expand(root, "link-eth", u8(i)) for i in range(256))
    eth_key = next(filter(is_scalar, candidates))
    return LinkKeys(
        kem_seed=expand(root, "link-kem"),
        sign_seed=expand(root, "link-sign"),
        eth_key=eth_key,
        subject=bytes(12) + address_of(eth_key),
    )


def open_link(link: str, password: str | None) -> tuple[Fragment, LinkKeys]:
    fragment = parse_link(link)
    if not fragment.has_password:
        require(password is None, "link", "has no password, but one was given")
        return fragment, derive_link_keys(fragment.secret)
    require(bool(password), "link", "needs its password")
    return fragment, derive_link_keys(stretch(fragment.secret, password or ""))
