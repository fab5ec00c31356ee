// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev How often each anchor of an account was set: eight counters of 32 bits, that of kind k at bit 32 k.
/// Kind 0 = key binding, 1 = vault, 2 to 7 are free.
type AnchorVersions is uint256;

using AnchorVersionsLib for AnchorVersions global;

library AnchorVersionsLib {
    uint8 internal constant KINDS = 8;

    /// @dev Zero for a kind that does not exist.
    function versionOf(AnchorVersions self, uint8 kind) internal pure returns (uint32) {
        return uint32(AnchorVersions.unwrap(self) >> (uint256(kind) * 32));
    }

    function withVersion(
        AnchorVersions self,
        uint8 kind,
        uint32 version
    ) internal pure returns (AnchorVersions) {
        uint256 shift = uint256(kind) * 32;
        uint256 cleared = AnchorVersions.unwrap(self) & ~(uint256(type(uint32).max) << shift);
        return AnchorVersions.wrap(cleared | (uint256(version) << shift));
    }
}
