// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../interfaces/IGrantsEvents.sol";
import {Packed} from "./libraries/Packed.sol";
import {FolderState} from "./types/FolderState.sol";
import {GrantWord} from "./types/GrantWord.sol";
import {Standing, StandingLib} from "./types/Standing.sol";
import {Subject, SubjectLib} from "./types/Subject.sol";

/// @title GrantsBase: folders, grant words, and what an account may do
/// @dev Nothing loops over stored state: a chain of grants has at most four words, because depth falls at each and is two
/// bits wide.
abstract contract GrantsBase is IGrantsErrors, IGrantsEvents {
    mapping(bytes32 folder => FolderState state) internal _states;
    mapping(bytes32 folder => bytes32 digest) internal _records;
    mapping(bytes32 folder => mapping(Subject subject => GrantWord word)) internal _grants;
    /// @dev Looked at only where the state says that the folder has moved.
    mapping(bytes32 folder => address owner) internal _owners;

    /// @dev The folder at the start of a call, the caller, and the caller's standing.
    struct Context {
        bytes32 folder;
        address caller;
        address owner;
        FolderState state;
        Standing standing;
    }

    function _begin(bytes32 folder, address caller) internal view returns (Context memory context) {
        FolderState state = _states[folder];
        address owner = _ownerOf(folder, state);
        context.folder = folder;
        context.caller = caller;
        context.owner = owner;
        context.state = state;
        context.standing = _standingOf(folder, state, owner, caller);
    }

    /// @dev A folder whose prefix is zero belongs to no one, because no one calls from address zero.
    function _ownerOf(bytes32 folder, FolderState state) internal view returns (address) {
        return state.isMoved() ? _owners[folder] : address(bytes20(folder));
    }

    function _standingOf(
        bytes32 folder,
        FolderState state,
        address owner,
        address account
    ) internal view returns (Standing) {
        if (account == owner) return StandingLib.OWNER;
        mapping(Subject => GrantWord) storage words = _grants[folder];
        return _follow(words, state, owner, words[SubjectLib.wallet(account)]);
    }

    /// @dev Walks from a word up to the owner; role and expiry are the least on the way. A child must be strictly younger
    /// than its parent: times are seconds, and a grant from the very second of a re-admission may be older than it.
    function _follow(
        mapping(Subject => GrantWord) storage words,
        FolderState state,
        address owner,
        GrantWord word
    ) internal view returns (Standing) {
        uint256 role = word.role();
        uint256 expiry = word.expiry();
        GrantWord link = word;
        while (true) {
            if (link.expiry() <= block.timestamp || link.generation() != state.generation()) break;
            if (link.role() < role) role = link.role();
            if (link.expiry() < expiry) expiry = link.expiry();
            address granter = link.granter();
            if (granter == owner) return StandingLib.ofGrant(word, role, expiry);
            GrantWord parent = words[SubjectLib.wallet(granter)];
            if (parent.depth() <= link.depth() || parent.issuedAt() >= link.issuedAt()) break;
            link = parent;
        }
        return Standing.wrap(0);
    }

    function _isLive(Context memory context, GrantWord word) internal view returns (bool) {
        return !_follow(_grants[context.folder], context.state, context.owner, word).isNone();
    }

    /// @dev What is passed on in the second in which the caller's own grant was issued would be dead.
    function _checkAge(Context memory context) internal view {
        uint40 issuedAt = context.standing.issuedAt();
        if (issuedAt >= block.timestamp) revert GrantsNotDue(issuedAt + 1);
    }

    function _deny(Context memory context) internal pure {
        revert GrantsDenied(context.folder, context.caller);
    }

    function _setState(Context memory context, FolderState state) internal {
        context.state = state;
        _states[context.folder] = state;
    }

    function _checkLength(bytes calldata list, uint256 stride) internal pure {
        if (list.length == 0 || list.length % stride != 0) revert GrantsLength(list.length);
    }

    function _subjectAt(bytes calldata subjects, uint256 offset) internal pure returns (Subject) {
        return Subject.wrap(Packed.wordAt(subjects, offset));
    }
}
