// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {TestBase} from "../../mocks/TestBase.sol";
import {FolderOffer, FolderOfferLib} from "../types/FolderOffer.sol";
import {FolderState} from "../types/FolderState.sol";
import {GrantTerms} from "../types/GrantTerms.sol";
import {GrantWord, GrantWordLib} from "../types/GrantWord.sol";
import {ScheduleWord, ScheduleWordLib} from "../types/ScheduleWord.sol";
import {Standing, StandingLib} from "../types/Standing.sol";
import {Subject, SubjectLib} from "../types/Subject.sol";

/// @dev The bit maps: every field is where the head comment says, and changing one leaves the others alone.
contract GrantTypesTest is TestBase {
    uint256 private constant TIME_MASK = 2 ** 36 - 1;

    function testFuzz_GrantTypes_GrantWordHoldsTheTerms(
        address granter,
        uint40 issuedAt,
        uint16 generation,
        uint256 raw
    ) public pure {
        raw &= (0xff << 40) | TIME_MASK;
        issuedAt &= uint40(TIME_MASK);
        GrantTerms terms = GrantTerms.wrap(raw);
        GrantWord word = GrantWordLib.pack(granter, issuedAt, generation, terms);
        vm.assertTrue(terms.isCanonical(), "canonical");
        vm.assertTrue(word.granter() == granter, "granter");
        vm.assertEq(word.expiry(), raw & TIME_MASK, "expiry");
        vm.assertEq(word.issuedAt(), issuedAt, "issuedAt");
        vm.assertEq(word.generation(), generation, "generation");
        vm.assertEq(word.role(), (raw >> 40) & 0xf, "role");
        vm.assertEq(word.depth(), (raw >> 44) & 0x3, "depth");
        vm.assertTrue(word.isGuardian() == (raw >> 47 == 1), "guardian");
        vm.assertEq(GrantWord.unwrap(word) >> 254, raw >> 46, "flags");
    }

    function testFuzz_GrantTypes_IssuedAtIsReplacedAlone(uint256 raw, uint40 issuedAt) public pure {
        issuedAt &= uint40(TIME_MASK);
        GrantWord changed = GrantWord.wrap(raw).withIssuedAt(issuedAt);
        vm.assertEq(changed.issuedAt(), issuedAt, "replaced");
        uint256 others = ~(TIME_MASK << 196);
        vm.assertEq(GrantWord.unwrap(changed) & others, raw & others, "alone");
    }

    function testFuzz_GrantTypes_ABlockIsAGranterAndNothingElse(uint256 raw, address by) public pure {
        vm.assertTrue(
            GrantWord.wrap(raw).isBlock() == (raw != 0 && raw >> 160 == 0),
            "no word of a grant is one"
        );
        GrantWord word = GrantWordLib.blockBy(by);
        vm.assertTrue(word.isBlock() == (by != address(0)) && word.granter() == by, "by");
        vm.assertEq(word.expiry(), 0, "expired by itself");
    }

    function testFuzz_GrantTypes_StandingLowersRoleAndExpiryAlone(
        uint256 raw,
        uint8 role,
        uint40 expiry
    ) public pure {
        role = role % 16;
        expiry &= uint40(TIME_MASK);
        GrantWord word = GrantWord.wrap(raw);
        Standing standing = StandingLib.ofGrant(word, role, expiry);
        vm.assertEq(standing.role(), role, "role");
        vm.assertEq(standing.expiry(), expiry, "expiry");
        vm.assertEq(standing.depth(), word.depth(), "depth");
        vm.assertEq(standing.issuedAt(), word.issuedAt(), "issuedAt");
        vm.assertTrue(standing.isGuardian() == word.isGuardian(), "guardian");
        vm.assertTrue(!standing.isOwner(), "no grant makes an owner");
        vm.assertTrue(standing.isAdmin() == (role == 4), "admin");
        vm.assertTrue(standing.narrows() == (role == 4 || word.isGuardian()), "narrows");
    }

    function test_GrantTypes_TheOwnersStandingIsAboveAll() public pure {
        Standing owner = StandingLib.OWNER;
        vm.assertTrue(owner.isOwner() && owner.isAdmin() && !owner.isGuardian() && !owner.isNone(), "owner");
        vm.assertEq(owner.depth(), 4, "above every depth of a word");
        vm.assertEq(owner.expiry(), TIME_MASK, "for ever");
        vm.assertEq(owner.issuedAt(), 0, "before everybody");
        vm.assertTrue(Standing.wrap(0).isNone() && Standing.wrap(0).role() == 0, "nothing");
    }

    function testFuzz_GrantTypes_ScheduleFieldsLieSideBySide(
        address author,
        uint40 activateAt,
        uint32 nextFor
    ) public pure {
        ScheduleWord word = ScheduleWordLib.pack(author, activateAt, nextFor);
        vm.assertTrue(word.author() == author, "author");
        vm.assertEq(word.activateAt(), activateAt, "activateAt");
        vm.assertEq(word.nextFor(), nextFor, "nextFor");
        vm.assertEq(ScheduleWord.unwrap(word) >> 232, 0, "spare");
    }

    function testFuzz_GrantTypes_OfferFieldsLieSideBySide(
        address to,
        uint16 generation,
        uint40 expiresAt
    ) public pure {
        FolderOffer offer = FolderOfferLib.pack(to, generation, expiresAt);
        vm.assertTrue(offer.to() == to, "to");
        vm.assertEq(offer.generation(), generation, "generation");
        vm.assertEq(offer.expiresAt(), expiresAt, "expiresAt");
        vm.assertEq(FolderOffer.unwrap(offer) >> 216, 0, "spare");
    }

    function testFuzz_GrantTypes_StateFieldsLieSideBySide(
        uint32 epoch,
        uint32 narrowed,
        uint16 generation,
        uint40 due,
        uint8 flags
    ) public pure {
        FolderState state = _state(epoch, narrowed, generation, due, flags);
        vm.assertEq(state.keyEpoch(), epoch, "keyEpoch");
        vm.assertEq(state.narrowed(), narrowed, "narrowed");
        vm.assertEq(state.generation(), generation, "generation");
        vm.assertEq(state.dueAt(), due, "dueAt");
        vm.assertEq(state.flags(), flags, "flags");
        vm.assertTrue(state.isMoved() == (flags & 1 != 0), "moved");
        vm.assertTrue(state.isStale() == (flags & 2 != 0), "stale");
        vm.assertTrue(state.isScheduled() == (flags & 4 != 0), "scheduled");
        vm.assertEq(_withNextDue(state, due).nextDueAt(), due, "nextDueAt");
    }

    function testFuzz_GrantTypes_ScheduleTouchesItsOwnFieldsAlone(uint256 raw, uint40 due) public pure {
        raw &= type(uint256).max >> 88;
        uint256 own = (uint256(type(uint40).max) << 128) | (uint256(4) << 120);
        FolderState scheduled = FolderState.wrap(raw).schedule(due);
        _assertState(scheduled, FolderState.wrap((raw & ~own) | (uint256(4) << 120) | (uint256(due) << 128)));
        _assertState(scheduled.unschedule(), FolderState.wrap(raw & ~own));
    }

    function testFuzz_GrantTypes_RenewMovesTheGenerationAndNarrows(
        uint32 epoch,
        uint32 narrowed,
        uint16 generation,
        uint40 due,
        uint8 flags
    ) public pure {
        vm.assume(narrowed < type(uint32).max && generation < type(uint16).max);
        FolderState state = _withNextDue(_state(epoch, narrowed, generation, due, flags), due);
        _assertState(
            state.renew(),
            _state(epoch, narrowed + 1, generation + 1, due, (flags | 2) & ~uint8(4))
        );
    }

    function testFuzz_GrantTypes_MoveMovesAllCounters(
        uint8 flags,
        uint40 due,
        uint40 newDue,
        bool isSettled
    ) public pure {
        FolderState state = _withNextDue(_state(5, 6, 7, due, flags), due);
        uint8 expected = ((flags | 1) & ~uint8(6)) | (isSettled ? 0 : 2);
        _assertState(state.move(newDue, isSettled), _state(6, 7, 8, newDue, expected));
    }

    function testFuzz_GrantTypes_NarrowCountsAndMarks(
        uint32 epoch,
        uint32 narrowed,
        uint16 generation,
        uint40 due,
        uint8 flags
    ) public pure {
        vm.assume(narrowed < type(uint32).max);
        FolderState expected = _state(epoch, narrowed + 1, generation, due, flags | 2);
        _assertState(_state(epoch, narrowed, generation, due, flags).narrow(), expected);
    }

    function testFuzz_GrantTypes_AdvanceClearsStaleAndScheduled(
        uint32 epoch,
        uint32 narrowed,
        uint16 generation,
        uint40 due,
        uint8 flags,
        uint40 newDue
    ) public pure {
        vm.assume(epoch < type(uint32).max);
        FolderState expected = _state(epoch + 1, narrowed, generation, newDue, flags & ~uint8(6));
        _assertState(_state(epoch, narrowed, generation, due, flags).advance(newDue), expected);
    }

    function testFuzz_GrantTypes_ExpectExpiryOnlyLowers(
        uint32 narrowed,
        uint40 due,
        uint8 flags,
        uint40 expiry
    ) public pure {
        vm.assume(expiry > 0);
        uint40 least = due == 0 || expiry < due ? expiry : due;
        FolderState expected = _state(5, narrowed, 6, least, flags & ~uint8(4));
        _assertState(_state(5, narrowed, 6, due, flags).expectExpiry(expiry), expected);
    }

    function testFuzz_GrantTypes_SubjectKinds(bytes32 word) public pure {
        uint8 kind = uint8(word[0]);
        bool isWallet = kind == 0 && uint256(word) != 0 && uint256(word) >> 160 == 0;
        bool isName =
            ((kind >= 48 && kind <= 57) || (kind >= 97 && kind <= 122)) && uint256(word) & 0xffff != 0;
        Subject subject = Subject.wrap(word);
        vm.assertTrue(subject.isWallet() == isWallet, "wallet");
        vm.assertTrue(subject.isName() == isName, "name");
        vm.assertTrue(subject.isKnown() == (isWallet || isName || kind == 1 || kind == 3), "known");
    }

    function test_GrantTypes_EveryFirstByte() public pure {
        for (uint256 kind = 0; kind < 256; ++kind) {
            testFuzz_GrantTypes_SubjectKinds(bytes32((kind << 248) | 1));
            testFuzz_GrantTypes_SubjectKinds(bytes32(kind << 248));
        }
    }

    function testFuzz_GrantTypes_GroupsAndFoldersAreDigests(address adapter, bytes32 id) public pure {
        uint256 group = uint256(keccak256(abi.encode(adapter, id))) & type(uint248).max;
        uint256 folder = uint256(keccak256(abi.encode(id))) & type(uint248).max;
        vm.assertEq(uint256(Subject.unwrap(SubjectLib.group(adapter, id))), group | (1 << 248), "group");
        vm.assertEq(uint256(Subject.unwrap(SubjectLib.folder(id))), folder | (3 << 248), "folder");
    }

    function testFuzz_GrantTypes_ANameIsItsSubjectWithoutGeneration(
        bytes30 name,
        uint16 generation
    ) public pure {
        Subject subject = Subject.wrap(bytes32(name) | bytes32(uint256(generation)));
        vm.assertEq(subject.nameWord(), bytes32(name), "name");
    }

    function testFuzz_GrantTypes_WalletOfAnAddress(address account) public pure {
        Subject subject = SubjectLib.wallet(account);
        vm.assertTrue(subject.isWallet() == (account != address(0)), "zero is no account");
        vm.assertEq(uint256(Subject.unwrap(subject)), uint160(account), "the address itself");
    }

    function _state(
        uint32 epoch,
        uint32 narrowed,
        uint16 generation,
        uint40 due,
        uint8 flags
    ) private pure returns (FolderState) {
        uint256 low = uint256(epoch) | (uint256(narrowed) << 32) | (uint256(generation) << 64);
        return FolderState.wrap(low | (uint256(due) << 80) | (uint256(flags) << 120));
    }

    function _withNextDue(FolderState state, uint40 due) private pure returns (FolderState) {
        return FolderState.wrap(FolderState.unwrap(state) | (uint256(due) << 128));
    }

    function _assertState(FolderState actual, FolderState expected) private pure {
        vm.assertEq(FolderState.unwrap(actual), FolderState.unwrap(expected), "state word");
    }
}
