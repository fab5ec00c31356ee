// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {NameRecord} from "./NameRecord.sol";

/// @dev To whom a name was offered last. Zero = to no one. From the least significant bit on:
///
/// | bits | field      | meaning                                       |
/// | ---- | ---------- | --------------------------------------------- |
/// |  160 | to         | account that may accept                       |
/// |   16 | generation | generation of the name when it was offered    |
/// |   32 | keyEpoch   | key epoch of the name when it was offered     |
/// |   40 | expiresAt  | last second at which it can be accepted       |
/// |    8 | kind       | kind of the change of owner, 1 or 2           |
type NameOffer is uint256;

using NameOfferLib for NameOffer global;

library NameOfferLib {
    uint256 private constant GENERATION_AT = 160;
    uint256 private constant EPOCH_AT = 176;
    uint256 private constant EXPIRES_AT = 208;
    uint256 private constant KIND_AT = 248;

    NameOffer internal constant NONE = NameOffer.wrap(0);

    function to(NameOffer self) internal pure returns (address) {
        return address(uint160(NameOffer.unwrap(self)));
    }

    function expiresAt(NameOffer self) internal pure returns (uint40) {
        return uint40(NameOffer.unwrap(self) >> EXPIRES_AT);
    }

    function kind(NameOffer self) internal pure returns (uint8) {
        return uint8(NameOffer.unwrap(self) >> KIND_AT);
    }

    /// @dev Whether it can be accepted now, as far as owner and key of the name tell.
    function isLive(NameOffer self, NameRecord record) internal view returns (bool) {
        return
            self.to() != address(0) &&
            block.timestamp <= self.expiresAt() &&
            uint16(NameOffer.unwrap(self) >> GENERATION_AT) == record.generation() &&
            uint32(NameOffer.unwrap(self) >> EPOCH_AT) == record.keyEpoch();
    }

    function make(
        NameRecord record,
        address to_,
        uint8 kind_,
        uint40 expiresAt_
    ) internal pure returns (NameOffer) {
        return
            NameOffer.wrap(
                uint256(uint160(to_)) |
                    (uint256(record.generation()) << GENERATION_AT) |
                    (uint256(record.keyEpoch()) << EPOCH_AT) |
                    (uint256(expiresAt_) << EXPIRES_AT) |
                    (uint256(kind_) << KIND_AT)
            );
    }
}
