// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {FolderOffer, FolderOfferLib} from "../../contracts/grants/types/FolderOffer.sol";
import {FolderState} from "../../contracts/grants/types/FolderState.sol";
import {GrantTerms} from "../../contracts/grants/types/GrantTerms.sol";
import {GrantWord, GrantWordLib} from "../../contracts/grants/types/GrantWord.sol";
import {ScheduleWord, ScheduleWordLib} from "../../contracts/grants/types/ScheduleWord.sol";
import {Subject, SubjectLib} from "../../contracts/grants/types/Subject.sol";
import {Checks} from "./Checks.sol";

/// @dev The words of Grants. A call that reverts proves nothing and breaks nothing.
contract GrantsWordsChecks is Checks {
    uint256 private constant TIME = 36;

    function check_termsAreRead(uint256 raw) public pure {
        GrantTerms terms = GrantTerms.wrap(raw);
        assert(terms.expiry() == read(raw, 0, TIME));
        assert(terms.role() == read(raw, 40, 4));
        assert(terms.depth() == read(raw, 44, 2));
        assert(terms.isGuardian() == (read(raw, 47, 1) == 1));
        assert(terms.powers() == read(raw, 40, 8));
        assert(terms.isCanonical() == (raw & ~(field(0, TIME) | field(40, 8)) == 0));
    }

    function check_grantIsMade(address granter, uint40 issuedAt, uint16 generation, uint256 raw) public pure {
        if (issuedAt > field(0, TIME)) return;
        uint256 word = GrantWord.unwrap(
            GrantWordLib.pack(granter, issuedAt, generation, GrantTerms.wrap(raw))
        );
        assert(read(word, 0, 160) == uint160(granter));
        assert(read(word, 160, TIME) == read(raw, 0, TIME));
        assert(read(word, 196, TIME) == issuedAt);
        assert(read(word, 232, 16) == generation);
        assert(read(word, 248, 8) == read(raw, 40, 8));
    }

    function check_grantIsRead(uint256 raw) public pure {
        GrantWord word = GrantWord.wrap(raw);
        assert(uint160(word.granter()) == read(raw, 0, 160));
        assert(word.expiry() == read(raw, 160, TIME));
        assert(word.issuedAt() == read(raw, 196, TIME));
        assert(word.generation() == read(raw, 232, 16));
        assert(word.role() == read(raw, 248, 4));
        assert(word.depth() == read(raw, 252, 2));
        assert(word.isGuardian() == (read(raw, 255, 1) == 1));
        assert(word.isEmpty() == (raw == 0));
    }

    function check_grantIssuedAt(uint256 raw, uint40 issuedAt) public pure {
        if (issuedAt > field(0, TIME)) return;
        uint256 changed = GrantWord.unwrap(GrantWord.wrap(raw).withIssuedAt(issuedAt));
        assertOnly(raw, changed, field(196, TIME), uint256(issuedAt) << 196);
    }

    function check_grantBlocks(uint256 raw, address by) public pure {
        assert(GrantWord.unwrap(GrantWordLib.blockBy(by)) == uint160(by));
        assert(GrantWord.wrap(raw).isBlock() == (raw != 0 && raw >> 160 == 0));
    }

    function check_grantIsBelow(uint256 low, uint256 high) public pure {
        bool below =
            read(low, 248, 4) < read(high, 248, 4) ||
                read(low, 252, 2) < read(high, 252, 2) ||
                read(low, 160, TIME) < read(high, 160, TIME);
        assert(GrantWord.wrap(low).isBelow(GrantWord.wrap(high)) == below);
    }

    function check_stateIsRead(uint256 raw) public pure {
        FolderState state = FolderState.wrap(raw);
        assert(state.keyEpoch() == read(raw, 0, 32));
        assert(state.narrowed() == read(raw, 32, 32));
        assert(state.generation() == read(raw, 64, 16));
        assert(state.dueAt() == read(raw, 80, 40));
        assert(state.flags() == read(raw, 120, 8));
        assert(state.isMoved() == (read(raw, 120, 1) == 1));
        assert(state.isStale() == (read(raw, 121, 1) == 1));
        assert(state.isScheduled() == (read(raw, 122, 1) == 1));
        assert(state.nextDueAt() == read(raw, 128, 40));
    }

    function check_stateNarrows(uint256 raw) public pure {
        uint256 changed = FolderState.unwrap(FolderState.wrap(raw).narrow());
        assertOnly(raw, changed, field(32, 32) | field(121, 1), ((read(raw, 32, 32) + 1) << 32) | (1 << 121));
    }

    function check_stateAdvances(uint256 raw, uint40 due) public pure {
        uint256 changed = FolderState.unwrap(FolderState.wrap(raw).advance(due));
        uint256 touched = field(0, 32) | field(80, 40) | field(121, 2) | field(128, 40);
        assertOnly(raw, changed, touched, (read(raw, 0, 32) + 1) | (uint256(due) << 80));
    }

    function check_stateExpects(uint256 raw, uint40 expiry) public pure {
        uint256 changed = FolderState.unwrap(FolderState.wrap(raw).expectExpiry(expiry));
        uint256 due = read(raw, 80, 40);
        uint256 earlier = due == 0 || expiry < due ? expiry : due;
        assertOnly(raw, changed, field(80, 40) | field(122, 1) | field(128, 40), earlier << 80);
    }

    function check_stateSchedules(uint256 raw, uint40 due) public pure {
        FolderState state = FolderState.wrap(raw);
        uint256 touched = field(122, 1) | field(128, 40);
        assertOnly(raw, FolderState.unwrap(state.schedule(due)), touched, (1 << 122) | (uint256(due) << 128));
        assertOnly(raw, FolderState.unwrap(state.unschedule()), touched, 0);
    }

    function check_stateRenews(uint256 raw) public pure {
        uint256 changed = FolderState.unwrap(FolderState.wrap(raw).renew());
        uint256 touched = field(32, 48) | field(121, 2) | field(128, 40);
        uint256 value = ((read(raw, 32, 32) + 1) << 32) | ((read(raw, 64, 16) + 1) << 64) | (1 << 121);
        assertOnly(raw, changed, touched, value);
    }

    function check_stateMoves(uint256 raw, uint40 due, bool isSettled) public pure {
        uint256 changed = FolderState.unwrap(FolderState.wrap(raw).move(due, isSettled));
        uint256 counters =
            (read(raw, 0, 32) + 1) | ((read(raw, 32, 32) + 1) << 32) | ((read(raw, 64, 16) + 1) << 64);
        uint256 flags = uint256(isSettled ? 1 : 3) << 120;
        uint256 touched = field(0, 123) | field(128, 40);
        assertOnly(raw, changed, touched, counters | (uint256(due) << 80) | flags);
    }

    function check_offer(address to, uint16 generation, uint40 expiresAt) public pure {
        FolderOffer word = FolderOfferLib.pack(to, generation, expiresAt);
        assert(word.to() == to && word.generation() == generation && word.expiresAt() == expiresAt);
        assert(FolderOffer.unwrap(word) >> 216 == 0);
    }

    function check_schedule(address author, uint40 activateAt, uint32 nextFor) public pure {
        ScheduleWord word = ScheduleWordLib.pack(author, activateAt, nextFor);
        assert(word.author() == author && word.activateAt() == activateAt && word.nextFor() == nextFor);
        assert(ScheduleWord.unwrap(word) >> 232 == 0);
    }

    function check_subjects(bytes32 raw, address account) public pure {
        Subject subject = Subject.wrap(raw);
        uint256 word = uint256(raw);
        uint256 kind = word >> 248;
        bool letter = (kind >= 0x30 && kind <= 0x39) || (kind >= 0x61 && kind <= 0x7a);
        assert(subject.isWallet() == (word != 0 && word >> 160 == 0));
        assert(subject.isName() == (letter && word & 0xffff != 0));
        assert(subject.isKnown() == (subject.isWallet() || subject.isName() || kind == 1 || kind == 3));
        assert(Subject.unwrap(SubjectLib.wallet(account)) == bytes32(uint256(uint160(account))));
    }
}
