// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsEpochs} from "../interfaces/IGrantsEpochs.sol";
import {Times} from "../lib/Times.sol";
import {Members} from "./Members.sol";
import {FolderState} from "./types/FolderState.sol";
import {GrantTermsLib} from "./types/GrantTerms.sol";
import {ScheduleDigest} from "./types/ScheduleDigest.sol";
import {Standing} from "./types/Standing.sol";

/// @title Epochs: new keys, at once or at a time
abstract contract Epochs is Members, IGrantsEpochs {
    /// @dev See `ScheduleDigest`.
    mapping(bytes32 folder => bytes32 digest) private _schedules;

    /// @inheritdoc IGrantsEpochs
    function advance(
        bytes32 folder,
        uint32 expectedEpoch,
        uint32 expectedNarrowed,
        bytes32 record,
        uint40 dueAt,
        bytes calldata subjects
    ) external {
        _advance(msg.sender, folder, expectedEpoch, expectedNarrowed, record, dueAt, subjects);
    }

    /// @inheritdoc IGrantsEpochs
    function schedule(
        bytes32 folder,
        uint32 expectedEpoch,
        bytes32 record,
        uint40 activateAt,
        uint40 dueAt
    ) external {
        FolderState state = _states[folder];
        Standing standing = _checkAdmin(folder, state, msg.sender);
        _checkEpoch(state, expectedEpoch);
        if ((record == 0) != (activateAt == 0)) revert GrantsRecord();
        if (activateAt == 0) {
            state = state.unschedule();
        } else {
            if (state.isStale()) revert GrantsStale();
            if (dueAt != 0 && dueAt <= activateAt) revert GrantsExpiry(dueAt);
            state = state.schedule(dueAt);
            _schedules[folder] = ScheduleDigest.hash(
                msg.sender,
                standing.issuedAt(),
                record,
                activateAt,
                state.narrowed()
            );
        }
        _states[folder] = state;
        emit Scheduled(folder, msg.sender, record, activateAt, state.narrowed(), FolderState.unwrap(state));
    }

    /// @inheritdoc IGrantsEpochs
    function activate(
        bytes32 folder,
        address author,
        bytes32 record,
        uint40 activateAt,
        uint32 nextFor
    ) external {
        FolderState state = _states[folder];
        if (!state.isScheduled()) revert GrantsNotScheduled(folder);
        Standing standing = _checkAdmin(folder, state, author);
        bytes32 digest = ScheduleDigest.hash(author, standing.issuedAt(), record, activateAt, nextFor);
        if (digest != _schedules[folder]) revert GrantsNotScheduled(folder);
        if (!Times.isReached(activateAt)) revert GrantsNotDue(activateAt);
        // Whatever makes a folder stale raises the counter too, so a folder that passes this is not stale.
        _checkNarrowed(state, nextFor);
        _startEpoch(folder, author, standing, state, record, state.nextDueAt());
    }

    /// @inheritdoc IGrantsEpochs
    function scheduleOf(bytes32 folder) external view returns (bytes32 digest, uint40 dueAt) {
        FolderState state = _states[folder];
        if (!state.isScheduled()) return (0, 0);
        return (_schedules[folder], state.nextDueAt());
    }

    function _advance(
        address caller,
        bytes32 folder,
        uint32 expectedEpoch,
        uint32 expectedNarrowed,
        bytes32 record,
        uint40 dueAt,
        bytes calldata subjects
    ) internal {
        FolderState state = _states[folder];
        Standing standing = _checkAdmin(folder, state, caller);
        _checkEpoch(state, expectedEpoch);
        _checkNarrowed(state, expectedNarrowed);
        if (record == 0) revert GrantsRecord();
        if (subjects.length > 0) {
            _revoke(caller, folder, subjects);
            state = _states[folder];
        }
        _startEpoch(folder, caller, standing, state, record, dueAt);
    }

    function _startEpoch(
        bytes32 folder,
        address by,
        Standing standing,
        FolderState state,
        bytes32 record,
        uint40 dueAt
    ) private {
        state = state.advance(standing.isOwner() ? dueAt : _limitDue(state, standing, dueAt));
        // Who made the key and may have left in the same call still knows it.
        if (!_standingOf(folder, state, _ownerOf(folder, state), by).isAdmin()) state = state.owe();
        _states[folder] = state;
        _records[folder] = record;
        emit Advanced(folder, by, record, FolderState.unwrap(state));
    }

    /// @dev An admin's epoch ends no later than the admin's own right, nor than what was owed already.
    function _limitDue(FolderState state, Standing author, uint40 dueAt) private view returns (uint40) {
        uint40 limit = author.expiry();
        uint40 owedAt = state.dueAt();
        if (owedAt != 0 && owedAt < limit && !Times.isReached(owedAt)) limit = owedAt;
        if (limit == GrantTermsLib.NO_EXPIRY || (dueAt != 0 && dueAt < limit)) return dueAt;
        return limit;
    }

    function _checkAdmin(
        bytes32 folder,
        FolderState state,
        address account
    ) private view returns (Standing standing) {
        standing = _standingOf(folder, state, _ownerOf(folder, state), account);
        if (!standing.isAdmin()) revert GrantsDenied(folder, account);
    }

    function _checkEpoch(FolderState state, uint32 expected) internal pure {
        if (state.keyEpoch() != expected) revert GrantsEpoch(expected, state.keyEpoch());
    }

    function _checkNarrowed(FolderState state, uint32 expected) internal pure {
        if (state.narrowed() != expected) revert GrantsNarrowed(expected, state.narrowed());
    }
}
