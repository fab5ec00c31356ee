// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../../interfaces/IGrantsEvents.sol";
import {GrantsTestBase} from "./GrantsTestBase.t.sol";

/// @dev `revoke` and the right to overwrite: who may take what from whom, and what that does to the folder.
contract GrantsRevokeTest is GrantsTestBase {
    /* what it does */

    function test_Revoke_WhenAllIsWell_ClearsTheWordsNarrowsOnceAndEmitsTheEvent() public {
        give(OWNER, ANNA, READER, 0);
        give(OWNER, BOB, WRITER, 0);
        bytes memory subjects = list(wallet(ANNA), wallet(BOB));
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Revoked(FOLDER, OWNER, 0, 1, true, subjects);
        vm.prank(OWNER);
        grants.revoke(FOLDER, subjects);
        vm.assertEq(wordOf(ANNA) | wordOf(BOB), 0, "cleared");
        assertRole(ANNA, 0, "closed");
        assertFolder(0, 1, true, "counted once");
    }

    function test_Revoke_WhenAllIsWell_CountsAgainWhileAnEpochIsOwed() public {
        give(OWNER, ANNA, READER, 0);
        give(OWNER, BOB, READER, 0);
        take(OWNER, ANNA);
        take(OWNER, BOB);
        assertFolder(0, 2, true, "also while stale");
    }

    function test_Revoke_WhenTheSubjectsAreNoneOrNotWhole_RevertsGrantsLength() public {
        _expectLength("");
        _expectLength(new bytes(31));
        _expectLength(new bytes(33));
        _expectLength(abi.encodePacked(wallet(ANNA), uint8(0)));
    }

    function test_Revoke_WhenAllIsWell_TakesASubjectTwiceAsOnce() public {
        give(OWNER, ANNA, READER, 0);
        vm.prank(OWNER);
        grants.revoke(FOLDER, list(wallet(ANNA), wallet(ANNA)));
        assertFolder(0, 1, true, "once");
    }

    function test_Revoke_WhenAllIsWell_EndsWhatHangsOnALink() public {
        give(OWNER, ANNA, WRITER, 3);
        give(ANNA, BOB, WRITER, 2);
        give(BOB, CARA, WRITER, 1);
        give(CARA, DAN, WRITER, 0);
        take(OWNER, BOB);
        assertRole(ANNA, WRITER, "above");
        assertRole(CARA, 0, "below");
        assertRole(DAN, 0, "further below");
        vm.assertTrue(wordOf(DAN) != 0, "without touching the words");
    }

    /* who may: each cell of the table */

    function test_Revoke_GivenTheCallerIsAStranger_RevertsGrantsDenied() public {
        give(OWNER, ANNA, READER, 0);
        _expectDenied(EVE, ANNA);
        _expectDenied(EVE, BOB);
    }

    function test_Revoke_GivenTheCallerIsAReader_LetsItLeaveAloneAndLeavesTheFolderAlone() public {
        give(OWNER, ANNA, READER, 0);
        give(OWNER, BOB, READER, 0);
        _expectDenied(ANNA, BOB);
        _expectDenied(ANNA, CARA);
        take(ANNA, ANNA);
        assertRole(ANNA, 0, "left");
        assertFolder(0, 0, false, "a reader who leaves stops no one");
    }

    function test_Revoke_GivenTheCallerHoldsNothing_LetsItLeaveAgain() public {
        take(EVE, EVE);
        assertFolder(0, 0, false, "nothing there");
    }

    function test_Revoke_GivenTheCallerIsAGranter_TakesBackItsOwnAndLeavesTheFolderAlone() public {
        give(OWNER, ANNA, WRITER, 3);
        give(OWNER, DAN, READER, 0);
        give(ANNA, BOB, READER, 2);
        give(BOB, CARA, READER, 0);
        _expectDenied(ANNA, DAN);
        _expectDenied(ANNA, CARA);
        take(ANNA, BOB);
        assertRole(BOB, 0, "its own");
        assertFolder(0, 0, false, "a reader with depth stops no one");
    }

    function test_Revoke_GivenTheCallerIsAGranter_ClearsDeadWords() public {
        give(OWNER, ANNA, WRITER, 1);
        giveUntil(OWNER, DAN, READER, 0, NOW + 5);
        vm.warp(NOW + 5);
        take(ANNA, DAN);
        vm.assertEq(wordOf(DAN), 0, "cleared");
    }

    function test_Revoke_GivenTheCallerIsAnAdmin_TakesAnyoneSMemberAndNarrows() public {
        give(OWNER, ANNA, ADMIN, 0);
        give(OWNER, BOB, WRITER, 2);
        give(BOB, CARA, READER, 0);
        take(ANNA, CARA);
        assertFolder(0, 1, true, "an admin's counts");
        take(ANNA, BOB);
        assertRole(BOB, 0, "the owner's member");
    }

    function test_Revoke_GivenTheCallerIsAnAdmin_TakesAdminsBelowItOnly() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(OWNER, DAN, ADMIN, 3);
        give(ANNA, BOB, ADMIN, 2);
        give(BOB, CARA, ADMIN, 1);
        _expectDenied(DAN, ANNA);
        _expectDenied(DAN, BOB);
        _expectDenied(DAN, CARA);
        _expectDenied(CARA, BOB);
        _expectDenied(CARA, ANNA);
        take(ANNA, CARA);
        assertRole(CARA, 0, "two hands below");
        take(ANNA, BOB);
        assertRole(BOB, 0, "one hand below");
    }

    function test_Revoke_GivenTheCallerIsAGuardian_TakesMembersAndAdminsButNoGuardian() public {
        makeGuardian(DAN);
        makeGuardian(EVE);
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, ADMIN, 0);
        give(OWNER, CARA, READER, 0);
        vm.prank(DAN);
        grants.revoke(FOLDER, list(wallet(ANNA), wallet(CARA)));
        assertRole(ANNA, 0, "admin");
        assertRole(BOB, 0, "with his team");
        assertRole(CARA, 0, "reader");
        assertFolder(0, 1, true, "counts");
        _expectDenied(DAN, EVE);
    }

    function test_Revoke_GivenTheSubjectIsAGuardian_YieldsToTheOwnerAndToItself() public {
        give(OWNER, ANNA, ADMIN, 3);
        makeGuardian(DAN);
        makeGuardian(EVE);
        _expectDenied(ANNA, DAN);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, ANNA));
        giveUntil(ANNA, DAN, READER, 0, FOREVER);
        take(OWNER, DAN);
        vm.assertEq(wordOf(DAN), 0, "by the owner");
        take(EVE, EVE);
        vm.assertEq(wordOf(EVE), 0, "by itself");
    }

    function test_Revoke_GivenTheCallerIsAGuardian_GivenItHasExpired_RevertsGrantsDenied() public {
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(DAN), packTerms(0, 0, GUARDIAN, NOW + 5), 0);
        give(OWNER, ANNA, READER, 0);
        vm.warp(NOW + 5);
        _expectDenied(DAN, ANNA);
    }

    function test_Revoke_WhenOneSubjectIsRefused_TakesNothingFromAny() public {
        give(OWNER, ANNA, WRITER, 1);
        give(OWNER, DAN, READER, 0);
        give(ANNA, BOB, READER, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, ANNA));
        vm.prank(ANNA);
        grants.revoke(FOLDER, list(wallet(BOB), wallet(DAN)));
        assertRole(BOB, READER, "nothing happened");
    }

    /// @dev The walk up from a dead word may lead nowhere.
    function test_Revoke_GivenTheCallerIsAnAdmin_ClearsADeadAdminWhoseGranterIsGone() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(OWNER, DAN, ADMIN, 0);
        give(ANNA, BOB, ADMIN, 0);
        take(OWNER, ANNA);
        take(DAN, BOB);
        vm.assertEq(wordOf(BOB), 0, "cleared");
    }

    function test_Revoke_GivenTheSubjectIsBlocked_LeavesTheBlock() public {
        give(OWNER, ANNA, ADMIN, 3);
        block_(OWNER, BOB);
        take(OWNER, BOB);
        take(ANNA, BOB);
        take(BOB, BOB);
        vm.assertEq(wordOf(BOB), uint160(OWNER), "still blocked");
    }

    /* a right to overwrite is a right to revoke */

    function test_H6_SubAdminCannotOverwriteTheOwnersAdmin() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(OWNER, BOB, ADMIN, 3);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, BOB));
        giveUntil(BOB, ANNA, READER, 0, FOREVER);
        assertRole(ANNA, ADMIN, "untouched");
    }

    function test_H6_SubAdminCannotMakeMembersHisOwn() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, ADMIN, 2);
        give(ANNA, CARA, ADMIN, 1);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, BOB));
        giveUntil(BOB, CARA, ADMIN, 0, FOREVER);
    }

    function test_H6_GranterCannotOverwriteAnothersMember() public {
        give(OWNER, ANNA, WRITER, 3);
        give(OWNER, BOB, READER, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, ANNA));
        giveUntil(ANNA, BOB, READER, 0, FOREVER);
    }

    function test_H6_NoOneRaisesHimself() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, WRITER, 2);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsSubject.selector, wallet(ANNA)));
        giveUntil(ANNA, ANNA, ADMIN, 2, FOREVER);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, BOB));
        giveUntil(BOB, ANNA, READER, 1, FOREVER);
    }

    /* races */

    /// @dev The key that he knows must not stay in use because he was faster.
    function test_H5_AMemberWhoLeavesFirstDoesNotVoidTheRevocation() public {
        give(OWNER, ANNA, READER, 0);
        take(ANNA, ANNA);
        take(OWNER, ANNA);
        assertFolder(0, 1, true, "a new key is owed all the same");
    }

    function test_H5_HostileAdminCannotOutrunARevocation() public {
        give(OWNER, ANNA, ADMIN, 3);
        for (uint256 i = 0; i < 3; ++i) {
            (, uint32 epoch, uint32 narrowed, , , , ) = grants.folderOf(FOLDER);
            advance(ANNA, 0, "");
            vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsEpoch.selector, epoch, epoch + 1));
            vm.prank(OWNER);
            grants.advance(FOLDER, epoch, narrowed, RECORD, 0, list(wallet(ANNA)));
        }
        take(OWNER, ANNA);
        assertRole(ANNA, 0, "gone");
        assertFolder(3, 1, true, "and the folder waits for the owner");
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, ANNA));
        vm.prank(ANNA);
        grants.advance(FOLDER, 3, 1, RECORD, 0, "");
    }

    /* what a new grant brings back */

    function test_H4_ReadmissionDoesNotReviveTheTeam() public {
        give(OWNER, ANNA, ADMIN, 3);
        vm.warp(NOW + 10);
        give(ANNA, BOB, ADMIN, 1);
        vm.warp(NOW + 20);
        take(OWNER, ANNA);
        vm.warp(NOW + 30);
        give(OWNER, ANNA, ADMIN, 3);
        assertRole(ANNA, ADMIN, "back");
        assertRole(BOB, 0, "not his sock puppet");
        vm.assertEq(issuedAtOf(ANNA), NOW + 30, "issued anew");
    }

    function test_H4_RenewalKeepsTheTeam() public {
        giveUntil(OWNER, ANNA, ADMIN, 3, NOW + 100);
        vm.warp(NOW + 10);
        giveUntil(ANNA, BOB, WRITER, 1, NOW + 100);
        vm.warp(NOW + 50);
        giveUntil(OWNER, ANNA, ADMIN, 3, NOW + 200);
        vm.assertEq(issuedAtOf(ANNA), NOW, "kept");
        assertRole(BOB, WRITER, "kept");
        vm.warp(NOW + 250);
        giveUntil(OWNER, ANNA, ADMIN, 3, NOW + 300);
        vm.assertEq(issuedAtOf(ANNA), NOW, "the granter renews its own also when late");
    }

    function test_H4_AnothersDeadWordIsIssuedAnew() public {
        give(OWNER, DAN, ADMIN, 3);
        giveUntil(OWNER, ANNA, WRITER, 1, NOW + 10);
        vm.warp(NOW + 20);
        give(DAN, ANNA, WRITER, 1);
        vm.assertEq(issuedAtOf(ANNA), NOW + 20, "neither live nor the caller's own");
    }

    function test_H4_WordOlderThanItsNewGranterIsIssuedAnew() public {
        give(OWNER, BOB, WRITER, 1);
        vm.warp(NOW + 10);
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, WRITER, 1);
        vm.assertEq(issuedAtOf(BOB), NOW + 11, "or it would be dead under ANNA");
        assertRole(BOB, WRITER, "live");
    }

    function test_H4_WordFromTheSecondOfItsNewGrantersIssueIsIssuedAnew() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(OWNER, BOB, WRITER, 1);
        vm.warp(NOW + 10);
        give(ANNA, BOB, WRITER, 1);
        vm.assertEq(issuedAtOf(BOB), NOW + 10, "no younger than ANNA's, it would be dead under her");
        assertRole(BOB, WRITER, "live");
    }

    /// @dev Seconds are coarse: one batch takes an admin out and lets it in again, while it grants in the same second.
    function test_H4_ReadmissionInTheSecondOfAGrantDoesNotReviveIt() public {
        give(OWNER, ANNA, ADMIN, 3);
        vm.warp(NOW + 10);
        give(ANNA, EVE, ADMIN, 1);
        take(OWNER, ANNA);
        give(OWNER, ANNA, ADMIN, 3);
        vm.assertEq(issuedAtOf(ANNA), issuedAtOf(EVE), "in the same second");
        assertRole(ANNA, ADMIN, "back");
        assertRole(EVE, 0, "not her sock puppet");
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNotDue.selector, NOW + 11));
        vm.prank(ANNA);
        grants.grant(FOLDER, wallet(EVE), packTerms(READER, 0, 0, FOREVER), 0);
    }

    function test_Grant_GivenTheSubjectSWordIsDead_TakesTheWordOverAndIssuesItAnew() public {
        give(OWNER, ANNA, WRITER, 2);
        giveUntil(OWNER, BOB, WRITER, 1, NOW + 5);
        vm.warp(NOW + 5);
        give(ANNA, BOB, READER, 0);
        assertRole(BOB, READER, "no one else's any more");
        vm.assertEq(issuedAtOf(BOB), NOW + 5, "issued anew");
    }

    function _expectDenied(address by, address account) private {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, FOLDER, by));
        take(by, account);
    }

    function _expectLength(bytes memory subjects) private {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsLength.selector, subjects.length));
        vm.prank(OWNER);
        grants.revoke(FOLDER, subjects);
    }
}
