// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Checks} from "./Checks.sol";

/// @dev A setter that spills into its neighbour for one value in 2^32: the check of it must fail, or no check means
/// anything.
contract BrokenChecks is Checks {
    function check_spill(uint256 raw, uint32 value) public pure {
        uint256 cleared = raw & ~field(160, 32);
        uint256 changed = cleared | (uint256(value) << (value == 0xdecade ? 161 : 160));
        assertOnly(raw, changed, field(160, 32), uint256(value) << 160);
    }
}
