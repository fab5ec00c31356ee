// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title The part of Uniswap's Permit2 that Balances uses
/// @notice One signature moves an ERC-20 token once, for holders that approved Permit2. The witness is data of the
/// spender that the holder signs along.
interface IPermit2 {
    /// @param token The token
    /// @param amount Most that may be moved
    struct TokenPermissions {
        address token;
        uint256 amount;
    }

    /// @param permitted What may be moved
    /// @param nonce Unordered nonce of the holder
    /// @param deadline Last second at which the signature is good
    struct PermitTransferFrom {
        TokenPermissions permitted;
        uint256 nonce;
        uint256 deadline;
    }

    /// @param to Receiver
    /// @param requestedAmount How much to move
    struct SignatureTransferDetails {
        address to;
        uint256 requestedAmount;
    }

    /// @notice Moves tokens of `owner`, who signed `permit`, the caller as spender, and `witness`.
    /// @param permit What `owner` permits
    /// @param transferDetails What to move of it, and where to
    /// @param owner Holder
    /// @param witness Hash of the witness struct
    /// @param witnessTypeString What follows the deadline in the type string, from the witness's type and name on
    /// @param signature EIP-712 signature of `owner`, ECDSA or ERC-1271
    function permitWitnessTransferFrom(
        PermitTransferFrom memory permit,
        SignatureTransferDetails calldata transferDetails,
        address owner,
        bytes32 witness,
        string calldata witnessTypeString,
        bytes calldata signature
    ) external;
}
