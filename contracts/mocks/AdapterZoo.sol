// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";

/// @dev Counts in whoever the group's id names.
contract OwnerAdapter is IGroupAdapter {
    function isMember(bytes32 groupId, address account, bytes calldata) external pure returns (bool) {
        return groupId == bytes32(uint256(uint160(account)));
    }
}
