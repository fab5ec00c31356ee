// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrants} from "../interfaces/IGrants.sol";
import {INames} from "../interfaces/INames.sol";
import {BoundedCall} from "../lib/BoundedCall.sol";
import {FolderState} from "./types/FolderState.sol";
import {GrantTerms, GrantTermsLib} from "./types/GrantTerms.sol";
import {GrantWord, GrantWordLib} from "./types/GrantWord.sol";
import {Subject, SubjectLib} from "./types/Subject.sol";

/// @title Grants: who may do what in which folder
/// @dev Follows the order of the interface. Nothing loops over stored state: a chain of grants has at most four words,
/// because depth falls at each and is two bits wide.
contract Grants is IGrants {
    uint8 private constant ADMIN = 4;
    /// @dev One above what fits a grant word: the owner may give every depth.
    uint8 private constant OWNER_DEPTH = 4;
    uint8 private constant GUARDIAN_ONLY = 0x80;
    bytes1 private constant NAME_PROOF = 0x01;
    /// @dev Several times what `Names` needs, so that dearer storage reads in a later fork do not break it.
    uint256 private constant NAMES_GAS = 50_000;

    /// @inheritdoc IGrants
    address public immutable names;

    mapping(bytes32 folder => FolderState state) private _states;
    mapping(bytes32 folder => bytes32 digest) private _records;
    mapping(bytes32 folder => mapping(Subject subject => GrantWord word)) private _grants;

    /// @dev A folder as it is at the start of a call, and what the caller may do there. Depth 0, role 0 and no guardian
    /// flag: nothing.
    struct Act {
        bytes32 folder;
        FolderState state;
        address owner;
        uint8 role;
        uint8 depth;
        uint40 expiry;
        uint40 issuedAt;
        bool isGuardian;
    }

    constructor(address names_) {
        names = names_;
    }

    /* GRANTING */

    /// @inheritdoc IGrants
    function grant(bytes32 folder, bytes32 subject, uint256 terms, bytes32 pass) external {
        Act memory act = _begin(folder);
        GrantTerms checked = _checkTerms(act, terms);
        (GrantWord word, bool narrows) = _give(act, Subject.wrap(subject), checked);
        FolderState state = _settle(act, checked, narrows);
        emit Granted(folder, subject, msg.sender, GrantWord.unwrap(word), FolderState.unwrap(state), pass);
    }

    /// @inheritdoc IGrants
    function grantBatch(bytes32 folder, uint256 terms, bytes32 passes, bytes calldata subjects) external {
        uint256 count = _countSubjects(subjects);
        Act memory act = _begin(folder);
        GrantTerms checked = _checkTerms(act, terms);
        bool narrows;
        bool anyKept;
        for (uint256 i = 0; i < count; ++i) {
            (GrantWord word, bool lowered) = _give(act, _subjectAt(subjects, i), checked);
            narrows = narrows || lowered;
            anyKept = anyKept || word.issuedAt() != block.timestamp;
        }
        uint256 state = FolderState.unwrap(_settle(act, checked, narrows));
        emit GrantedBatch(folder, msg.sender, terms, state, passes, subjects);
        if (!anyKept) return;
        for (uint256 i = 0; i < count; ++i) {
            Subject subject = _subjectAt(subjects, i);
            GrantWord word = _grants[folder][subject];
            if (word.issuedAt() == block.timestamp) continue;
            emit Granted(folder, Subject.unwrap(subject), msg.sender, GrantWord.unwrap(word), state, passes);
        }
    }

    /// @inheritdoc IGrants
    function deliver(bytes32 folder, bytes32 subject, bytes32 pass) external {
        if (pass == 0) revert GrantsPass();
        Act memory act = _begin(folder);
        GrantWord word = _grants[folder][Subject.wrap(subject)];
        if (act.role != ADMIN && word.granter() != msg.sender) revert GrantsDenied(folder, msg.sender);
        (, uint8 role, ) = _follow(folder, act.state, act.owner, word);
        if (role == 0) revert GrantsSubject(subject);
        emit Delivered(folder, subject, msg.sender, act.state.keyEpoch(), pass);
    }

    /* TAKING AWAY */

    /// @inheritdoc IGrants
    function revoke(bytes32 folder, bytes calldata subjects) external {
        uint256 count = _countSubjects(subjects);
        Act memory act = _begin(folder);
        _take(act, subjects, count);
        FolderState state = act.state;
        if (act.role == ADMIN || act.isGuardian) {
            state = state.narrow();
            _states[folder] = state;
        }
        emit Revoked(folder, msg.sender, state.keyEpoch(), state.narrowed(), state.isStale(), subjects);
    }

    /// @inheritdoc IGrants
    function advance(
        bytes32 folder,
        uint32 expectedEpoch,
        uint32 expectedNarrowed,
        bytes32 record,
        uint40 dueAt,
        bytes calldata subjects
    ) external {
        Act memory act = _begin(folder);
        FolderState state = act.state;
        if (act.role != ADMIN) revert GrantsDenied(folder, msg.sender);
        if (state.keyEpoch() != expectedEpoch) revert GrantsEpoch(expectedEpoch, state.keyEpoch());
        if (state.narrowed() != expectedNarrowed) revert GrantsNarrowed(expectedNarrowed, state.narrowed());
        if (record == 0) revert GrantsRecord();
        if (subjects.length > 0) {
            _take(act, subjects, _countSubjects(subjects));
            state = state.narrow();
            emit Revoked(folder, msg.sender, state.keyEpoch(), state.narrowed(), state.isStale(), subjects);
        }
        state = state.advance(dueAt);
        _states[folder] = state;
        _records[folder] = record;
        emit Advanced(folder, msg.sender, state.keyEpoch(), state.narrowed(), record, dueAt);
    }

    /* VIEWS */

    /// @inheritdoc IGrants
    function folderOf(
        bytes32 folder
    )
        external
        view
        returns (
            address owner,
            uint32 keyEpoch,
            uint32 narrowed,
            uint16 generation,
            uint40 dueAt,
            uint8 flags,
            bytes32 record
        )
    {
        FolderState state = _states[folder];
        return (
            _ownerOf(folder),
            state.keyEpoch(),
            state.narrowed(),
            state.generation(),
            state.dueAt(),
            state.flags(),
            _records[folder]
        );
    }

    /// @inheritdoc IGrants
    function grantOf(bytes32 folder, bytes32 subject) external view returns (uint256 word) {
        return GrantWord.unwrap(_grants[folder][Subject.wrap(subject)]);
    }

    /// @inheritdoc IGrants
    function roleOf(bytes32 folder, bytes32 subject) external view returns (uint8 role) {
        address owner = _ownerOf(folder);
        Subject typed = Subject.wrap(subject);
        if (typed.isWallet() && typed == SubjectLib.wallet(owner)) return ADMIN;
        (, role, ) = _follow(folder, _states[folder], owner, _grants[folder][typed]);
    }

    /// @inheritdoc IGrants
    function hasAccess(bytes32 folder, address account, uint8 role) external view returns (bool) {
        if (account == address(0) || role == 0 || role > ADMIN) return false;
        if (account == _ownerOf(folder)) return true;
        if (_reaches(folder, SubjectLib.wallet(account), role)) return true;
        return _reachesByName(folder, role, abi.encodeCall(INames.subjectFor, (account)));
    }

    /// @inheritdoc IGrants
    function hasAccess(
        bytes32 folder,
        address account,
        uint8 role,
        bytes calldata proof
    ) external view returns (bool) {
        if (account == address(0) || role == 0 || role > ADMIN) return false;
        if (account == _ownerOf(folder)) return true;
        if (proof.length != 33 || proof[0] != NAME_PROOF) return false;
        return
            _reachesByName(
                folder,
                role,
                abi.encodeCall(INames.subjectIfOwned, (bytes32(proof[1:]), account))
            );
    }

    /* INTERNALS: the caller and the folder */

    function _ownerOf(bytes32 folder) private pure returns (address) {
        return address(bytes20(folder));
    }

    function _begin(bytes32 folder) private view returns (Act memory act) {
        act.folder = folder;
        act.state = _states[folder];
        act.owner = _ownerOf(folder);
        if (msg.sender == act.owner) {
            act.role = ADMIN;
            act.depth = OWNER_DEPTH;
            act.expiry = GrantTermsLib.NO_EXPIRY;
            return act;
        }
        GrantWord word = _grants[folder][SubjectLib.wallet(msg.sender)];
        (bool live, uint8 role, uint40 expiry) = _follow(folder, act.state, act.owner, word);
        if (!live) return act;
        act.role = role;
        act.depth = word.depth();
        act.expiry = expiry;
        act.issuedAt = word.issuedAt();
        act.isGuardian = word.isGuardian();
    }

    /// @dev Only what an owner or admin does moves the folder's state, or any reader with depth could stop all writers.
    function _settle(Act memory act, GrantTerms terms, bool narrows) private returns (FolderState state) {
        state = act.state;
        if (act.role != ADMIN) return state;
        if (narrows) state = state.narrow();
        if (terms.expiry() != GrantTermsLib.NO_EXPIRY) state = state.expectExpiry(terms.expiry());
        if (state != act.state) _states[act.folder] = state;
    }

    /* INTERNALS: giving and taking */

    function _checkTerms(Act memory act, uint256 word) private view returns (GrantTerms terms) {
        if (act.depth == 0) revert GrantsDenied(act.folder, msg.sender);
        terms = GrantTerms.wrap(word);
        if (!terms.isCanonical()) revert GrantsTerms(word);
        if (terms.isGuardian()) {
            if (msg.sender != act.owner) revert GrantsDenied(act.folder, msg.sender);
            if (terms.powers() != GUARDIAN_ONLY) revert GrantsTerms(word);
        } else if (terms.role() == 0 || terms.role() > act.role) {
            revert GrantsRole(terms.role());
        }
        if (terms.depth() >= act.depth) revert GrantsDepth(terms.depth());
        uint40 expiry = terms.expiry();
        if (expiry <= block.timestamp || expiry > act.expiry) revert GrantsExpiry(expiry);
    }

    function _give(
        Act memory act,
        Subject subject,
        GrantTerms terms
    ) private returns (GrantWord word, bool narrows) {
        _checkSubject(act, subject, terms);
        uint16 generation = act.state.generation();
        word = GrantWordLib.pack(msg.sender, uint40(block.timestamp), generation, terms);
        GrantWord old = _grants[act.folder][subject];
        if (!old.isEmpty()) {
            bool live = _isLive(act, old);
            if (live && !_mayTake(act, old)) revert GrantsDenied(act.folder, msg.sender);
            bool known = old.generation() == generation && (live || old.granter() == msg.sender);
            bool keeps = known && old.issuedAt() >= act.issuedAt;
            if (keeps) word = word.withIssuedAt(old.issuedAt());
            narrows = live && (word.isBelow(old) || (old.depth() > 0 && !keeps));
        }
        _grants[act.folder][subject] = word;
    }

    function _checkSubject(Act memory act, Subject subject, GrantTerms terms) private view {
        bool self = subject == SubjectLib.wallet(msg.sender) || subject == SubjectLib.wallet(act.owner);
        if (self || !subject.isKnown()) revert GrantsSubject(Subject.unwrap(subject));
        if (subject.isWallet()) return;
        if (terms.role() == ADMIN || terms.isGuardian()) revert GrantsRole(terms.role());
        if (terms.depth() > 0) revert GrantsDepth(terms.depth());
    }

    function _take(Act memory act, bytes calldata subjects, uint256 count) private {
        bool hasStanding = act.depth > 0 || act.role == ADMIN || act.isGuardian;
        Subject self = SubjectLib.wallet(msg.sender);
        for (uint256 i = 0; i < count; ++i) {
            Subject subject = _subjectAt(subjects, i);
            GrantWord old = _grants[act.folder][subject];
            if (!(subject == self)) {
                bool allowed = hasStanding && (old.isEmpty() || _mayTake(act, old) || !_isLive(act, old));
                if (!allowed) revert GrantsDenied(act.folder, msg.sender);
            }
            if (!old.isEmpty()) _grants[act.folder][subject] = GrantWord.wrap(0);
        }
    }

    /// @dev Whether the caller, who has some standing, may take a live word that is not its own.
    function _mayTake(Act memory act, GrantWord word) private view returns (bool) {
        if (msg.sender == act.owner) return true;
        if (word.isGuardian()) return false;
        if (act.isGuardian || word.granter() == msg.sender) return true;
        return act.role == ADMIN && (word.role() < ADMIN || _descends(act, word));
    }

    function _countSubjects(bytes calldata subjects) private pure returns (uint256) {
        if (subjects.length == 0 || subjects.length % 32 != 0) revert GrantsLength(subjects.length);
        return subjects.length / 32;
    }

    function _subjectAt(bytes calldata subjects, uint256 index) private pure returns (Subject) {
        return Subject.wrap(bytes32(subjects[index * 32:]));
    }

    /* INTERNALS: chains */

    /// @dev Walks from a word up to the owner. Role and expiry are the least on the way.
    function _follow(
        bytes32 folder,
        FolderState state,
        address owner,
        GrantWord word
    ) private view returns (bool live, uint8 role, uint40 expiry) {
        role = ADMIN;
        expiry = GrantTermsLib.NO_EXPIRY;
        while (true) {
            if (word.expiry() <= block.timestamp || word.generation() != state.generation())
                return (false, 0, 0);
            if (word.role() < role) role = word.role();
            if (word.expiry() < expiry) expiry = word.expiry();
            address granter = word.granter();
            if (granter == owner) return (true, role, expiry);
            GrantWord parent = _grants[folder][SubjectLib.wallet(granter)];
            if (parent.depth() <= word.depth() || parent.issuedAt() > word.issuedAt()) return (false, 0, 0);
            word = parent;
        }
    }

    function _isLive(Act memory act, GrantWord word) private view returns (bool live) {
        (live, , ) = _follow(act.folder, act.state, act.owner, word);
    }

    /// @dev Whether the caller is one of the granters above a live word.
    function _descends(Act memory act, GrantWord word) private view returns (bool) {
        address granter = word.granter();
        while (granter != act.owner) {
            if (granter == msg.sender) return true;
            granter = _grants[act.folder][SubjectLib.wallet(granter)].granter();
        }
        return false;
    }

    function _reaches(bytes32 folder, Subject subject, uint8 wanted) private view returns (bool) {
        (, uint8 role, ) = _follow(folder, _states[folder], _ownerOf(folder), _grants[folder][subject]);
        return role >= wanted;
    }

    /// @dev `query` asks `Names` for a subject. An answer that is none is no access; too little gas is an error, lest a
    /// caller could choose the answer.
    function _reachesByName(bytes32 folder, uint8 wanted, bytes memory query) private view returns (bool) {
        if (!BoundedCall.isAffordable(NAMES_GAS)) revert GrantsGas();
        Subject subject = Subject.wrap(BoundedCall.readWord(names, NAMES_GAS, query));
        return subject.isName() && _reaches(folder, subject, wanted);
    }
}
