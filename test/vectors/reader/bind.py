"""Key bindings (docs/spec/bind.md)."""

from dataclasses import dataclass

from . import ed25519
from .cbor import decode, encode
from .errors import Refused, require
from .framing import frame, sha256
from .shape import blob, fields, uint
from .subject import check_name, check_subject, is_wallet, name_of
from .xwing import PUBLIC_KEY

LIMIT = 4096


@dataclass(frozen=True)
class Bind:
    """A decoded and self-verified binding."""

    chain_id: int
    account_epoch: int
    kem_key: bytes
    sign_key: bytes
    names: bytes | None
    name: bytes | None
    subject: bytes | None
    previous: bytes | None
    continuity: bytes | None
    body: bytes

    def check_belongs_to(self, subject: bytes, chain_id: int, names: bytes, what: str) -> None:
        """Refuse unless this is a binding of `subject` on this chain."""
        require(self.chain_id == chain_id, what, "is bound to another chain")
        if self.subject is not None:
            require(self.subject == subject, what, "belongs to another subject")
            return
        require(self.name == name_of(subject), what, "belongs to another name")
        require(self.names == names, what, "belongs to another Names contract")

    def check_continuity(self, previous: bytes, what: str) -> None:
        """Refuse unless the keys of the previous bind, given as its block, have signed this one."""
        if self.continuity is None:
            raise Refused(what, "has no continuity signature")
        require(self.previous == sha256(previous), what, "continues another bind")
        key = decode_bind(previous, f"{what}, previous").sign_key
        ed25519.verify(key, frame("bind-cont", self.body), self.continuity, what)


def decode_bind(data: bytes, what: str) -> Bind:
    require(len(data) <= LIMIT, what, "is over 4 KiB")
    value = fields(
        decode(data, what),
        what,
        {"c": uint(), "u": uint(2**32 - 1), "k": blob(PUBLIC_KEY), "s": blob(32), "z": blob(64)},
        {"m": blob(20), "n": blob(), "o": check_subject, "p": blob(32), "q": blob(64)},
        kind="bind",
    )
    require(("m" in value) == ("n" in value), what, "has a name without its contract or the reverse")
    require(("m" in value) != ("o" in value), what, "needs either a name or a subject")
    require(("p" in value) == ("q" in value), what, "has one of p and q without the other")
    if "n" in value:
        check_name(value["n"], f"{what} field 'n'")
    if "o" in value:
        require(is_wallet(value["o"]), what, "names a subject that is not a wallet")
    body = encode({key: item for key, item in value.items() if key not in ("q", "z")})
    ed25519.verify(value["s"], frame("bind", body), value["z"], what)
    return Bind(
        chain_id=value["c"],
        account_epoch=value["u"],
        kem_key=value["k"],
        sign_key=value["s"],
        names=value.get("m"),
        name=value.get("n"),
        subject=value.get("o"),
        previous=value.get("p"),
        continuity=value.get("q"),
        body=body,
    )
