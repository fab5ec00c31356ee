// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title The part of Hats Protocol v1 that Space reads
interface IHatWearers {
    /// @notice Whether the account wears the hat, which is active, and is eligible for it.
    function isWearerOfHat(address account, uint256 hatId) external view returns (bool);
}
