// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev What a granter gives. From the least significant bit on:
///
/// | bits | field  | meaning                                                        |
/// | ---- | ------ | -------------------------------------------------------------- |
/// |   36 | expiry | unix time; 2^36-1 = none                                       |
/// |    4 | spare  | zero                                                           |
/// |    4 | role   | 0 none (guardian), 1 reader, 2 commenter, 3 writer, 4 admin    |
/// |    2 | depth  | through how many more hands it may go                          |
/// |    2 | flags  | bit 0 from now on (no earlier epochs), 1 guardian              |
type GrantTerms is uint256;

using GrantTermsLib for GrantTerms global;

library GrantTermsLib {
    uint256 private constant POWERS_AT = 40;
    uint256 private constant DEPTH_AT = 44;
    uint256 private constant EXPIRY_MASK = 2 ** 36 - 1;
    uint256 private constant GUARDIAN = 1 << 47;

    /// @dev The `expiry` that means none.
    uint40 internal constant NO_EXPIRY = 2 ** 36 - 1;

    function expiry(GrantTerms self) internal pure returns (uint40) {
        return uint40(GrantTerms.unwrap(self) & EXPIRY_MASK);
    }

    function role(GrantTerms self) internal pure returns (uint8) {
        return uint8(GrantTerms.unwrap(self) >> POWERS_AT) & 0xf;
    }

    function depth(GrantTerms self) internal pure returns (uint8) {
        return uint8(GrantTerms.unwrap(self) >> DEPTH_AT) & 0x3;
    }

    function isGuardian(GrantTerms self) internal pure returns (bool) {
        return GrantTerms.unwrap(self) & GUARDIAN != 0;
    }

    /// @dev Role, depth and flags in one byte.
    function powers(GrantTerms self) internal pure returns (uint8) {
        return uint8(GrantTerms.unwrap(self) >> POWERS_AT);
    }

    /// @dev Whether only defined bits are set.
    function isCanonical(GrantTerms self) internal pure returns (bool) {
        return GrantTerms.unwrap(self) & ~(EXPIRY_MASK | (0xff << POWERS_AT)) == 0;
    }
}
