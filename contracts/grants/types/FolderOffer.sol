// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev Who may take a folder over. Zero = no one. From the least significant bit on:
///
/// | bits | field      | meaning                                                    |
/// | ---- | ---------- | ---------------------------------------------------------- |
/// |  160 | to         | who may accept                                             |
/// |   16 | generation | of the folder when it was offered; the offer ends with it  |
/// |   40 | expiresAt  | unix time from which it is void                            |
/// |   40 | spare      | zero                                                       |
type FolderOffer is uint256;

using FolderOfferLib for FolderOffer global;

library FolderOfferLib {
    uint256 private constant GENERATION_AT = 160;
    uint256 private constant EXPIRES_AT = 176;

    function pack(address to_, uint16 generation_, uint40 expiresAt_) internal pure returns (FolderOffer) {
        return
            FolderOffer.wrap(
                uint256(uint160(to_)) |
                    (uint256(generation_) << GENERATION_AT) |
                    (uint256(expiresAt_) << EXPIRES_AT)
            );
    }

    function to(FolderOffer self) internal pure returns (address) {
        return address(uint160(FolderOffer.unwrap(self)));
    }

    function generation(FolderOffer self) internal pure returns (uint16) {
        return uint16(FolderOffer.unwrap(self) >> GENERATION_AT);
    }

    function expiresAt(FolderOffer self) internal pure returns (uint40) {
        return uint40(FolderOffer.unwrap(self) >> EXPIRES_AT);
    }
}
