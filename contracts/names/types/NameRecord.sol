// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev Who has a name. Zero = never registered. From the least significant bit on:
///
/// | bits | field      | meaning                                                             |
/// | ---- | ---------- | ------------------------------------------------------------------- |
/// |  160 | owner      | account; 0 = no one                                                 |
/// |   32 | keyEpoch   | number of the key, from 1 on                                        |
/// |   16 | generation | number of the person, from 1 on                                     |
/// |   40 | since      | unix time of the registration or the release                        |
/// |    8 | flags      | bit 0 released, 1 has a recovery agent, 2 a recovery is pending     |
type NameRecord is uint256;

using NameRecordLib for NameRecord global;

library NameRecordLib {
    uint8 internal constant RELEASED = 1;
    uint8 internal constant HAS_AGENT = 2;
    uint8 internal constant RECOVERY_PENDING = 4;

    uint256 private constant EPOCH_AT = 160;
    uint256 private constant GENERATION_AT = 192;
    uint256 private constant SINCE_AT = 208;
    uint256 private constant FLAGS_AT = 248;
    /// @dev The fields that stay when a name changes hands.
    uint256 private constant SINCE_AND_FLAGS = ~uint256(0) << SINCE_AT;

    function isUnknown(NameRecord self) internal pure returns (bool) {
        return NameRecord.unwrap(self) == 0;
    }

    function owner(NameRecord self) internal pure returns (address) {
        return address(uint160(NameRecord.unwrap(self)));
    }

    function keyEpoch(NameRecord self) internal pure returns (uint32) {
        return uint32(NameRecord.unwrap(self) >> EPOCH_AT);
    }

    function generation(NameRecord self) internal pure returns (uint16) {
        return uint16(NameRecord.unwrap(self) >> GENERATION_AT);
    }

    function since(NameRecord self) internal pure returns (uint40) {
        return uint40(NameRecord.unwrap(self) >> SINCE_AT);
    }

    function flags(NameRecord self) internal pure returns (uint8) {
        return uint8(NameRecord.unwrap(self) >> FLAGS_AT);
    }

    function has(NameRecord self, uint8 flag) internal pure returns (bool) {
        return self.flags() & flag != 0;
    }

    /// @dev The record of a registration at this second, with key epoch 1.
    function registered(address owner_, uint16 generation_) internal view returns (NameRecord) {
        return _pack(owner_, 1, generation_, block.timestamp << SINCE_AT);
    }

    /// @dev The record of a name that no one has from this second on, under a generation that no one had.
    function released(NameRecord self) internal view returns (NameRecord) {
        uint256 sinceAndFlags = (block.timestamp << SINCE_AT) | (uint256(RELEASED) << FLAGS_AT);
        return _pack(address(0), 0, self.generation() + 1, sinceAndFlags);
    }

    /// @dev The same record with another owner, key epoch and generation.
    function movedTo(
        NameRecord self,
        address owner_,
        uint32 epoch,
        uint16 generation_
    ) internal pure returns (NameRecord) {
        return _pack(owner_, epoch, generation_, NameRecord.unwrap(self) & SINCE_AND_FLAGS);
    }

    /// @dev The same record with another key epoch.
    function withKeyEpoch(NameRecord self, uint32 epoch) internal pure returns (NameRecord) {
        uint256 cleared = NameRecord.unwrap(self) & ~(uint256(type(uint32).max) << EPOCH_AT);
        return NameRecord.wrap(cleared | (uint256(epoch) << EPOCH_AT));
    }

    /// @dev The same record with a flag set.
    function with(NameRecord self, uint8 flag) internal pure returns (NameRecord) {
        return NameRecord.wrap(NameRecord.unwrap(self) | (uint256(flag) << FLAGS_AT));
    }

    /// @dev The same record without a flag.
    function without(NameRecord self, uint8 flag) internal pure returns (NameRecord) {
        return NameRecord.wrap(NameRecord.unwrap(self) & ~(uint256(flag) << FLAGS_AT));
    }

    function _pack(
        address owner_,
        uint32 epoch,
        uint16 generation_,
        uint256 sinceAndFlags
    ) private pure returns (NameRecord) {
        return
            NameRecord.wrap(
                uint256(uint160(owner_)) |
                    (uint256(epoch) << EPOCH_AT) |
                    (uint256(generation_) << GENERATION_AT) |
                    sinceAndFlags
            );
    }
}
