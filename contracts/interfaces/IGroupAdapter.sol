// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title IGroupAdapter
/// @notice Says who belongs to a group, by whatever another contract knows: tokens, owners of a Safe, roles.
///
/// `Grants` asks by a static call with 100,000 gas and reads one word. Only the word 1 is a yes: a revert, a loop, a
/// short or any other answer is a no.
interface IGroupAdapter {
    /// @notice Whether an account is a member now.
    /// @param groupId which group; its meaning is the adapter's
    /// @param account who claims to be a member
    /// @param data what the adapter needs to see it, brought by the caller; must not be trusted
    /// @return whether it is
    function isMember(bytes32 groupId, address account, bytes calldata data) external view returns (bool);
}
