// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsMembers} from "../interfaces/IGrantsMembers.sol";
import {GrantsBase} from "./GrantsBase.sol";
import {Packed} from "./libraries/Packed.sol";
import {FolderState} from "./types/FolderState.sol";
import {GrantTerms, GrantTermsLib} from "./types/GrantTerms.sol";
import {GrantWord, GrantWordLib} from "./types/GrantWord.sol";
import {Standing} from "./types/Standing.sol";
import {Subject, SubjectLib} from "./types/Subject.sol";

/// @title Members: giving access and taking it away
abstract contract Members is GrantsBase, IGrantsMembers {
    uint8 private constant ADMIN = 4;
    uint8 private constant GUARDIAN_ONLY = 0x80;
    uint256 private constant SUBJECT_BYTES = 32;
    uint256 private constant WALLET_BYTES = 20;

    /* GIVING */

    /// @inheritdoc IGrantsMembers
    function grant(bytes32 folder, bytes32 subject, uint256 terms, bytes32 pass) external {
        _grant(msg.sender, folder, subject, terms, pass);
    }

    /// @inheritdoc IGrantsMembers
    function grantBatch(bytes32 folder, uint256 terms, bytes32 passes, bytes calldata subjects) external {
        _checkLength(subjects, SUBJECT_BYTES);
        Act memory act = _begin(folder, msg.sender);
        GrantTerms checked = _checkTerms(act, terms);
        bool narrows;
        bool anyKept;
        for (uint256 offset = 0; offset < subjects.length; offset += SUBJECT_BYTES) {
            (GrantWord word, bool lowered) = _give(act, _subjectAt(subjects, offset), checked);
            narrows = narrows || lowered;
            anyKept = anyKept || word.issuedAt() != block.timestamp;
        }
        uint256 state = FolderState.unwrap(_settle(act, checked, narrows));
        emit GrantedBatch(folder, msg.sender, terms, state, passes, subjects);
        if (!anyKept) return;
        for (uint256 offset = 0; offset < subjects.length; offset += SUBJECT_BYTES) {
            Subject subject = _subjectAt(subjects, offset);
            GrantWord word = _grants[folder][subject];
            if (word.issuedAt() == block.timestamp) continue;
            emit Granted(folder, Subject.unwrap(subject), msg.sender, GrantWord.unwrap(word), state, 0);
        }
    }

    /// @inheritdoc IGrantsMembers
    function deliver(bytes32 folder, bytes32 subject, bytes32 pass) external {
        if (pass == 0) revert GrantsPass();
        Act memory act = _begin(folder, msg.sender);
        mapping(Subject => GrantWord) storage words = _grants[folder];
        GrantWord word = words[Subject.wrap(subject)];
        if (!act.standing.isAdmin() && word.granter() != msg.sender) _deny(act);
        if (_follow(words, act.state, act.owner, word).role() == 0) revert GrantsSubject(subject);
        emit Delivered(folder, subject, msg.sender, act.state.keyEpoch(), pass);
    }

    /* TAKING AWAY */

    /// @inheritdoc IGrantsMembers
    function revoke(bytes32 folder, bytes calldata subjects) external {
        _revoke(msg.sender, folder, subjects);
    }

    /// @inheritdoc IGrantsMembers
    function setBlocked(bytes32 folder, bool blocked, bytes calldata wallets) external {
        _checkLength(wallets, WALLET_BYTES);
        Act memory act = _begin(folder, msg.sender);
        if (!act.standing.isAdmin() && !(blocked && act.standing.isGuardian())) _deny(act);
        for (uint256 offset = 0; offset < wallets.length; offset += WALLET_BYTES) {
            address wallet = Packed.addressAt(wallets, offset);
            if (blocked) _block(act, wallet);
            else _unblock(act, wallet);
        }
        if (blocked) _setState(act, act.state.narrow());
        emit BlockedSet(folder, msg.sender, blocked, FolderState.unwrap(act.state), wallets);
    }

    /// @inheritdoc IGrantsMembers
    function revokeAll(bytes32 folder) external {
        Act memory act = _begin(folder, msg.sender);
        if (!act.standing.isOwner()) _deny(act);
        _setState(act, act.state.renew());
        emit AllRevoked(folder, msg.sender, FolderState.unwrap(act.state));
    }

    /* INTERNALS: giving */

    function _grant(address caller, bytes32 folder, bytes32 subject, uint256 terms, bytes32 pass) internal {
        Act memory act = _begin(folder, caller);
        GrantTerms checked = _checkTerms(act, terms);
        (GrantWord word, bool narrows) = _give(act, Subject.wrap(subject), checked);
        FolderState state = _settle(act, checked, narrows);
        emit Granted(folder, subject, caller, GrantWord.unwrap(word), FolderState.unwrap(state), pass);
    }

    function _checkTerms(Act memory act, uint256 word) private view returns (GrantTerms terms) {
        Standing standing = act.standing;
        if (standing.depth() == 0) _deny(act);
        _checkAge(act);
        terms = GrantTerms.wrap(word);
        if (!terms.isCanonical()) revert GrantsTerms(word);
        if (terms.isGuardian()) {
            if (!standing.isOwner()) _deny(act);
            if (terms.powers() != GUARDIAN_ONLY) revert GrantsTerms(word);
        } else if (terms.role() == 0 || terms.role() > standing.role()) {
            revert GrantsRole(terms.role());
        }
        if (terms.depth() >= standing.depth()) revert GrantsDepth(terms.depth());
        uint40 expiry = terms.expiry();
        if (expiry <= block.timestamp || expiry > standing.expiry()) revert GrantsExpiry(expiry);
    }

    function _give(
        Act memory act,
        Subject subject,
        GrantTerms terms
    ) private returns (GrantWord word, bool narrows) {
        _checkSubject(act, subject, terms);
        uint16 generation = act.state.generation();
        word = GrantWordLib.pack(act.caller, uint40(block.timestamp), generation, terms);
        GrantWord old = _grants[act.folder][subject];
        if (!old.isEmpty()) {
            if (old.isBlock()) revert GrantsBlocked(Subject.unwrap(subject));
            bool live = _isLive(act, old);
            if (live && !_mayTake(act, old)) _deny(act);
            bool known = old.generation() == generation && (live || old.granter() == act.caller);
            bool keeps = known && old.issuedAt() > act.standing.issuedAt();
            if (keeps) word = word.withIssuedAt(old.issuedAt());
            narrows = live && (word.isBelow(old) || (old.depth() > 0 && !keeps));
        }
        _grants[act.folder][subject] = word;
    }

    function _checkSubject(Act memory act, Subject subject, GrantTerms terms) private pure {
        bool self = subject == SubjectLib.wallet(act.caller) || subject == SubjectLib.wallet(act.owner);
        if (self || !subject.isKnown()) revert GrantsSubject(Subject.unwrap(subject));
        if (subject.isWallet()) return;
        if (terms.role() == ADMIN || terms.isGuardian()) revert GrantsRole(terms.role());
        if (terms.depth() > 0) revert GrantsDepth(terms.depth());
    }

    /// @dev Only what an owner or admin does moves the folder's state, or any reader with depth could stop all writers.
    function _settle(Act memory act, GrantTerms terms, bool narrows) private returns (FolderState state) {
        state = act.state;
        if (!act.standing.isAdmin()) return state;
        if (narrows) state = state.narrow();
        if (terms.expiry() != GrantTermsLib.NO_EXPIRY) state = state.expectExpiry(terms.expiry());
        if (state != act.state) _states[act.folder] = state;
    }

    /* INTERNALS: taking away */

    function _revoke(address caller, bytes32 folder, bytes calldata subjects) internal {
        Act memory act = _begin(folder, caller);
        _take(act, subjects);
        if (act.standing.narrows()) _setState(act, act.state.narrow());
        FolderState state = act.state;
        emit Revoked(act.folder, act.caller, state.keyEpoch(), state.narrowed(), state.isStale(), subjects);
    }

    function _take(Act memory act, bytes calldata subjects) private {
        _checkLength(subjects, SUBJECT_BYTES);
        mapping(Subject => GrantWord) storage words = _grants[act.folder];
        for (uint256 offset = 0; offset < subjects.length; offset += SUBJECT_BYTES) {
            Subject subject = _subjectAt(subjects, offset);
            GrantWord old = words[subject];
            if (!act.standing.isOwner() && !(subject == SubjectLib.wallet(act.caller))) _checkTake(act, old);
            if (!old.isEmpty() && !old.isBlock()) words[subject] = GrantWord.wrap(0);
        }
    }

    /// @dev Whoever has some standing may clear what is his own, dead or nothing.
    function _checkTake(Act memory act, GrantWord word) private view {
        bool hasStanding = act.standing.depth() > 0 || act.standing.narrows();
        if (hasStanding && (word.granter() == act.caller || !_isLive(act, word) || _mayTake(act, word)))
            return;
        _deny(act);
    }

    /// @dev Whether the caller, who has some standing, may take a live word that is not its own.
    function _mayTake(Act memory act, GrantWord word) private view returns (bool) {
        Standing standing = act.standing;
        if (standing.isOwner()) return true;
        if (word.isGuardian()) return false;
        if (standing.isGuardian() || word.granter() == act.caller) return true;
        return standing.isAdmin() && (word.role() < ADMIN || _descends(act, word));
    }

    /// @dev Whether the caller is one of the granters above a live word. The walk up from a dead one might not end.
    function _descends(Act memory act, GrantWord word) private view returns (bool) {
        address granter = word.granter();
        while (granter != act.owner) {
            if (granter == act.caller) return true;
            granter = _grants[act.folder][SubjectLib.wallet(granter)].granter();
        }
        return false;
    }

    /* INTERNALS: blocks */

    /// @dev A wallet that is shut out already stays so in the name of whoever did it first, unless the owner does it now:
    /// nobody else could lift what the owner wants.
    function _block(Act memory act, address wallet) private {
        Subject subject = SubjectLib.wallet(wallet);
        if (wallet == address(0) || wallet == act.owner || wallet == act.caller)
            revert GrantsSubject(Subject.unwrap(subject));
        GrantWord old = _grants[act.folder][subject];
        if (!act.standing.isOwner()) {
            if (old.isBlock()) return;
            bool isBeyond = old.isGuardian() || (!act.standing.isGuardian() && old.role() == ADMIN);
            if (isBeyond && _isLive(act, old)) _deny(act);
        }
        _grants[act.folder][subject] = GrantWordLib.blockBy(act.caller);
    }

    function _unblock(Act memory act, address wallet) private {
        Subject subject = SubjectLib.wallet(wallet);
        GrantWord old = _grants[act.folder][subject];
        if (!old.isBlock()) return;
        if (old.granter() == act.owner && !act.standing.isOwner()) _deny(act);
        _grants[act.folder][subject] = GrantWord.wrap(0);
    }
}
