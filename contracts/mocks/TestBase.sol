// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {CHEATS, Vm} from "./Vm.sol";

/// @dev What every Solidity test begins with.
abstract contract TestBase {
    Vm internal constant vm = CHEATS;

    /// @dev Arithmetic that does not fit reverts with this.
    bytes internal constant OVERFLOW = abi.encodeWithSignature("Panic(uint256)", 0x11);

    /// @dev `value` folded into [low, high].
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        return low + (value % (high - low + 1));
    }

    /// @dev Slot of `key` in the mapping that stands at `slot`.
    function slotOf(bytes32 key, uint256 slot) internal pure returns (bytes32) {
        return keccak256(abi.encode(key, slot));
    }

    function slotOf(address key, uint256 slot) internal pure returns (bytes32) {
        return slotOf(bytes32(uint256(uint160(key))), slot);
    }
}
