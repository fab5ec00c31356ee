// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title The part of a Safe that Space reads
interface ISafeOwners {
    /// @notice Whether the account is one of the Safe's owners.
    function isOwner(address account) external view returns (bool);
}
