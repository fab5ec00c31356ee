"""From a link's keys to the epoch secret (docs/spec/pass.md, "Which pass counts")."""

from . import ed25519, xwing
from .bind import decode_bind
from .car import Blocks
from .epoch import Epoch
from .errors import Refused, require
from .export import Chain, Grant
from .history import History, load_record
from .link import LinkKeys
from .passes import Pass, decode_pass, open_pass
from .record import Record


def _load_pass(blocks: Blocks, digest: bytes, chain: Chain) -> Pass:
    what = f"pass {digest.hex()}"
    found = decode_pass(blocks.clear(digest, "pass"), what)
    require(found.scope == chain.scope, what, "belongs to another folder, contract or chain")
    return found


def _open(blocks: Blocks, digest: bytes, found: Pass, chain: Chain, keys: LinkKeys) -> list[Epoch]:
    what = f"pass {digest.hex()}"
    require(found.subject == keys.subject, what, "is for another subject")
    require(found.epoch == chain.epoch, what, f"is of epoch {found.epoch} instead of {chain.epoch}")
    name = f"bind {found.bind.hex()}"
    bind = decode_bind(blocks.clear(found.bind, f"bind of {what}"), name)
    bind.check_belongs_to(keys.subject, chain.chain_id, chain.names, name)
    require(bind.kem_key == xwing.public_key(keys.kem_seed), name, "does not hold this link's KEM key")
    require(bind.sign_key == ed25519.public_key(keys.sign_seed), name, "does not hold this link's signing key")
    return open_pass(found, keys.kem_seed, what)


def _listed(blocks: Blocks, record: Record, chain: Chain, subject: bytes) -> tuple[bytes, Pass] | None:
    """The subject's pass among those the anchored record lists."""
    for digest in record.passes:
        found = _load_pass(blocks, digest, chain)
        require(found.record is None, f"pass {digest.hex()}", "is listed in a record and names one")
        if found.subject == subject:
            return digest, found
    return None


def _granted(blocks: Blocks, chain: Chain, grant: Grant) -> tuple[bytes, Pass]:
    """The pass that the newest grant or delivery names."""
    if grant.pass_digest is None:
        raise Refused("grant", "names no pass yet: the key has not been delivered")
    return grant.pass_digest, _load_pass(blocks, grant.pass_digest, chain)


def admit(blocks: Blocks, chain: Chain, keys: LinkKeys) -> History:
    """Find the subject's pass, open it, and check what it holds against the anchored record."""
    grant = chain.granted.get(keys.subject)
    if grant is None:
        raise Refused("link", "has no live grant: it was revoked or expired, or the password is wrong")
    if chain.record is None:
        require(grant.granter == chain.owner, "grant", "is not by the owner, who alone may name the first record")
        digest, found = _granted(blocks, chain, grant)
    else:
        record = load_record(blocks, chain.record, chain.scope, chain.epoch)
        listed = _listed(blocks, record, chain, keys.subject)
        if listed is not None:
            return History(blocks, record, _open(blocks, *listed, chain, keys))
        require(not record.is_beyond_v1, "record", "may hold the key in a tree or group: a newer reader is needed")
        digest, found = _granted(blocks, chain, grant)
    if found.record is None:
        raise Refused(f"pass {digest.hex()}", "is not listed in the record and names none")
    require(chain.record in (None, found.record), f"pass {digest.hex()}", "names another record than the chain")
    record = load_record(blocks, found.record, chain.scope, chain.epoch)
    return History(blocks, record, _open(blocks, digest, found, chain, keys))
