// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title IGroupAdapter
/// @notice Answers whether an account belongs to a group that is kept elsewhere.
///
/// A grant to a group has the subject `0x01` followed by the last 31 bytes of `keccak256(abi.encode(adapter, groupId))`.
/// The adapter is asked by a static call with 100,000 gas. A revert, an answer that is not exactly one word of 0 or 1,
/// or gas that runs out mean no.
interface IGroupAdapter {
    /// @notice Whether `account` is a member now.
    /// @param groupId names the group, in the adapter's own encoding
    /// @param account who wants in
    /// @param data what the account brings along, in the adapter's own encoding
    function isMember(bytes32 groupId, address account, bytes calldata data) external view returns (bool);
}
