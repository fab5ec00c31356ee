// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../../interfaces/IGrantsEvents.sol";
import {GrantsTestBase} from "./GrantsTestBase.t.sol";

/// @dev `schedule`, `activate` and `scheduleOf`.
contract GrantsScheduleTest is GrantsTestBase {
    bytes32 private constant NEXT = bytes32(uint256(0xEC1));
    uint40 private constant THEN = NOW + 100;

    /* schedule */

    function test_Schedule_GivenTheCallerIsNeitherOwnerNorAdmin_RevertsGrantsDenied() public {
        give(OWNER, ANNA, WRITER, 3);
        makeGuardian(DAN);
        address[3] memory others = [ANNA, DAN, EVE];
        for (uint256 i = 0; i < others.length; ++i) {
            expectDenied(others[i]);
            _schedule(others[i], 0);
        }
    }

    function test_Schedule_WhenTheEpochIsAnother_RevertsGrantsEpoch() public {
        heal();
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsEpoch.selector, 0, 1));
        vm.prank(OWNER);
        grants.schedule(FOLDER, 0, NEXT, THEN, 0);
    }

    function test_Schedule_WhenOnlyOneOfRecordAndTimeIsZero_RevertsGrantsRecord() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRecord.selector));
        vm.prank(OWNER);
        grants.schedule(FOLDER, 0, 0, THEN, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRecord.selector));
        vm.prank(OWNER);
        grants.schedule(FOLDER, 0, NEXT, 0, 0);
    }

    function test_Schedule_GivenAnEpochIsOwed_RevertsGrantsStale() public {
        take(OWNER, EVE);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsStale.selector));
        _schedule(OWNER, 0);
    }

    function test_Schedule_WhenTheEpochAfterItIsNotLater_RevertsGrantsExpiry() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsExpiry.selector, THEN));
        _schedule(OWNER, THEN);
        _schedule(OWNER, THEN + 1);
    }

    function test_Schedule_WhenItIsNew_KeepsItAndEmitsTheEvent() public {
        give(OWNER, ANNA, ADMIN, 0);
        take(OWNER, EVE);
        heal();
        uint256 state = 1 | (uint256(1) << 32) | (uint256(4) << 120) | (uint256(THEN + 7) << 128);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Scheduled(FOLDER, ANNA, NEXT, THEN, 1, state);
        vm.prank(ANNA);
        grants.schedule(FOLDER, 1, NEXT, THEN, THEN + 7);
        _assertScheduled(ANNA, THEN + 7);
        vm.assertEq(epochOf(), 1, "not yet");
        vm.assertEq(recordOf(), RECORD, "not yet");
    }

    function test_Schedule_GivenAnotherIsScheduled_TakesItsPlace() public {
        give(OWNER, ANNA, ADMIN, 0);
        vm.prank(ANNA);
        grants.schedule(FOLDER, 0, RECORD, THEN + 50, THEN + 90);
        _schedule(OWNER, 0);
        _assertScheduled(OWNER, 0);
    }

    function test_Schedule_WhenItIsWithdrawn_IsGoneAndEmitsTheEvent() public {
        _schedule(OWNER, THEN + 7);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Scheduled(FOLDER, OWNER, 0, 0, 0, 0);
        vm.prank(OWNER);
        grants.schedule(FOLDER, 0, 0, 0, 0);
        _assertNothingScheduled();
    }

    function test_Schedule_WhenItIsWithdrawn_GivenAnEpochIsOwed_IsGone() public {
        _schedule(OWNER, 0);
        take(OWNER, EVE);
        vm.prank(OWNER);
        grants.schedule(FOLDER, 0, 0, 0, 0);
        _assertNothingScheduled();
    }

    /* activate */

    function test_Activate_GivenNothingIsScheduled_RevertsGrantsNotScheduled() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNotScheduled.selector, FOLDER));
        grants.activate(FOLDER);
    }

    function test_Activate_WhenItsTimeHasNotCome_RevertsGrantsNotDue() public {
        _schedule(OWNER, 0);
        vm.warp(THEN - 1);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNotDue.selector, THEN));
        grants.activate(FOLDER);
    }

    function test_Activate_GivenSomethingWasTakenAwaySince_RevertsGrantsNarrowed() public {
        _schedule(OWNER, 0);
        take(OWNER, EVE);
        vm.warp(THEN);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNarrowed.selector, 0, 1));
        grants.activate(FOLDER);
    }

    function test_Activate_GivenItsAuthorIsNoAdminAnyMore_RevertsGrantsDenied() public {
        giveUntil(OWNER, ANNA, ADMIN, 1, THEN);
        _schedule(ANNA, 0);
        vm.warp(THEN);
        expectDenied(ANNA);
        grants.activate(FOLDER);
    }

    function test_Activate_WhenEveryoneIsStillThere_BeginsTheEpochForAnyoneAndEmitsTheEvent() public {
        give(OWNER, ANNA, ADMIN, 0);
        giveUntil(OWNER, BOB, READER, 0, THEN);
        _schedule(ANNA, THEN + 50);
        vm.warp(THEN);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Advanced(FOLDER, ANNA, 1, 0, NEXT, THEN + 50);
        vm.prank(EVE);
        grants.activate(FOLDER);
        vm.assertEq(stateOf(), 1 | (uint256(THEN + 50) << 80), "the next epoch, due as laid down");
        vm.assertEq(recordOf(), NEXT, "its record");
        _assertNothingScheduled();
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNotScheduled.selector, FOLDER));
        grants.activate(FOLDER);
    }

    /* scheduleOf */

    function test_ScheduleOf_GivenNothingIsScheduled_IsZero() public view {
        _assertNothingScheduled();
    }

    function test_ScheduleOf_GivenAnEpochIsScheduled_ReturnsAllOfIt() public {
        _schedule(OWNER, THEN + 1);
        _assertScheduled(OWNER, THEN + 1);
    }

    /* C4: a record outlives neither its author nor what it was made for */

    function test_C4_TheAuthorIsRevoked() public {
        give(OWNER, ANNA, ADMIN, 0);
        _schedule(ANNA, 0);
        take(OWNER, ANNA);
        vm.warp(THEN);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNarrowed.selector, 0, 1));
        grants.activate(FOLDER);
        heal();
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNotScheduled.selector, FOLDER));
        grants.activate(FOLDER);
    }

    function test_C4_TheAuthorExpires() public {
        giveUntil(OWNER, ANNA, ADMIN, 0, THEN);
        _schedule(ANNA, 0);
        vm.warp(THEN);
        expectDenied(ANNA);
        grants.activate(FOLDER);
    }

    function test_C4_TheAuthorLeaves() public {
        give(OWNER, ANNA, ADMIN, 0);
        _schedule(ANNA, 0);
        take(ANNA, ANNA);
        vm.warp(THEN);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNarrowed.selector, 0, 1));
        grants.activate(FOLDER);
    }

    function test_C4_TheAuthorIsLoweredToWriter() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, ADMIN, 0);
        _schedule(BOB, 0);
        give(OWNER, ANNA, WRITER, 3);
        vm.warp(THEN);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNarrowed.selector, 0, 1));
        grants.activate(FOLDER);
    }

    function test_C4_AReaderWhoLeavesVoidsNothing() public {
        give(OWNER, BOB, READER, 0);
        _schedule(OWNER, 0);
        take(BOB, BOB);
        vm.warp(THEN);
        grants.activate(FOLDER);
        assertFolder(1, 0, false, "activated");
    }

    function test_C4_TheFolderMovesOrStartsAnew() public {
        _schedule(OWNER, 0);
        move(BOB);
        vm.warp(THEN);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNotScheduled.selector, FOLDER));
        grants.activate(FOLDER);
    }

    function test_C4_AnAdvanceDropsIt() public {
        _schedule(OWNER, 0);
        heal();
        _assertNothingScheduled();
    }

    /// @dev Its record does not know who leaves then.
    function test_C4_AnExpiringGrantOfAnAdminDropsIt() public {
        give(OWNER, ANNA, WRITER, 1);
        _schedule(OWNER, 0);
        giveUntil(ANNA, BOB, READER, 0, THEN);
        vm.assertTrue(isScheduled(), "a granter who is no admin voids nothing");
        give(OWNER, CARA, READER, 0);
        vm.assertTrue(isScheduled(), "nor does a grant without end");
        giveUntil(OWNER, DAN, READER, 0, THEN);
        _assertNothingScheduled();
    }

    function _schedule(address by, uint40 dueAt) private {
        vm.prank(by);
        grants.schedule(FOLDER, 0, NEXT, THEN, dueAt);
    }

    function _assertScheduled(address by, uint40 expectedDueAt) private view {
        (address author, bytes32 record, uint40 activateAt, uint32 nextFor, uint40 dueAt) = grants.scheduleOf(
            FOLDER
        );
        vm.assertTrue(author == by && record == NEXT, "author and record");
        vm.assertEq(activateAt, THEN, "activateAt");
        vm.assertEq(nextFor, narrowedOf(), "nextFor");
        vm.assertEq(dueAt, expectedDueAt, "dueAt");
        vm.assertTrue(isScheduled(), "flag");
    }

    function _assertNothingScheduled() private view {
        (address author, bytes32 record, uint40 activateAt, uint32 nextFor, uint40 dueAt) = grants.scheduleOf(
            FOLDER
        );
        vm.assertTrue(author == address(0) && record == 0, "no author, no record");
        vm.assertEq(uint256(activateAt) + nextFor + dueAt, 0, "no times");
        vm.assertTrue(!isScheduled(), "no flag");
    }
}
