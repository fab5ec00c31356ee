"""Which head counts (docs/spec/entry.md)."""

from dataclasses import dataclass

from .bind import decode_bind
from .car import Blocks
from .entry import Entry, decode_entry
from .errors import Refused, require
from .export import WRITER, Chain
from .history import History, Unreachable
from .ops import Ops, open_ops
from .record import ADMIT, WRITE, Position, open_frontier
from .subject import wallet_subject


@dataclass(frozen=True)
class Head:
    """The newest counting entry of an author, with its operations."""

    entry: Entry
    ops: Ops

    def order(self) -> tuple[int, int, bytes]:
        return self.entry.epoch, self.ops.lamport, self.entry.author


class HeadFinder:
    """Checks the chain of every author of the anchored record and of its frontier."""

    def __init__(self, blocks: Blocks, chain: Chain, heads: dict[bytes, bytes], history: History):
        self.blocks = blocks
        self.chain = chain
        self.heads = heads
        self.history = history
        self.epoch = history.epoch(chain.epoch)
        self.frontier = self._open_frontier()

    def _open_frontier(self) -> dict[bytes, Position]:
        if self.history.newest.frontier is None:
            return {}
        digest, sid = self.history.newest.frontier
        what = f"frontier {digest.hex()}"
        stored = self.blocks.raw(digest, "frontier of the record")
        return open_frontier(stored, self.epoch.log(), sid, self.epoch.number, what)

    def find(self) -> list[Head]:
        flags = self._flags()
        heads = []
        for author in sorted({*flags, *self.frontier}):
            entries = self._chain_of(author, flags.get(author, 0))
            for entry in entries:
                if entry.epoch == self.epoch.number:
                    entry.check_author(flags)
            if entries:
                heads.append(Head(entries[0], self._open_ops(entries[0])))
                self._check_claim(entries[-1])
        return heads

    def _flags(self) -> dict[bytes, int]:
        """The authors of this epoch: those of the record, and those that entries of the epoch admit."""
        flags = dict(self.history.newest.writers)
        asked: set[bytes] = set()
        while pending := {author for author, given in flags.items() if given == WRITE | ADMIT} - asked:
            asked |= pending
            for author in pending:
                for entry in self._chain_of(author, flags[author]):
                    for admitted, given in entry.admitted.items() if entry.epoch == self.epoch.number else ():
                        flags[admitted] = flags.get(admitted, 0) | given
        return flags

    def _load(self, digest: bytes, author: bytes, sequence: int | None) -> Entry:
        what = f"entry {digest.hex()}"
        entry = decode_entry(self.blocks.clear(digest, "entry"), what)
        require(entry.scope == self.chain.scope, what, "belongs to another folder, contract or chain")
        require(entry.author == author, what, "is of another author than its place")
        require(sequence in (None, entry.sequence), what, f"has seq {entry.sequence} instead of {sequence}")
        require(entry.epoch <= self.epoch.number, what, "is of an epoch that the chain has not reached")
        record = self.history.record(entry.epoch).digest
        require(entry.record == record, what, "names another record than that of its epoch")
        return entry

    def _newest(self, author: bytes, flags: int) -> Entry | None:
        floor = self.frontier.get(author)
        digest = self.heads.get(self.epoch.head_label(author)) if flags & WRITE else None
        if digest is None:
            return self._load(floor.entry, author, floor.sequence) if floor else None
        entry = self._load(digest, author, None)
        below = floor is not None and entry.sequence <= floor.sequence
        require(not below, entry.what, "is a rollback below the frontier")
        require(entry.epoch == self.epoch.number, entry.what, "lies under a label of another epoch")
        return entry

    def _chain_of(self, author: bytes, flags: int) -> list[Entry]:
        """The author's entries, newest first, down to seq 0."""
        newest = self._newest(author, flags)
        if newest is None:
            return []
        floor = self.frontier.get(author)
        entries = [newest]
        while (last := entries[-1]).previous is not None:
            if last.epoch == self.epoch.number:
                last.check_frontier(self.frontier, self.epoch.number)
            entry = self._load(last.previous, author, last.sequence - 1)
            require(entry.epoch <= last.epoch, entry.what, "has a later epoch than its successor")
            if floor is not None and entry.sequence == floor.sequence:
                require(entry.digest == floor.entry, entry.what, "is not the one in the frontier")
            entries.append(entry)
        return entries

    def _open_ops(self, entry: Entry) -> Ops:
        what = f"ops {entry.ops.hex()}"
        epoch = self.history.epoch(entry.epoch)
        stored = self.blocks.raw(entry.ops, f"ops of entry {entry.digest.hex()}")
        return open_ops(stored, entry.sid, epoch, entry.author, entry.sequence, what)

    def _check_claim(self, first: Entry) -> None:
        """The author's first operations name a member, who was the owner or a writer."""
        vouched = first.author in self.frontier
        try:
            self.history.epoch(first.epoch)
        except Unreachable:
            if vouched:
                return
            raise
        claim = self._open_ops(first).claim
        assert claim is not None
        what = f"bind {claim.bind.hex()}"
        bind = decode_bind(self.blocks.clear(claim.bind, f"bind of the claim in ops {first.ops.hex()}"), what)
        bind.check_belongs_to(claim.subject, self.chain.chain_id, self.chain.names, what)
        claim.verify(bind.sign_key, self.chain.scope, first.author, f"ops {first.ops.hex()}")
        require(
            vouched or self._may_write(claim.subject),
            f"entry {first.digest.hex()}",
            f"its author claims subject {claim.subject.hex()}, which may not write",
        )

    def _may_write(self, subject: bytes) -> bool:
        if subject in (self.chain.owner_subject, wallet_subject(self.chain.owner)):
            return True
        grant = self.chain.granted.get(subject)
        return grant is not None and grant.role >= WRITER


def choose(heads: list[Head]) -> tuple[Head, list[Head]]:
    """The head that gives the state, and those that it does not know of."""
    if not heads:
        raise Refused("heads.json", "has no head of this folder: nothing was written, or it is missing")
    chosen = max(heads, key=Head.order)

    def is_merged(head: Head) -> bool:
        known = chosen.ops.heads.get(head.entry.author)
        return known is not None and known.sequence >= head.entry.sequence

    return chosen, [head for head in heads if head is not chosen and not is_merged(head)]
