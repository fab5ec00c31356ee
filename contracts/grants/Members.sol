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
        Context memory context = _begin(folder, msg.sender);
        GrantTerms checked = _checkTerms(context, terms);
        bool narrows;
        bool anyKept;
        for (uint256 offset = 0; offset < subjects.length; offset += SUBJECT_BYTES) {
            (GrantWord word, bool lowered) = _give(context, _subjectAt(subjects, offset), checked);
            narrows = narrows || lowered;
            anyKept = anyKept || word.issuedAt() != block.timestamp;
        }
        uint256 state = FolderState.unwrap(_settle(context, checked, narrows));
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
        Context memory context = _begin(folder, msg.sender);
        mapping(Subject => GrantWord) storage words = _grants[folder];
        GrantWord word = words[Subject.wrap(subject)];
        if (!context.standing.isAdmin() && word.granter() != msg.sender) _deny(context);
        if (_follow(words, context.state, context.owner, word).role() == 0) revert GrantsSubject(subject);
        emit Delivered(folder, subject, msg.sender, context.state.keyEpoch(), pass);
    }

    /* TAKING AWAY */

    /// @inheritdoc IGrantsMembers
    function revoke(bytes32 folder, bytes calldata subjects) external {
        _revoke(msg.sender, folder, subjects);
    }

    /// @inheritdoc IGrantsMembers
    function setBlocked(bytes32 folder, bool blocked, bytes calldata wallets) external {
        _checkLength(wallets, WALLET_BYTES);
        Context memory context = _begin(folder, msg.sender);
        if (!context.standing.isAdmin() && !(blocked && context.standing.isGuardian())) _deny(context);
        for (uint256 offset = 0; offset < wallets.length; offset += WALLET_BYTES) {
            address wallet = Packed.addressAt(wallets, offset);
            if (blocked) _block(context, wallet);
            else _unblock(context, wallet);
        }
        if (blocked) _setState(context, context.state.narrow());
        emit BlockedSet(folder, msg.sender, blocked, FolderState.unwrap(context.state), wallets);
    }

    /// @inheritdoc IGrantsMembers
    function revokeAll(bytes32 folder) external {
        Context memory context = _begin(folder, msg.sender);
        if (!context.standing.isOwner()) _deny(context);
        _setState(context, context.state.renew());
        emit AllRevoked(folder, msg.sender, FolderState.unwrap(context.state));
    }

    /* INTERNALS: giving */

    function _grant(address caller, bytes32 folder, bytes32 subject, uint256 terms, bytes32 pass) internal {
        Context memory context = _begin(folder, caller);
        GrantTerms checked = _checkTerms(context, terms);
        (GrantWord word, bool narrows) = _give(context, Subject.wrap(subject), checked);
        FolderState state = _settle(context, checked, narrows);
        emit Granted(folder, subject, caller, GrantWord.unwrap(word), FolderState.unwrap(state), pass);
    }

    function _checkTerms(Context memory context, uint256 word) private view returns (GrantTerms terms) {
        Standing standing = context.standing;
        if (standing.depth() == 0) _deny(context);
        _checkAge(context);
        terms = GrantTerms.wrap(word);
        if (!terms.isCanonical()) revert GrantsTerms(word);
        if (terms.isGuardian()) {
            if (!standing.isOwner()) _deny(context);
            if (terms.powers() != GUARDIAN_ONLY) revert GrantsTerms(word);
        } else if (terms.role() == 0 || terms.role() > standing.role()) {
            revert GrantsRole(terms.role());
        }
        if (terms.depth() >= standing.depth()) revert GrantsDepth(terms.depth());
        uint40 expiry = terms.expiry();
        if (expiry <= block.timestamp || expiry > standing.expiry()) revert GrantsExpiry(expiry);
    }

    function _give(
        Context memory context,
        Subject subject,
        GrantTerms terms
    ) private returns (GrantWord word, bool narrows) {
        _checkSubject(context, subject, terms);
        uint16 generation = context.state.generation();
        word = GrantWordLib.pack(context.caller, uint40(block.timestamp), generation, terms);
        GrantWord old = _grants[context.folder][subject];
        if (!old.isEmpty()) {
            if (old.isBlock()) revert GrantsBlocked(Subject.unwrap(subject));
            bool live = _isLive(context, old);
            if (live && !_mayTake(context, old)) _deny(context);
            bool known = old.generation() == generation && (live || old.granter() == context.caller);
            bool keeps = known && old.issuedAt() > context.standing.issuedAt();
            if (keeps) word = word.withIssuedAt(old.issuedAt());
            narrows = live && (word.isBelow(old) || (old.depth() > 0 && !keeps));
        }
        _grants[context.folder][subject] = word;
    }

    function _checkSubject(Context memory context, Subject subject, GrantTerms terms) private pure {
        bool self =
            subject == SubjectLib.wallet(context.caller) || subject == SubjectLib.wallet(context.owner);
        if (self || !subject.isKnown()) revert GrantsSubject(Subject.unwrap(subject));
        if (subject.isWallet()) return;
        if (terms.role() == ADMIN || terms.isGuardian()) revert GrantsRole(terms.role());
        if (terms.depth() > 0) revert GrantsDepth(terms.depth());
    }

    /// @dev Only what an owner or admin does moves the folder's state, or any reader with depth could stop all writers.
    function _settle(
        Context memory context,
        GrantTerms terms,
        bool narrows
    ) private returns (FolderState state) {
        state = context.state;
        if (!context.standing.isAdmin()) return state;
        if (narrows) state = state.narrow();
        if (terms.expiry() != GrantTermsLib.NO_EXPIRY) state = state.expectExpiry(terms.expiry());
        if (state != context.state) _states[context.folder] = state;
    }

    /* INTERNALS: taking away */

    function _revoke(address caller, bytes32 folder, bytes calldata subjects) internal {
        Context memory context = _begin(folder, caller);
        _take(context, subjects);
        if (context.standing.narrows()) _setState(context, context.state.narrow());
        FolderState state = context.state;
        emit Revoked(
            context.folder,
            context.caller,
            state.keyEpoch(),
            state.narrowed(),
            state.isStale(),
            subjects
        );
    }

    function _take(Context memory context, bytes calldata subjects) private {
        _checkLength(subjects, SUBJECT_BYTES);
        mapping(Subject => GrantWord) storage words = _grants[context.folder];
        for (uint256 offset = 0; offset < subjects.length; offset += SUBJECT_BYTES) {
            Subject subject = _subjectAt(subjects, offset);
            GrantWord old = words[subject];
            if (!context.standing.isOwner() && !(subject == SubjectLib.wallet(context.caller)))
                _checkTake(context, old);
            if (!old.isEmpty() && !old.isBlock()) words[subject] = GrantWord.wrap(0);
        }
    }

    /// @dev An account with some standing may clear what it granted, what is dead and what is empty.
    function _checkTake(Context memory context, GrantWord word) private view {
        bool hasStanding = context.standing.depth() > 0 || context.standing.narrows();
        if (
            hasStanding &&
            (word.granter() == context.caller || !_isLive(context, word) || _mayTake(context, word))
        ) return;
        _deny(context);
    }

    /// @dev Whether the caller, who has some standing, may take a live word that is not its own.
    function _mayTake(Context memory context, GrantWord word) private view returns (bool) {
        Standing standing = context.standing;
        if (standing.isOwner()) return true;
        if (word.isGuardian()) return false;
        if (standing.isGuardian() || word.granter() == context.caller) return true;
        return standing.isAdmin() && (word.role() < ADMIN || _descends(context, word));
    }

    /// @dev Whether the caller is one of the granters above a live word. The walk up from a dead one might not end.
    function _descends(Context memory context, GrantWord word) private view returns (bool) {
        address granter = word.granter();
        while (granter != context.owner) {
            if (granter == context.caller) return true;
            granter = _grants[context.folder][SubjectLib.wallet(granter)].granter();
        }
        return false;
    }

    /* INTERNALS: blocks */

    /// @dev A block stays in the name of who set it first, unless the owner blocks now: an owner's block is lifted by
    /// the owner alone.
    function _block(Context memory context, address wallet) private {
        Subject subject = SubjectLib.wallet(wallet);
        if (wallet == address(0) || wallet == context.owner || wallet == context.caller)
            revert GrantsSubject(Subject.unwrap(subject));
        GrantWord old = _grants[context.folder][subject];
        if (!context.standing.isOwner()) {
            if (old.isBlock()) return;
            bool isBeyond = old.isGuardian() || (!context.standing.isGuardian() && old.role() == ADMIN);
            if (isBeyond && _isLive(context, old)) _deny(context);
        }
        _grants[context.folder][subject] = GrantWordLib.blockBy(context.caller);
    }

    function _unblock(Context memory context, address wallet) private {
        Subject subject = SubjectLib.wallet(wallet);
        GrantWord old = _grants[context.folder][subject];
        if (!old.isBlock()) return;
        if (old.granter() == context.owner && !context.standing.isOwner()) _deny(context);
        _grants[context.folder][subject] = GrantWord.wrap(0);
    }
}
