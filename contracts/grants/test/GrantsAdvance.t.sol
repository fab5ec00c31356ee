// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../../interfaces/IGrantsEvents.sol";
import {GrantsTestBase} from "./GrantsTestBase.t.sol";

/// @dev `advance`, `deliver` and `grantBatch`.
contract GrantsAdvanceTest is GrantsTestBase {
    bytes32 private constant OTHER_RECORD = bytes32(uint256(0xEC1));

    /* advance */

    function test_Advance_WhenAllIsWell_BeginsAnEpochAndEmitsTheEvent() public {
        giveUntil(OWNER, ANNA, READER, 0, NOW + 50);
        take(OWNER, BOB);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Advanced(FOLDER, OWNER, 1, 1, RECORD, NOW + 70);
        vm.prank(OWNER);
        grants.advance(FOLDER, 0, 1, RECORD, NOW + 70, "");
        (
            address owner,
            uint32 epoch,
            uint32 narrowed,
            uint16 generation,
            uint40 dueAt,
            uint8 flags,
            bytes32 record
        ) = grants.folderOf(FOLDER);
        vm.assertTrue(owner == OWNER, "owner");
        vm.assertEq(epoch, 1, "epoch");
        vm.assertEq(narrowed, 1, "narrowed stays");
        vm.assertEq(generation, 0, "generation stays");
        vm.assertEq(dueAt, NOW + 70, "due as told");
        vm.assertEq(flags, 0, "no longer stale");
        vm.assertEq(record, RECORD, "record");
        assertRole(ANNA, READER, "grants live on");
    }

    function test_Advance_WhenAllIsWell_RevokesInTheSameStep() public {
        give(OWNER, ANNA, READER, 0);
        give(OWNER, BOB, READER, 0);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Revoked(FOLDER, OWNER, 0, 1, true, list(wallet(BOB)));
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Advanced(FOLDER, OWNER, 1, 1, RECORD, 0);
        vm.prank(OWNER);
        grants.advance(FOLDER, 0, 0, RECORD, 0, list(wallet(BOB)));
        assertRole(BOB, 0, "out");
        assertRole(ANNA, READER, "in");
        assertFolder(1, 1, false, "one step");
    }

    function test_Advance_WhenAllIsWell_SetsDueAtAsGiven() public {
        giveUntil(OWNER, ANNA, READER, 0, NOW + 50);
        heal();
        vm.assertEq(dueAtOf(), 0, "the author of the record knows who expires when");
    }

    function test_Advance_WhenTheCounterIsAnother_RevertsGrantsNarrowed() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(OWNER, BOB, READER, 0);
        take(ANNA, BOB);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNarrowed.selector, 0, 1));
        vm.prank(OWNER);
        grants.advance(FOLDER, 0, 0, RECORD, 0, "");
        vm.prank(OWNER);
        grants.advance(FOLDER, 0, 1, RECORD, 0, "");
        assertFolder(1, 1, false, "prepared again");
    }

    function test_Advance_WhenTheEpochIsAnother_RevertsGrantsEpoch() public {
        give(OWNER, ANNA, ADMIN, 0);
        advance(ANNA, 0, "");
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsEpoch.selector, 0, 1));
        vm.prank(OWNER);
        grants.advance(FOLDER, 0, 0, OTHER_RECORD, 0, "");
    }

    function test_Advance_GivenTheCallerIsNeitherOwnerNorAdmin_RevertsGrantsDenied() public {
        give(OWNER, ANNA, WRITER, 3);
        makeGuardian(DAN);
        address[3] memory others = [ANNA, DAN, EVE];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, others[i]));
            vm.prank(others[i]);
            grants.advance(FOLDER, 0, 0, RECORD, 0, "");
        }
    }

    function test_Advance_WhenTheRecordIsZero_RevertsGrantsRecord() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRecord.selector));
        vm.prank(OWNER);
        grants.advance(FOLDER, 0, 0, 0, 0, "");
    }

    function test_Advance_WhenTheSubjectsAreNotWhole_RevertsGrantsLength() public {
        uint256[3] memory lengths = [uint256(1), 31, 33];
        for (uint256 i = 0; i < lengths.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsLength.selector, lengths[i]));
            vm.prank(OWNER);
            grants.advance(FOLDER, 0, 0, RECORD, 0, new bytes(lengths[i]));
        }
    }

    function test_Advance_WhenASubjectIsNotTheCallerSToTake_RevertsGrantsDenied() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(OWNER, BOB, ADMIN, 3);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, ANNA));
        vm.prank(ANNA);
        grants.advance(FOLDER, 0, 0, RECORD, 0, list(wallet(BOB)));
    }

    function test_Advance_GivenACounterAtItsMaximum_RevertsByOverflow() public {
        bytes32 slot = keccak256(abi.encode(FOLDER, uint256(0)));
        vm.store(address(grants), slot, bytes32(uint256(type(uint32).max)));
        vm.assertEq(epochOf(), type(uint32).max, "the state word is where this test thinks");
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        vm.prank(OWNER);
        grants.advance(FOLDER, type(uint32).max, 0, RECORD, 0, "");
        vm.store(address(grants), slot, bytes32(uint256(type(uint32).max) << 32));
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        take(OWNER, ANNA);
    }

    /// @dev Grants of another generation are dead and may be replaced; the generation is in the new word.
    function test_G4_OtherGenerationsAreDead() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, READER, 0);
        bytes32 slot = keccak256(abi.encode(FOLDER, uint256(0)));
        vm.store(address(grants), slot, bytes32(uint256(1) << 64));
        assertRole(ANNA, 0, "dead");
        assertRole(BOB, 0, "dead");
        vm.warp(NOW + 10);
        give(OWNER, ANNA, ADMIN, 3);
        assertRole(ANNA, ADMIN, "of the new generation");
        assertRole(BOB, 0, "still dead");
        vm.assertEq(issuedAtOf(ANNA), NOW + 10, "issued anew although the owner's own");
        assertFolder(0, 0, false, "nothing live was lowered");
    }

    /* deliver */

    function test_Deliver_GivenTheSubjectHasALiveRole_EmitsTheEventAndChangesNothing() public {
        give(OWNER, ANNA, READER, 0);
        heal();
        uint256 word = wordOf(ANNA);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Delivered(FOLDER, wallet(ANNA), OWNER, 1, PASS);
        vm.prank(OWNER);
        grants.deliver(FOLDER, wallet(ANNA), PASS);
        vm.assertEq(wordOf(ANNA), word, "untouched");
        assertFolder(1, 0, false, "untouched");
    }

    function test_Deliver_GivenTheSubjectHasALiveRole_ServesOwnerAdminsAndTheGranter() public {
        give(OWNER, ANNA, ADMIN, 0);
        give(OWNER, BOB, READER, 2);
        give(BOB, CARA, READER, 0);
        vm.prank(ANNA);
        grants.deliver(FOLDER, wallet(CARA), PASS);
        vm.prank(BOB);
        grants.deliver(FOLDER, wallet(CARA), PASS);
    }

    function test_Deliver_GivenTheCallerIsNoneOfThese_RevertsGrantsDenied() public {
        give(OWNER, ANNA, WRITER, 3);
        give(OWNER, CARA, READER, 0);
        makeGuardian(DAN);
        address[4] memory others = [ANNA, CARA, DAN, EVE];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, others[i]));
            vm.prank(others[i]);
            grants.deliver(FOLDER, wallet(CARA), PASS);
        }
    }

    function test_Deliver_GivenTheGranterIsGone_RevertsGrantsSubject() public {
        give(OWNER, BOB, READER, 2);
        give(BOB, CARA, READER, 0);
        take(OWNER, BOB);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsSubject.selector, wallet(CARA)));
        vm.prank(BOB);
        grants.deliver(FOLDER, wallet(CARA), PASS);
    }

    function test_Deliver_GivenTheSubjectHasNoLiveRole_RevertsGrantsSubject() public {
        giveUntil(OWNER, ANNA, READER, 0, NOW + 5);
        makeGuardian(DAN);
        vm.warp(NOW + 5);
        address[3] memory without = [ANNA, DAN, EVE];
        for (uint256 i = 0; i < without.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsSubject.selector, wallet(without[i])));
            vm.prank(OWNER);
            grants.deliver(FOLDER, wallet(without[i]), PASS);
        }
    }

    function test_Deliver_WhenThePassIsZero_RevertsGrantsPass() public {
        give(OWNER, ANNA, READER, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsPass.selector));
        vm.prank(OWNER);
        grants.deliver(FOLDER, wallet(ANNA), 0);
    }

    /* grantBatch */

    function test_GrantBatch_WhenAllIsWell_GivesAllTheSameTerms() public {
        bytes memory subjects = list(wallet(ANNA), nameSubject("bob", 3));
        uint256 terms = packTerms(WRITER, 0, 0, NOW + 9);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.GrantedBatch(FOLDER, OWNER, terms, uint256(NOW + 9) << 80, PASS, subjects);
        vm.prank(OWNER);
        grants.grantBatch(FOLDER, terms, PASS, subjects);
        assertRole(ANNA, WRITER, "wallet");
        vm.assertEq(grants.roleOf(FOLDER, nameSubject("bob", 3)), WRITER, "name");
        vm.assertEq(wordOf(ANNA), grants.grantOf(FOLDER, nameSubject("bob", 3)), "one word for all");
    }

    function test_GrantBatch_GivenSubjectsKeepTheirTimeOfIssue_NamesThemAgainWithoutAPass() public {
        giveUntil(OWNER, ANNA, WRITER, 1, NOW + 50);
        uint256 kept = wordOf(ANNA) ^ (uint256((NOW + 50) ^ FOREVER) << 160);
        vm.warp(NOW + 10);
        uint256 terms = packTerms(WRITER, 1, 0, FOREVER);
        bytes memory subjects = list(wallet(BOB), wallet(ANNA));
        uint256 state = uint256(NOW + 50) << 80;
        vm.expectEmit(address(grants));
        emit IGrantsEvents.GrantedBatch(FOLDER, OWNER, terms, state, PASS, subjects);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Granted(FOLDER, wallet(ANNA), OWNER, kept, state, 0);
        vm.recordLogs();
        vm.prank(OWNER);
        grants.grantBatch(FOLDER, terms, PASS, subjects);
        vm.assertEq(vm.getRecordedLogs().length, 2, "BOB is new and not named again");
        vm.assertEq(wordOf(ANNA), kept, "kept");

        vm.expectEmit(address(grants));
        emit IGrantsEvents.GrantedBatch(FOLDER, OWNER, terms, state, PASS, list(wallet(ANNA)));
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Granted(FOLDER, wallet(ANNA), OWNER, kept, state, 0);
        vm.prank(OWNER);
        grants.grantBatch(FOLDER, terms, PASS, list(wallet(ANNA)));
    }

    function test_GrantBatch_WhenAllIsWell_NarrowsOnce() public {
        give(OWNER, ANNA, WRITER, 0);
        give(OWNER, BOB, WRITER, 0);
        vm.prank(OWNER);
        grants.grantBatch(FOLDER, packTerms(READER, 0, 0, FOREVER), PASS, list(wallet(ANNA), wallet(BOB)));
        assertFolder(0, 1, true, "one act");
    }

    function test_GrantBatch_WhenOneSubjectIsRefused_GivesNothingToAny() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsSubject.selector, wallet(OWNER)));
        vm.prank(OWNER);
        grants.grantBatch(FOLDER, packTerms(READER, 0, 0, FOREVER), PASS, list(wallet(ANNA), wallet(OWNER)));
        assertRole(ANNA, 0, "nothing happened");
    }

    function test_GrantBatch_WhenTheSubjectsAreNoneOrNotWhole_RevertsGrantsLength() public {
        uint256[3] memory lengths = [uint256(0), 31, 65];
        for (uint256 i = 0; i < lengths.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsLength.selector, lengths[i]));
            vm.prank(OWNER);
            grants.grantBatch(FOLDER, packTerms(READER, 0, 0, FOREVER), PASS, new bytes(lengths[i]));
        }
    }

    function test_GrantBatch_WhenGrantWouldRevert_RevertsWithTheSameError() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRole.selector, 0));
        vm.prank(OWNER);
        grants.grantBatch(FOLDER, packTerms(0, 0, 0, FOREVER), PASS, list(wallet(ANNA)));
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, EVE));
        vm.prank(EVE);
        grants.grantBatch(FOLDER, packTerms(READER, 0, 0, FOREVER), PASS, list(wallet(ANNA)));
    }
}
