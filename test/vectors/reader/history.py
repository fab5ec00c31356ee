"""From the anchored record back through the epochs (docs/spec/epoch.md, docs/spec/record.md)."""

from .car import Blocks
from .epoch import Epoch
from .errors import Refused, require
from .record import Record, decode_record


class Unreachable(Refused):
    """An epoch behind a barrier that the reader's pass does not cross."""


def load_record(blocks: Blocks, digest: bytes, scope: bytes, epoch: int) -> Record:
    what = f"record {digest.hex()}"
    record = decode_record(blocks.clear(digest, f"record of epoch {epoch}"), what)
    require(record.scope == scope, what, "belongs to another folder, contract or chain")
    require(record.epoch == epoch, what, f"is of epoch {record.epoch} instead of {epoch}")
    return record


class History:
    """Records by following p, epoch secrets by following back-links; each secret matches its record's commit."""

    def __init__(self, blocks: Blocks, record: Record, epochs: list[Epoch]):
        self.blocks = blocks
        self.newest = record
        self._records = {record.epoch: record}
        self._epochs: dict[int, Epoch] = {}
        for epoch in epochs:
            self._keep(epoch)

    def _keep(self, epoch: Epoch) -> None:
        record = self.record(epoch.number)
        matches = epoch.commit() == record.commit
        require(matches, f"record {record.digest.hex()}", "its commit is not that of the epoch secret")
        self._epochs[epoch.number] = epoch

    def record(self, number: int) -> Record:
        lowest = min(self._records)
        while number < lowest:
            newer = self._records[lowest]
            assert newer.previous is not None
            lowest -= 1
            self._records[lowest] = load_record(self.blocks, newer.previous, newer.scope, lowest)
        return self._records[number]

    def epoch(self, number: int) -> Epoch:
        """The secret of an epoch; refused if a barrier lies between."""
        while number not in self._epochs:
            nearest = min(known for known in self._epochs if known > number)
            record = self.record(nearest)
            targets = [target for target in record.back if target >= number]
            if not targets:
                raise Unreachable(f"epoch {number}", f"cannot be reached from epoch {nearest}")
            target = min(targets)
            what = f"record {record.digest.hex()}"
            self._keep(self._epochs[nearest].open_back(target, record.back[target], what))
        return self._epochs[number]
