// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev Reads packed calldata. The caller has checked the length.
library Packed {
    /// @dev The 32 bytes from `offset` on; those behind the end of `data` are whatever lies there.
    function wordAt(bytes calldata data, uint256 offset) internal pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := calldataload(add(data.offset, offset))
        }
    }

    function addressAt(bytes calldata data, uint256 offset) internal pure returns (address) {
        return address(bytes20(wordAt(data, offset)));
    }
}
