// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../../interfaces/IGrantsEvents.sol";
import {GrantsTestBase} from "./GrantsTestBase.t.sol";

/// @dev `deliver` and `deliverBatch`.
contract GrantsDeliverTest is GrantsTestBase {
    bytes32 private constant GROUP = bytes32((uint256(1) << 248) | 9);
    bytes32 private constant OTHER_FOLDER = bytes32((uint256(3) << 248) | 9);
    bytes32 private constant TAG = bytes32((uint256(2) << 248) | 9);

    /* deliver */

    function test_Deliver_GivenTheSubjectHasALiveRole_EmitsTheEventAndKeepsTheGrant() public {
        give(OWNER, ANNA, READER, 0);
        heal();
        uint256 word = wordOf(ANNA);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Delivered(FOLDER, wallet(ANNA), OWNER, 1, PASS);
        _deliver(OWNER, wallet(ANNA));
        vm.assertEq(wordOf(ANNA), word, "untouched");
        vm.assertEq(stateOf(), 1, "untouched");
    }

    function test_Deliver_GivenTheSubjectHasALiveRole_ServesOwnerAdminsAndTheGranter() public {
        give(OWNER, ANNA, ADMIN, 0);
        give(OWNER, BOB, READER, 2);
        give(BOB, CARA, READER, 0);
        _deliver(ANNA, wallet(CARA));
        _deliver(BOB, wallet(CARA));
    }

    /// @dev Access by an audience, a group or a signed grant leaves no word.
    function test_Deliver_GivenTheSubjectHasNoLiveRole_ServesOwnerAndAdmins() public {
        give(OWNER, ANNA, ADMIN, 0);
        giveUntil(OWNER, BOB, READER, 0, NOW + 5);
        vm.warp(NOW + 5);
        bytes32[5] memory subjects = [wallet(BOB), wallet(EVE), nameSubject("eve", 1), GROUP, OTHER_FOLDER];
        uint40 dueAt = dueAtOf();
        for (uint256 i = 0; i < subjects.length; ++i) {
            _deliver(OWNER, subjects[i]);
            _deliver(ANNA, subjects[i]);
        }
        vm.assertEq(dueAtOf(), dueAt, "no word says when it ends");
    }

    function test_Deliver_GivenTheCallerIsNoneOfThese_RevertsGrantsDenied() public {
        give(OWNER, ANNA, WRITER, 3);
        give(OWNER, CARA, READER, 0);
        makeGuardian(DAN);
        address[4] memory others = [ANNA, CARA, DAN, EVE];
        for (uint256 i = 0; i < others.length; ++i) {
            expectDenied(others[i]);
            _deliver(others[i], wallet(CARA));
        }
    }

    function test_Deliver_GivenTheGranterIsGone_RevertsGrantsSubject() public {
        give(OWNER, BOB, READER, 2);
        give(BOB, CARA, READER, 0);
        take(OWNER, BOB);
        _expectSubject(wallet(CARA));
        _deliver(BOB, wallet(CARA));
    }

    function test_Deliver_GivenTheSubjectIsOfNoKnownKind_RevertsGrantsSubject() public {
        _expectSubject(TAG);
        _deliver(OWNER, TAG);
        _expectSubject(0);
        _deliver(OWNER, 0);
    }

    function test_Deliver_GivenTheSubjectIsBlocked_RevertsGrantsBlocked() public {
        block_(OWNER, EVE);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsBlocked.selector, wallet(EVE)));
        _deliver(OWNER, wallet(EVE));
    }

    function test_Deliver_WhenThePassIsZero_RevertsGrantsPass() public {
        give(OWNER, ANNA, READER, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsPass.selector));
        vm.prank(OWNER);
        grants.deliver(FOLDER, wallet(ANNA), 0);
    }

    function test_Deliver_GivenTheSubjectSRightEnds_LowersDueAtToIt() public {
        giveUntil(OWNER, ANNA, READER, 0, NOW + 90);
        giveUntil(OWNER, BOB, READER, 1, NOW + 70);
        heal();
        vm.assertEq(dueAtOf(), 0, "the owner said never");
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Delivered(FOLDER, wallet(ANNA), OWNER, 1 | (uint256(NOW + 90) << 80), PASS);
        _deliver(OWNER, wallet(ANNA));
        vm.assertEq(dueAtOf(), NOW + 90, "its subject's end");
        _deliver(OWNER, wallet(BOB));
        vm.assertEq(dueAtOf(), NOW + 70, "an earlier one");
        _deliver(OWNER, wallet(ANNA));
        vm.assertEq(dueAtOf(), NOW + 70, "a later one changes nothing");
    }

    /// @dev The word of the child ends with its granter's, whatever it says.
    function test_Deliver_GivenTheSubjectSRightEnds_CountsTheWholeChain() public {
        give(OWNER, BOB, READER, 1);
        give(BOB, CARA, READER, 0);
        giveUntil(OWNER, BOB, READER, 1, NOW + 70);
        heal();
        _deliver(OWNER, wallet(CARA));
        vm.assertEq(dueAtOf(), NOW + 70, "the granter's end");
    }

    /// @dev Or any reader with depth could stop all writers.
    function test_Deliver_GivenTheSubjectSRightEnds_WhenItsGranterDelivers_LeavesDueAtAlone() public {
        give(OWNER, BOB, READER, 1);
        giveUntil(BOB, CARA, READER, 0, NOW + 50);
        _deliver(BOB, wallet(CARA));
        vm.assertEq(dueAtOf(), 0, "untouched");
    }

    /* deliverBatch */

    function test_DeliverBatch_WhenAllIsWell_EmitsOneEventAndLowersDueAtToTheEarliestEnd() public {
        giveUntil(OWNER, ANNA, READER, 0, NOW + 90);
        giveUntil(OWNER, BOB, READER, 0, NOW + 70);
        heal();
        bytes memory subjects = abi.encodePacked(wallet(ANNA), GROUP, wallet(BOB), wallet(EVE));
        vm.expectEmit(address(grants));
        emit IGrantsEvents.DeliveredBatch(FOLDER, OWNER, 1 | (uint256(NOW + 70) << 80), PASS, subjects);
        vm.recordLogs();
        _deliverAll(OWNER, 0, subjects);
        vm.assertEq(vm.getRecordedLogs().length, 1, "one event");
        vm.assertEq(dueAtOf(), NOW + 70, "the earliest");
    }

    function test_DeliverBatch_WhenADueDateIsNamed_LowersDueAtToItIfEarlier() public {
        giveUntil(OWNER, ANNA, READER, 0, NOW + 90);
        heal();
        _deliverAll(OWNER, NOW + 60, abi.encodePacked(wallet(ANNA)));
        vm.assertEq(dueAtOf(), NOW + 60, "named");
        _deliverAll(OWNER, NOW + 80, abi.encodePacked(wallet(ANNA)));
        vm.assertEq(dueAtOf(), NOW + 60, "later ones change nothing");
    }

    function test_DeliverBatch_WhenTheDueDateHasCome_RevertsGrantsExpiry() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsExpiry.selector, NOW));
        _deliverAll(OWNER, NOW, abi.encodePacked(wallet(ANNA)));
    }

    function test_DeliverBatch_GivenTheCallerIsNeitherOwnerNorAdmin_RevertsGrantsDenied() public {
        give(OWNER, BOB, WRITER, 2);
        give(BOB, CARA, READER, 0);
        makeGuardian(DAN);
        address[3] memory others = [BOB, DAN, EVE];
        for (uint256 i = 0; i < others.length; ++i) {
            expectDenied(others[i]);
            _deliverAll(others[i], 0, abi.encodePacked(wallet(CARA)));
        }
    }

    function test_DeliverBatch_WhenOneSubjectIsRefused_ServesNone() public {
        block_(OWNER, EVE);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsBlocked.selector, wallet(EVE)));
        _deliverAll(OWNER, 0, abi.encodePacked(wallet(ANNA), wallet(EVE)));
        _expectSubject(TAG);
        _deliverAll(OWNER, 0, abi.encodePacked(wallet(ANNA), TAG));
    }

    function test_DeliverBatch_WhenThePassesAreZero_RevertsGrantsPass() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsPass.selector));
        vm.prank(OWNER);
        grants.deliverBatch(FOLDER, 0, 0, abi.encodePacked(wallet(ANNA)));
    }

    function test_DeliverBatch_WhenTheSubjectsAreNoneOrNotWhole_RevertsGrantsLength() public {
        uint256[3] memory lengths = [uint256(0), 31, 65];
        for (uint256 i = 0; i < lengths.length; ++i) {
            expectLength(lengths[i]);
            _deliverAll(OWNER, 0, new bytes(lengths[i]));
        }
    }

    function _deliver(address by, bytes32 subject) private {
        vm.prank(by);
        grants.deliver(FOLDER, subject, PASS);
    }

    function _deliverAll(address by, uint40 dueAt, bytes memory subjects) private {
        vm.prank(by);
        grants.deliverBatch(FOLDER, PASS, dueAt, subjects);
    }

    function _expectSubject(bytes32 subject) private {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsSubject.selector, subject));
    }
}
