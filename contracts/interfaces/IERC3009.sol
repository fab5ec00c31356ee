// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title The part of ERC-3009 that Balances uses
/// @notice Coins such as USDC let anyone bring a signed transfer; this one only its receiver.
interface IERC3009 {
    /// @notice Moves `value` from `from`, who signed this, to the caller.
    /// @param from Holder, who signs by EIP-712
    /// @param to Receiver, who must be the caller
    /// @param value Amount in the smallest unit
    /// @param validAfter The authorization is good after this time, unix seconds
    /// @param validBefore And before this time, unix seconds
    /// @param nonce Any word that `from` did not use before
    /// @param v Of the signature
    /// @param r Of the signature
    /// @param s Of the signature
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;
}
