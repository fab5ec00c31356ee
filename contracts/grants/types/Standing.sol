// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {GrantWord} from "./GrantWord.sol";

/// @dev What an account may do in a folder right now; never stored. Zero = nothing. It is the account's grant word with
/// role and expiry lowered to the least on its chain, so its fields lie where those of a grant word do:
///
/// | bits | field    | meaning                                                        |
/// | ---- | -------- | -------------------------------------------------------------- |
/// |  160 | -        | not looked at                                                  |
/// |   36 | expiry   | unix time; 2^36-1 = none                                       |
/// |   36 | issuedAt | of the account's own grant; 0 for the owner                    |
/// |   16 | -        | not looked at                                                  |
/// |    4 | role     | 0 none, 1 reader, 2 commenter, 3 writer, 4 admin               |
/// |    3 | depth    | what it gives away must stay below; 4 = owner                  |
/// |    1 | guardian | may revoke and block                                           |
type Standing is uint256;

using StandingLib for Standing global;

library StandingLib {
    uint256 private constant EXPIRY_AT = 160;
    uint256 private constant ISSUED_AT = 196;
    uint256 private constant ROLE_AT = 248;
    uint256 private constant DEPTH_AT = 252;
    uint256 private constant TIME_MASK = 2 ** 36 - 1;
    uint256 private constant OWNER_BIT = 1 << 254;
    uint256 private constant GUARDIAN = 1 << 255;
    uint256 private constant LOWERED = (TIME_MASK << EXPIRY_AT) | (0xf << ROLE_AT) | OWNER_BIT;

    uint256 private constant ADMIN = 4;

    /// @dev The owner's: every role, every depth, for ever.
    Standing internal constant OWNER = Standing.wrap(
        (TIME_MASK << EXPIRY_AT) | (ADMIN << ROLE_AT) | OWNER_BIT
    );

    /// @dev `role_` and `expiry_` are the least on the chain of a live word.
    function ofGrant(GrantWord word, uint256 role_, uint256 expiry_) internal pure returns (Standing) {
        uint256 kept = GrantWord.unwrap(word) & ~LOWERED;
        return Standing.wrap(kept | (expiry_ << EXPIRY_AT) | (role_ << ROLE_AT));
    }

    function isNone(Standing self) internal pure returns (bool) {
        return Standing.unwrap(self) == 0;
    }

    function isOwner(Standing self) internal pure returns (bool) {
        return Standing.unwrap(self) & OWNER_BIT != 0;
    }

    function isAdmin(Standing self) internal pure returns (bool) {
        return self.role() == ADMIN;
    }

    function isGuardian(Standing self) internal pure returns (bool) {
        return Standing.unwrap(self) & GUARDIAN != 0;
    }

    /// @dev Whether what it takes away counts for everyone: owner, admin or guardian.
    function narrows(Standing self) internal pure returns (bool) {
        return self.isAdmin() || self.isGuardian();
    }

    function role(Standing self) internal pure returns (uint8) {
        return uint8(Standing.unwrap(self) >> ROLE_AT) & 0xf;
    }

    function depth(Standing self) internal pure returns (uint8) {
        return uint8(Standing.unwrap(self) >> DEPTH_AT) & 0x7;
    }

    function expiry(Standing self) internal pure returns (uint40) {
        return uint40((Standing.unwrap(self) >> EXPIRY_AT) & TIME_MASK);
    }

    function issuedAt(Standing self) internal pure returns (uint40) {
        return uint40((Standing.unwrap(self) >> ISSUED_AT) & TIME_MASK);
    }
}
