// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title IGrantsEpochs
/// @notice New epochs of a folder's key, begun at once or scheduled for later.
interface IGrantsEpochs {
    /// @notice Begins a new epoch of the folder's key, revoking at the same time.
    ///
    /// Requirements:
    /// - the caller is the owner or a live admin, and may revoke each of `subjects`, else `GrantsDenied`;
    /// - the epoch is `expectedEpoch`, else `GrantsEpoch`;
    /// - `narrowed` is `expectedNarrowed`, so that no one's revocation is missing in the record, else `GrantsNarrowed`;
    /// - `record` is not zero, else `GrantsRecord`;
    /// - `subjects` is empty or whole, else `GrantsLength`.
    ///
    /// Emits `Revoked` if there are subjects, then `Advanced`.
    /// @param folder the folder's id
    /// @param expectedEpoch the epoch for which the record was prepared
    /// @param expectedNarrowed the value of `narrowed` for which it was prepared
    /// @param record digest of the new epoch's record
    /// @param dueAt from then on another epoch is owed (the earliest expiry among the members); zero: never
    /// @param subjects 32 bytes each
    function advance(
        bytes32 folder,
        uint32 expectedEpoch,
        uint32 expectedNarrowed,
        bytes32 record,
        uint40 dueAt,
        bytes calldata subjects
    ) external;

    /// @notice Schedules the next epoch, so that an expiry needs no one online: from `activateAt` on anyone may call
    /// `activate`. Replaces what was scheduled before. With `record` and `activateAt` zero it withdraws that.
    ///
    /// It is dropped by an advance, by `revokeAll`, by a transfer, and by a grant with an expiry of the owner or an admin,
    /// and void as soon as something else is taken away: its record knows nothing of that.
    ///
    /// Requirements:
    /// - the caller is the owner or a live admin, else `GrantsDenied`;
    /// - the epoch is `expectedEpoch`, else `GrantsEpoch`;
    /// - `record` and `activateAt` are both zero or both not, else `GrantsRecord`;
    /// - unless withdrawing: no epoch is owed, else `GrantsStale`, and `dueAt` is zero or after `activateAt`, else
    ///   `GrantsExpiry`.
    ///
    /// Emits `Scheduled`.
    /// @param folder the folder's id
    /// @param expectedEpoch the epoch that runs until then
    /// @param record digest of the next epoch's record
    /// @param activateAt unix time from which it may be activated
    /// @param dueAt from then on the epoch after it is owed; zero: never. Not looked at when withdrawing
    function schedule(
        bytes32 folder,
        uint32 expectedEpoch,
        bytes32 record,
        uint40 activateAt,
        uint40 dueAt
    ) external;

    /// @notice Begins the scheduled epoch. Open to everyone.
    ///
    /// Requirements:
    /// - an epoch is scheduled, else `GrantsNotScheduled`;
    /// - its time has come, else `GrantsNotDue`;
    /// - nothing was taken away since it was scheduled, else `GrantsNarrowed`;
    /// - its author is still the owner or a live admin, else `GrantsDenied` with the author.
    ///
    /// Emits `Advanced` with the author as `by`.
    /// @param folder the folder's id
    function activate(bytes32 folder) external;

    /// @notice The epoch that is scheduled. All zero: none.
    /// @param folder the folder's id
    /// @return author who scheduled it
    /// @return record digest of its record
    /// @return activateAt from then on anyone may activate it
    /// @return nextFor the value of `narrowed` that it needs
    /// @return dueAt from then on the epoch after it is owed; zero: never
    function scheduleOf(
        bytes32 folder
    ) external view returns (address author, bytes32 record, uint40 activateAt, uint32 nextFor, uint40 dueAt);
}
