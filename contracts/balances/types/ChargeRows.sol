// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";

/// @dev Packed rows of a charge: account (20 bytes), then micro-dollars (8 bytes, big endian).
library ChargeRows {
    uint256 private constant ROW_LENGTH = 28;

    /// @dev How many rows `packed` holds; refuses none and broken ones.
    function count(bytes calldata packed) internal pure returns (uint256 rows) {
        rows = packed.length / ROW_LENGTH;
        if (rows == 0 || packed.length % ROW_LENGTH != 0) revert IBalancesEvents.BalancesLength();
    }

    /// @dev Row `index`, which must be below `count`.
    function row(bytes calldata packed, uint256 index) internal pure returns (address account, uint256 usd) {
        uint256 word;
        assembly ("memory-safe") {
            word := calldataload(add(packed.offset, mul(index, ROW_LENGTH)))
        }
        account = address(uint160(word >> 96));
        usd = uint64(word >> 32);
    }
}
