// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev The next epoch, scheduled ahead of time; counts only while the folder's state says that one is scheduled. From
/// the least significant bit on:
///
/// | bits | field      | meaning                                            |
/// | ---- | ---------- | -------------------------------------------------- |
/// |  160 | author     | owner or admin who scheduled it                    |
/// |   40 | activateAt | unix time from which anyone may activate it        |
/// |   32 | nextFor    | the folder's `narrowed` that its record is made for|
/// |   24 | spare      | zero                                               |
type ScheduleWord is uint256;

using ScheduleWordLib for ScheduleWord global;

library ScheduleWordLib {
    uint256 private constant ACTIVATE_AT = 160;
    uint256 private constant NEXT_FOR_AT = 200;

    function pack(address author_, uint40 activateAt_, uint32 nextFor_) internal pure returns (ScheduleWord) {
        return
            ScheduleWord.wrap(
                uint256(uint160(author_)) |
                    (uint256(activateAt_) << ACTIVATE_AT) |
                    (uint256(nextFor_) << NEXT_FOR_AT)
            );
    }

    function author(ScheduleWord self) internal pure returns (address) {
        return address(uint160(ScheduleWord.unwrap(self)));
    }

    function activateAt(ScheduleWord self) internal pure returns (uint40) {
        return uint40(ScheduleWord.unwrap(self) >> ACTIVATE_AT);
    }

    function nextFor(ScheduleWord self) internal pure returns (uint32) {
        return uint32(ScheduleWord.unwrap(self) >> NEXT_FOR_AT);
    }
}
