// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {GrantTerms} from "./GrantTerms.sol";

/// @dev What one subject holds in one folder. Zero = nothing. From the least significant bit on:
///
/// | bits | field      | meaning                                                               |
/// | ---- | ---------- | --------------------------------------------------------------------- |
/// |  160 | granter    | who gave it                                                           |
/// |   36 | expiry     | unix time; 2^36-1 = none                                              |
/// |   36 | issuedAt   | unix time; what the subject passed on before that is dead             |
/// |   16 | generation | of the folder when it was given                                       |
/// |    4 | role       | 0 none, 1 reader, 2 commenter, 3 writer, 4 admin                      |
/// |    2 | depth      | through how many more hands it may go                                 |
/// |    2 | flags      | bit 0 from now on (no earlier epochs), 1 guardian                     |
///
/// A word that holds a granter and nothing else is a **block**: a wallet that this account has shut out. It is expired by
/// itself, so it never counts as a grant, and it outlives generations.
type GrantWord is uint256;

using GrantWordLib for GrantWord global;

library GrantWordLib {
    uint256 private constant EXPIRY_AT = 160;
    uint256 private constant ISSUED_AT = 196;
    uint256 private constant GENERATION_AT = 232;
    uint256 private constant ROLE_AT = 248;
    uint256 private constant DEPTH_AT = 252;
    uint256 private constant TIME_MASK = 2 ** 36 - 1;
    uint256 private constant GUARDIAN = 1 << 255;

    function pack(
        address granter_,
        uint40 issuedAt_,
        uint16 generation_,
        GrantTerms terms
    ) internal pure returns (GrantWord) {
        return
            GrantWord.wrap(
                uint256(uint160(granter_)) |
                    (uint256(terms.expiry()) << EXPIRY_AT) |
                    (uint256(issuedAt_) << ISSUED_AT) |
                    (uint256(generation_) << GENERATION_AT) |
                    (uint256(terms.powers()) << ROLE_AT)
            );
    }

    function granter(GrantWord self) internal pure returns (address) {
        return address(uint160(GrantWord.unwrap(self)));
    }

    function expiry(GrantWord self) internal pure returns (uint40) {
        return uint40((GrantWord.unwrap(self) >> EXPIRY_AT) & TIME_MASK);
    }

    function issuedAt(GrantWord self) internal pure returns (uint40) {
        return uint40((GrantWord.unwrap(self) >> ISSUED_AT) & TIME_MASK);
    }

    function generation(GrantWord self) internal pure returns (uint16) {
        return uint16(GrantWord.unwrap(self) >> GENERATION_AT);
    }

    function role(GrantWord self) internal pure returns (uint8) {
        return uint8(GrantWord.unwrap(self) >> ROLE_AT) & 0xf;
    }

    function depth(GrantWord self) internal pure returns (uint8) {
        return uint8(GrantWord.unwrap(self) >> DEPTH_AT) & 0x3;
    }

    function isGuardian(GrantWord self) internal pure returns (bool) {
        return GrantWord.unwrap(self) & GUARDIAN != 0;
    }

    function isEmpty(GrantWord self) internal pure returns (bool) {
        return GrantWord.unwrap(self) == 0;
    }

    /// @dev What shuts a wallet out in the name of `by`.
    function blockBy(address by) internal pure returns (GrantWord) {
        return GrantWord.wrap(uint160(by));
    }

    /// @dev Only in the granter's field, and not zero (which wraps around here).
    function isBlock(GrantWord self) internal pure returns (bool) {
        unchecked {
            return GrantWord.unwrap(self) - 1 < type(uint160).max;
        }
    }

    function withIssuedAt(GrantWord self, uint40 issuedAt_) internal pure returns (GrantWord) {
        uint256 cleared = GrantWord.unwrap(self) & ~(TIME_MASK << ISSUED_AT);
        return GrantWord.wrap(cleared | (uint256(issuedAt_) << ISSUED_AT));
    }

    /// @dev Whether this takes something from a subject that holds `old`.
    function isBelow(GrantWord self, GrantWord old) internal pure returns (bool) {
        return self.role() < old.role() || self.depth() < old.depth() || self.expiry() < old.expiry();
    }
}
