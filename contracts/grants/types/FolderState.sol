// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev All that changes about a folder. Zero = nothing has happened to it. From the least significant bit on:
///
/// | bits | field      | meaning                                                                         |
/// | ---- | ---------- | ------------------------------------------------------------------------------- |
/// |   32 | keyEpoch   | number of the current key; moves only by an advance or with the owner           |
/// |   32 | narrowed   | how often something was taken away                                              |
/// |   16 | generation | number of the set of grants; moving it ends them all                            |
/// |   40 | dueAt      | unix time from which a new epoch is owed; 0 = never                             |
/// |    8 | flags      | bit 0 moved (the owner is not the prefix), 1 stale (an epoch is owed), 2 scheduled |
/// |   40 | nextDueAt  | `dueAt` of the scheduled epoch; zero while none is scheduled                    |
/// |   88 | spare      | zero                                                                            |
type FolderState is uint256;

using FolderStateLib for FolderState global;
using {differs as !=} for FolderState global;

function differs(FolderState a, FolderState b) pure returns (bool) {
    return FolderState.unwrap(a) != FolderState.unwrap(b);
}

/// @dev Counters revert at their maximum instead of wrapping.
library FolderStateLib {
    uint256 private constant NARROWED_AT = 32;
    uint256 private constant GENERATION_AT = 64;
    uint256 private constant DUE_AT = 80;
    uint256 private constant FLAGS_AT = 120;
    uint256 private constant NEXT_DUE_AT = 128;

    uint256 private constant EPOCH_MASK = type(uint32).max;
    uint256 private constant NARROWED_MASK = uint256(type(uint32).max) << NARROWED_AT;
    uint256 private constant GENERATION_MASK = uint256(type(uint16).max) << GENERATION_AT;
    uint256 private constant DUE_MASK = uint256(type(uint40).max) << DUE_AT;
    uint256 private constant MOVED = 1 << FLAGS_AT;
    uint256 private constant STALE = 2 << FLAGS_AT;
    uint256 private constant SCHEDULED = 4 << FLAGS_AT;
    uint256 private constant SCHEDULE_MASK = SCHEDULED | (uint256(type(uint40).max) << NEXT_DUE_AT);

    function keyEpoch(FolderState self) internal pure returns (uint32) {
        return uint32(FolderState.unwrap(self));
    }

    function narrowed(FolderState self) internal pure returns (uint32) {
        return uint32(FolderState.unwrap(self) >> NARROWED_AT);
    }

    function generation(FolderState self) internal pure returns (uint16) {
        return uint16(FolderState.unwrap(self) >> GENERATION_AT);
    }

    function dueAt(FolderState self) internal pure returns (uint40) {
        return uint40(FolderState.unwrap(self) >> DUE_AT);
    }

    function flags(FolderState self) internal pure returns (uint8) {
        return uint8(FolderState.unwrap(self) >> FLAGS_AT);
    }

    function nextDueAt(FolderState self) internal pure returns (uint40) {
        return uint40(FolderState.unwrap(self) >> NEXT_DUE_AT);
    }

    function isMoved(FolderState self) internal pure returns (bool) {
        return FolderState.unwrap(self) & MOVED != 0;
    }

    function isStale(FolderState self) internal pure returns (bool) {
        return FolderState.unwrap(self) & STALE != 0;
    }

    function isScheduled(FolderState self) internal pure returns (bool) {
        return FolderState.unwrap(self) & SCHEDULED != 0;
    }

    /// @dev Something was taken away.
    function narrow(FolderState self) internal pure returns (FolderState) {
        uint256 next = self.narrowed() + 1;
        return FolderState.wrap((FolderState.unwrap(self) & ~NARROWED_MASK) | (next << NARROWED_AT) | STALE);
    }

    /// @dev A new epoch, to be followed by another one at `due`.
    function advance(FolderState self, uint40 due) internal pure returns (FolderState) {
        uint256 next = self.keyEpoch() + 1;
        uint256 kept = FolderState.unwrap(self) & ~(EPOCH_MASK | DUE_MASK | STALE | SCHEDULE_MASK);
        return FolderState.wrap(kept | next | (uint256(due) << DUE_AT));
    }

    /// @dev A member's access ends at `expiry`. A record that was scheduled before did not know it, so it is dropped.
    function expectExpiry(FolderState self, uint40 expiry) internal pure returns (FolderState) {
        uint256 word = FolderState.unwrap(self) & ~SCHEDULE_MASK;
        uint40 due = self.dueAt();
        if (due == 0 || expiry < due) word = (word & ~DUE_MASK) | (uint256(expiry) << DUE_AT);
        return FolderState.wrap(word);
    }

    /// @dev The next epoch is scheduled, to be followed by another one at `due`.
    function schedule(FolderState self, uint40 due) internal pure returns (FolderState) {
        uint256 kept = FolderState.unwrap(self) & ~SCHEDULE_MASK;
        return FolderState.wrap(kept | SCHEDULED | (uint256(due) << NEXT_DUE_AT));
    }

    function unschedule(FolderState self) internal pure returns (FolderState) {
        return FolderState.wrap(FolderState.unwrap(self) & ~SCHEDULE_MASK);
    }

    /// @dev All grants and audiences end, and with them the schedule.
    function renew(FolderState self) internal pure returns (FolderState) {
        uint256 next = self.generation() + 1;
        uint256 kept = FolderState.unwrap(self.narrow()) & ~(GENERATION_MASK | SCHEDULE_MASK);
        return FolderState.wrap(kept | (next << GENERATION_AT));
    }

    /// @dev Another owner, who begins with a generation and an epoch of its own and owes the epoch's record unless
    /// `isSettled`.
    function move(FolderState self, uint40 due, bool isSettled) internal pure returns (FolderState) {
        uint256 word = FolderState.unwrap(self.renew().advance(due)) | MOVED;
        return FolderState.wrap(isSettled ? word : word | STALE);
    }
}
