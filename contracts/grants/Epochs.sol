// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsEpochs} from "../interfaces/IGrantsEpochs.sol";
import {Members} from "./Members.sol";
import {FolderState} from "./types/FolderState.sol";
import {ScheduleWord, ScheduleWordLib} from "./types/ScheduleWord.sol";
import {Standing} from "./types/Standing.sol";

/// @title Epochs: new keys, at once or at a time
abstract contract Epochs is Members, IGrantsEpochs {
    mapping(bytes32 folder => ScheduleWord word) private _schedules;
    mapping(bytes32 folder => bytes32 digest) private _nextRecords;

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
        _checkAdmin(folder, state, msg.sender);
        _checkEpoch(state, expectedEpoch);
        if ((record == 0) != (activateAt == 0)) revert GrantsRecord();
        if (activateAt == 0) {
            state = state.unschedule();
        } else {
            if (state.isStale()) revert GrantsStale();
            if (dueAt != 0 && dueAt <= activateAt) revert GrantsExpiry(dueAt);
            state = state.schedule(dueAt);
            _schedules[folder] = ScheduleWordLib.pack(msg.sender, activateAt, state.narrowed());
            _nextRecords[folder] = record;
        }
        _states[folder] = state;
        emit Scheduled(folder, msg.sender, record, activateAt, state.narrowed(), FolderState.unwrap(state));
    }

    /// @inheritdoc IGrantsEpochs
    function activate(bytes32 folder) external {
        FolderState state = _states[folder];
        if (!state.isScheduled()) revert GrantsNotScheduled(folder);
        ScheduleWord word = _schedules[folder];
        if (block.timestamp < word.activateAt()) revert GrantsNotDue(word.activateAt());
        // Whatever makes a folder stale raises the counter too, so a folder that passes this is not stale.
        _checkNarrowed(state, word.nextFor());
        address author = word.author();
        _checkAdmin(folder, state, author);
        _startEpoch(folder, author, state, _nextRecords[folder], state.nextDueAt());
    }

    /// @inheritdoc IGrantsEpochs
    function scheduleOf(
        bytes32 folder
    )
        external
        view
        returns (address author, bytes32 record, uint40 activateAt, uint32 nextFor, uint40 dueAt)
    {
        FolderState state = _states[folder];
        if (!state.isScheduled()) return (address(0), 0, 0, 0, 0);
        ScheduleWord word = _schedules[folder];
        return (word.author(), _nextRecords[folder], word.activateAt(), word.nextFor(), state.nextDueAt());
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
        _checkAdmin(folder, state, caller);
        _checkEpoch(state, expectedEpoch);
        _checkNarrowed(state, expectedNarrowed);
        if (record == 0) revert GrantsRecord();
        if (subjects.length > 0) {
            _revoke(caller, folder, subjects);
            state = _states[folder];
        }
        _startEpoch(folder, caller, state, record, dueAt);
    }

    function _startEpoch(
        bytes32 folder,
        address by,
        FolderState state,
        bytes32 record,
        uint40 dueAt
    ) private {
        state = state.advance(dueAt);
        _states[folder] = state;
        _records[folder] = record;
        emit Advanced(folder, by, state.keyEpoch(), state.narrowed(), record, dueAt);
    }

    function _checkAdmin(bytes32 folder, FolderState state, address account) private view {
        Standing standing = _standingOf(folder, state, _ownerOf(folder, state), account);
        if (!standing.isAdmin()) revert GrantsDenied(folder, account);
    }

    function _checkEpoch(FolderState state, uint32 expected) internal pure {
        if (state.keyEpoch() != expected) revert GrantsEpoch(expected, state.keyEpoch());
    }

    function _checkNarrowed(FolderState state, uint32 expected) internal pure {
        if (state.narrowed() != expected) revert GrantsNarrowed(expected, state.narrowed());
    }
}
