// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {CHEATS} from "../../contracts/mocks/Vm.sol";

/// @dev What the checks share. Every parameter of a `check_` function stands for all values at once: Halmos proves that
/// no `assert` can fail. The places and widths are written down here a second time, from the head comments of the words.
abstract contract Checks {
    /// @dev All ones in `width` bits from `at` on.
    function field(uint256 at, uint256 width) internal pure returns (uint256) {
        return (type(uint256).max >> (256 - width)) << at;
    }

    /// @dev The field of `width` bits at `at`.
    function read(uint256 word, uint256 at, uint256 width) internal pure returns (uint256) {
        return (word & field(at, width)) >> at;
    }

    /// @dev Nothing outside `changed` differs, and there stands `value`.
    function assertOnly(uint256 before, uint256 afterwards, uint256 changed, uint256 value) internal pure {
        assert(afterwards == ((before & ~changed) | value));
        assert(value & ~changed == 0);
    }

    function warp(uint40 timestamp) internal {
        CHEATS.warp(timestamp);
    }
}
