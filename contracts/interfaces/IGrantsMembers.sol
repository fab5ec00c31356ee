// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title IGrantsMembers
/// @notice Giving access and taking it away. Who may do what: see `IGrants`.
interface IGrantsMembers {
    /// @notice Gives a subject access, or changes the terms it has.
    ///
    /// `issuedAt` becomes the block's time, unless the subject's word is of this generation, is live or the caller's
    /// own, and is younger than the caller's own grant: then it is kept. So a renewal keeps the subject's team and a
    /// re-admission does not revive it.
    ///
    /// Requirements:
    /// - the caller is the owner, or holds a live grant of depth ≥ 1, else `GrantsDenied`;
    /// - that grant was not issued in this very second, else `GrantsNotDue`: what hangs on it would be no younger;
    /// - a live word of the subject is one that the caller may revoke, else `GrantsDenied`;
    /// - the subject is not blocked, else `GrantsBlocked`;
    /// - the guardian flag comes from the owner, else `GrantsDenied`, with role 0, depth 0 and no other flag, and spare
    ///   bits are zero, else `GrantsTerms`;
    /// - the role is 1 to 4 and not above the caller's own, else `GrantsRole`;
    /// - the depth is below the caller's own, for the owner at most 3, else `GrantsDepth`;
    /// - the expiry lies ahead and is not later than the caller's own, else `GrantsExpiry`;
    /// - the subject is of a known kind, not zero, not the caller and not the owner, else `GrantsSubject`;
    /// - a subject that is no wallet gets neither admin nor guardian, else `GrantsRole`, and no depth, else
    ///   `GrantsDepth`.
    ///
    /// The caller's own role and expiry are the least on its chain.
    ///
    /// By the owner or an admin: an expiry lowers `dueAt` to it (and drops a scheduled epoch); lowering a live role, depth
    /// or expiry, or cutting off what hangs on the subject, raises `narrowed` and sets `stale`.
    ///
    /// Emits `Granted`.
    /// @param folder the folder's id
    /// @param subject the subject's typed word
    /// @param terms expiry, role, depth and flags
    /// @param pass digest of the subject's pass; zero: the key follows by `deliver`
    function grant(bytes32 folder, bytes32 subject, uint256 terms, bytes32 pass) external;

    /// @notice Gives many subjects the same terms, all or nothing.
    ///
    /// The effects are those of `grant` for each subject in order; `narrowed` rises once at most.
    ///
    /// Requirements:
    /// - those of `grant`;
    /// - `subjects` is not empty and whole, else `GrantsLength`.
    ///
    /// Emits `GrantedBatch`, then `Granted` for each subject that keeps its `issuedAt`.
    /// @param folder the folder's id
    /// @param terms expiry, role, depth and flags
    /// @param passes digest of the list of passes; zero: the keys follow by `deliver`
    /// @param subjects 32 bytes each
    function grantBatch(bytes32 folder, uint256 terms, bytes32 passes, bytes calldata subjects) external;

    /// @notice Hands a subject the present key without touching its grant.
    ///
    /// Requirements:
    /// - `pass` is not zero, else `GrantsPass`;
    /// - the caller is the owner, a live admin, or the subject's granter, else `GrantsDenied`;
    /// - the subject has a live role, else `GrantsSubject`.
    ///
    /// Emits `Delivered`.
    /// @param folder the folder's id
    /// @param subject the subject's typed word
    /// @param pass digest of the subject's pass
    function deliver(bytes32 folder, bytes32 subject, bytes32 pass) external;

    /// @notice Takes access away. Never expects a counter, so that no one can outrun it.
    ///
    /// By the owner, an admin or a guardian it always raises `narrowed` once and sets `stale`, even where the subjects
    /// hold nothing: one that is about to be revoked cannot leave first and so keep a key that stays in use. By anyone
    /// else (renouncing, or revoking what the caller granted) it leaves the folder's state alone. It closes the slot; an account that comes
    /// in by another path as well is shut out by `setBlocked`. Blocks stay as they are.
    ///
    /// Requirements:
    /// - the caller may revoke each word that is there (see `IGrants`), else `GrantsDenied`; any live granter, admin or
    ///   guardian may clear dead words;
    /// - `subjects` is not empty and whole, else `GrantsLength`.
    ///
    /// Emits `Revoked`.
    /// @param folder the folder's id
    /// @param subjects 32 bytes each
    function revoke(bytes32 folder, bytes calldata subjects) external;

    /// @notice Shuts wallets out of every path into the folder, or lifts that.
    ///
    /// A block takes the place of the wallet's grant and outlives generations and owners; it can be evaded with a new wallet.
    /// Blocking always raises `narrowed` once and sets `stale`. A wallet that is blocked already stays so in the name of
    /// whoever did it first, unless the owner does it now. Lifting gives nothing back, and leaves wallets alone that are not
    /// blocked.
    ///
    /// Requirements:
    /// - the caller is the owner or a live admin, or a live guardian who blocks, else `GrantsDenied`;
    /// - by an admin, no wallet is a live admin or guardian; by a guardian, none is a live guardian; the owner's blocks only
    ///   the owner lifts; else `GrantsDenied`;
    /// - no wallet that is blocked is zero, the owner or the caller, else `GrantsSubject`;
    /// - `wallets` is not empty and whole, else `GrantsLength`.
    ///
    /// Emits `BlockedSet`.
    /// @param folder the folder's id
    /// @param blocked whether they are to be blocked
    /// @param wallets 20 bytes each
    function setBlocked(bytes32 folder, bool blocked, bytes calldata wallets) external;

    /// @notice Ends every grant, audience and offer of the folder by moving its generation on; blocks stay. Raises
    /// `narrowed`, sets `stale`, drops a scheduled epoch.
    ///
    /// Requirements:
    /// - the caller is the owner, else `GrantsDenied`.
    ///
    /// Emits `AllRevoked`.
    /// @param folder the folder's id
    function revokeAll(bytes32 folder) external;
}
