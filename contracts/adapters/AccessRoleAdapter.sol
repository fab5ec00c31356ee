// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IGroupAdapter} from "../interfaces/IGroupAdapter.sol";

/// @title AccessRoleAdapter
/// @notice Who has a role of an OpenZeppelin AccessManager now.
///
/// | bytes of `groupId` | field   | meaning                    |
/// | ------------------ | ------- | -------------------------- |
/// |               0-19 | manager | an `IAccessManager`        |
/// |              20-23 | zero    |                            |
/// |              24-31 | role    | the manager's role id      |
///
/// `data` is empty. A role counts from when its grant delay has passed; an execution delay does not matter here. Everyone
/// has the manager's public role, 2^64-1.
contract AccessRoleAdapter is IGroupAdapter {
    /// @inheritdoc IGroupAdapter
    function isMember(
        bytes32 groupId,
        address account,
        bytes calldata data
    ) external view returns (bool member) {
        uint256 word = uint256(groupId);
        if (uint32(word >> 64) != 0 || data.length != 0) return false;
        (member, ) = IAccessManager(address(bytes20(groupId))).hasRole(uint64(word), account);
    }
}
