// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev Asks another contract for a word or two without trusting it: it gets a fixed amount of gas, cannot write, and
/// no more of its answer than these words is copied.
library BoundedCall {
    /// @dev Gas that has to be left besides the callee's: the call itself and what the caller does with the answer.
    uint256 private constant RESERVE = 5_000;

    /// @dev Whether the callee would get all of `gasLimit` now (EIP-150 keeps back one part in 64).
    function isAffordable(uint256 gasLimit) internal view returns (bool) {
        return gasleft() >= (gasLimit * 64) / 63 + RESERVE;
    }

    /// @dev Zero if the callee reverts, runs out of gas, or answers less than a word.
    function readWord(
        address target,
        uint256 gasLimit,
        bytes memory data
    ) internal view returns (bytes32 word) {
        assembly ("memory-safe") {
            let success := staticcall(gasLimit, target, add(data, 0x20), mload(data), 0x00, 0x20)
            if and(success, gt(returndatasize(), 0x1f)) {
                word := mload(0x00)
            }
        }
    }

    /// @dev Zeros if the callee reverts, runs out of gas, or answers less than two words.
    function readWords(
        address target,
        uint256 gasLimit,
        bytes memory data
    ) internal view returns (bytes32 first, bytes32 second) {
        assembly ("memory-safe") {
            let success := staticcall(gasLimit, target, add(data, 0x20), mload(data), 0x00, 0x40)
            if and(success, gt(returndatasize(), 0x3f)) {
                first := mload(0x00)
                second := mload(0x20)
            }
        }
    }
}
