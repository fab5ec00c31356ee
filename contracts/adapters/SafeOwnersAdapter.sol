// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";
import {ISafeOwners} from "./interfaces/ISafeOwners.sol";

/// @title SafeOwnersAdapter
/// @notice Who is an owner of a Safe now.
///
/// `groupId` is the Safe's address followed by 12 zero bytes, `data` is empty. Each owner alone is a member, whatever
/// the Safe's threshold. A Safe that is not deployed yet has no owners.
contract SafeOwnersAdapter is IGroupAdapter {
    /// @inheritdoc IGroupAdapter
    function isMember(bytes32 groupId, address account, bytes calldata data) external view returns (bool) {
        if (uint96(uint256(groupId)) != 0 || data.length != 0) return false;
        return ISafeOwners(address(bytes20(groupId))).isOwner(account);
    }
}
