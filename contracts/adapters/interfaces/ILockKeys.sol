// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title The part of Unlock's PublicLock that Space reads
interface ILockKeys {
    /// @notice Whether the account has a key that has not expired.
    function getHasValidKey(address account) external view returns (bool);
}
