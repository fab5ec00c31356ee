// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";
import {ILockKeys} from "./interfaces/ILockKeys.sol";

/// @title UnlockKeyAdapter
/// @notice Who has a valid key of an Unlock lock now. `groupId` is the lock's address followed by 12 zero bytes, `data`
/// is empty.
contract UnlockKeyAdapter is IGroupAdapter {
    /// @inheritdoc IGroupAdapter
    function isMember(bytes32 groupId, address account, bytes calldata data) external view returns (bool) {
        if (uint96(uint256(groupId)) != 0 || data.length != 0) return false;
        return ILockKeys(address(bytes20(groupId))).getHasValidKey(account);
    }
}
