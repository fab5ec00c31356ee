// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title IGrantsRelays
/// @notice Calls that one account signs (EIP-712) and anyone sends, and the nonces of all signatures.
///
/// Effects, events and requirements are those of the direct call, with the signer in the caller's place. A signature is that
/// of a key, of a contract by ERC-1271, or of an account that delegates by EIP-7702.
///
/// Relays, signed grants (see `IGrantsAccess`) and successions of one signer share one space of nonces, in any order; a relay
/// uses its nonce up.
///
/// Requirements of all three:
/// - the deadline has not passed, else `GrantsExpired`;
/// - the nonce has not been used or voided, else `GrantsNonce`;
/// - the signature is the signer's, else `GrantsBadSignature`.
interface IGrantsRelays {
    /// @notice `grant` for the signer of
    /// `GrantRequest(address by,bytes32 folder,bytes32 subject,uint256 terms,bytes32 pass,uint256 nonce,uint40 deadline)`.
    ///
    /// Emits `Granted`.
    /// @param by the signer
    /// @param folder the folder's id
    /// @param subject the subject's typed word
    /// @param terms expiry, role, depth and flags
    /// @param pass digest of the subject's pass; zero: the key follows by `deliver`
    /// @param nonce of the signer's
    /// @param deadline until then, that second included
    /// @param signature of the signer
    function grantFor(
        address by,
        bytes32 folder,
        bytes32 subject,
        uint256 terms,
        bytes32 pass,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /// @notice `revoke` for the signer of
    /// `RevokeRequest(address by,bytes32 folder,bytes subjects,uint256 nonce,uint40 deadline)`.
    ///
    /// Emits `Revoked`.
    /// @param by the signer
    /// @param folder the folder's id
    /// @param subjects 32 bytes each
    /// @param nonce of the signer's
    /// @param deadline until then, that second included
    /// @param signature of the signer
    function revokeFor(
        address by,
        bytes32 folder,
        bytes calldata subjects,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /// @notice `advance` for the signer of `AdvanceRequest(address by,bytes32 folder,uint32 expectedEpoch,
    /// uint32 expectedNarrowed,bytes32 record,uint40 dueAt,bytes subjects,uint256 nonce,uint40 deadline)` (no space after the
    /// comma).
    ///
    /// Emits `Revoked` if there are subjects, then `Advanced`.
    /// @param by the signer
    /// @param folder the folder's id
    /// @param expectedEpoch the epoch for which the record was prepared
    /// @param expectedNarrowed the value of `narrowed` for which it was prepared
    /// @param record digest of the new epoch's record
    /// @param dueAt from then on another epoch is owed; zero: never
    /// @param subjects 32 bytes each
    /// @param nonce of the signer's
    /// @param deadline until then, that second included
    /// @param signature of the signer
    function advanceFor(
        address by,
        bytes32 folder,
        uint32 expectedEpoch,
        uint32 expectedNarrowed,
        bytes32 record,
        uint40 dueAt,
        bytes calldata subjects,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /// @notice Makes signatures of the caller void: relays that no one has sent yet, signed grants, successions.
    ///
    /// Emits `NoncesVoided`.
    /// @param word index of the bitmap's word: the nonce divided by 256
    /// @param mask the bits to set: the nonce's rest
    function voidNonces(uint256 word, uint256 mask) external;

    /// @notice Whether a nonce is used or void.
    /// @param signer whose
    /// @param nonce which
    /// @return whether it is
    function nonceUsed(address signer, uint256 nonce) external view returns (bool);
}
