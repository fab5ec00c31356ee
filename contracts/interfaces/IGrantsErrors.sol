// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title IGrantsErrors
/// @notice Why `Grants` refuses.
interface IGrantsErrors {
    /// @notice The caller has not the right to do this in this folder.
    error GrantsDenied(bytes32 folder, address caller);
    /// @notice Another epoch is current than the caller prepared for: read the folder again.
    error GrantsEpoch(uint32 expected, uint32 actual);
    /// @notice Something was taken away since the caller prepared: read the folder again.
    error GrantsNarrowed(uint32 expected, uint32 actual);
    /// @notice Not a subject that can be meant here: unknown or reserved kind, dirty padding, zero, the caller itself,
    /// the owner, or (for `deliver`) one without a live role.
    error GrantsSubject(bytes32 subject);
    /// @notice The wallet is blocked: lift that first.
    error GrantsBlocked(bytes32 subject);
    /// @notice Spare bits of the terms are set, or a guardian is to be something else besides.
    error GrantsTerms(uint256 terms);
    /// @notice The role is none, above the granter's own, or not for this kind of subject.
    error GrantsRole(uint8 role);
    /// @notice The depth is not below the granter's own, or the subject is no wallet and cannot pass grants on.
    error GrantsDepth(uint8 depth);
    /// @notice The time has passed, or is later than the granter's own, or (for `schedule`) not later than the activation.
    error GrantsExpiry(uint40 expiry);
    /// @notice A packed list is empty or not a multiple of its stride.
    error GrantsLength(uint256 length);
    /// @notice The digest of the record must not be zero (in `schedule`: unless the time is).
    error GrantsRecord();
    /// @notice The digest of the pass must not be zero.
    error GrantsPass();
    /// @notice A new epoch is owed first.
    error GrantsStale();
    /// @notice Too early: possible from this time on. A grantee passes nothing on in the second of its own issue.
    error GrantsNotDue(uint40 activateAt);
    /// @notice No epoch is scheduled.
    error GrantsNotScheduled(bytes32 folder);
    /// @notice Another root is set than the caller expects.
    error GrantsRoot(bytes32 actual);
    /// @notice There is no offer for the caller, and no succession that fits.
    error GrantsNoOffer(bytes32 folder);
    /// @notice The nonce has been used or voided.
    error GrantsNonce(uint256 nonce);
    /// @notice The signature's deadline has passed.
    error GrantsExpired(uint40 deadline);
    /// @notice The signature is not the signer's.
    error GrantsBadSignature(address signer);
    /// @notice Too little gas to ask another contract reliably. The only way in which `hasAccess` reverts.
    error GrantsGas();
}
