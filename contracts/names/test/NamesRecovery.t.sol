// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INamesRecovery} from "../../interfaces/INamesRecovery.sol";
import {INamesTransfer} from "../../interfaces/INamesTransfer.sol";
import {NamesTestBase} from "./NamesTestBase.t.sol";

/// @dev Alice owns, Bob is the agent, Carol is where the name goes.
contract NamesRecoveryTest is NamesTestBase {
    uint8 private constant VETO = 0;
    uint8 private constant DECISIVE = 1;
    uint24 private constant DELAY = 7 days;

    function setUp() public override {
        super.setUp();
        register(alice, NAME);
    }

    /* setRecovery */

    function test_SetRecovery_WhenTheCallerDoesNotOwnTheName_RevertsNamesNotOwner() public {
        expectNotOwner(NAME, bob);
        vm.prank(bob);
        names.setRecovery(NAME, bob, DELAY, VETO);
    }

    function test_SetRecovery_GivenARecoveryAgent_RevertsNamesAgent() public {
        setRecovery(bob, DELAY, VETO);
        expectAgent();
        vm.prank(alice);
        names.setRecovery(NAME, carol, DELAY, VETO);
    }

    function test_SetRecovery_WhenTheAgentIsZero_RevertsNamesNotAgent() public {
        expectNotAgent(address(0));
        vm.prank(alice);
        names.setRecovery(NAME, address(0), DELAY, VETO);
    }

    function testFuzz_SetRecovery_WhenTheModeIsUnknown_RevertsNamesKind(uint8 mode) public {
        vm.assume(mode > 1);
        expectKind(mode);
        vm.prank(alice);
        names.setRecovery(NAME, bob, DELAY, mode);
    }

    function testFuzz_SetRecovery_WhenTheDelayIsTooShortForTheMode_RevertsNamesDelay(uint24 delay) public {
        delay = uint24(bound(delay, 0, 2 days - 1));
        _expectDelay(delay);
        setRecovery(bob, delay, VETO);
        _expectDelay(2 days - 1);
        setRecovery(bob, 2 days - 1, VETO);
        _expectDelay(7 days - 1);
        setRecovery(bob, 7 days - 1, DECISIVE);
    }

    function test_SetRecovery_WhenAllIsRight_SetsTheAgent() public {
        vm.expectEmit(address(names));
        emit INamesRecovery.RecoverySet(NAME, bob, 2 days, VETO);
        setRecovery(bob, 2 days, VETO);
        vm.assertEq(flagsOf(NAME), 2, "flags");
        vm.assertEq(
            wordOf(NAME, 3),
            uint256(uint160(bob)) | (1 << 160) | (uint256(2 days) << 176),
            "recovery word"
        );
        register(alice, "alice-2");
        vm.prank(alice);
        names.setRecovery("alice-2", bob, 7 days, DECISIVE);
    }

    /* removeRecovery */

    function test_RemoveRecovery_WhenTheCallerNeitherOwnsTheNameNorIsItsAgent_RevertsNamesNotOwner() public {
        setRecovery(bob, DELAY, VETO);
        expectNotOwner(NAME, carol);
        vm.prank(carol);
        names.removeRecovery(NAME);
    }

    function test_RemoveRecovery_GivenNoAgent_RevertsNamesNotAgent() public {
        expectNotAgent(alice);
        vm.prank(alice);
        names.removeRecovery(NAME);
    }

    function test_RemoveRecovery_WhenTheAgentCalls_RemovesTheAgentAtOnce() public {
        setRecovery(bob, DELAY, DECISIVE);
        vm.expectEmit(address(names));
        emit INamesRecovery.RecoverySet(NAME, address(0), 0, 0);
        vm.prank(bob);
        names.removeRecovery(NAME);
        _checkNoRecovery();
        vm.prank(alice);
        names.release(NAME);
    }

    function test_RemoveRecovery_WhenTheAgentCalls_EndsAPendingRecovery() public {
        setRecovery(bob, DELAY, DECISIVE);
        startRecovery(bob, carol);
        vm.expectEmit(address(names));
        emit INamesRecovery.RecoveryCancelled(NAME, bob);
        vm.expectEmit(address(names));
        emit INamesRecovery.RecoverySet(NAME, address(0), 0, 0);
        vm.prank(bob);
        names.removeRecovery(NAME);
        _checkNoRecovery();
        vm.warp(NOW + DELAY);
        expectTarget();
        names.finishRecovery(NAME, carol, KEY_2);
    }

    function test_RemoveRecovery_WhenTheOwnerCalls_GivenNothingIsPending_StartsTheRemoval() public {
        setRecovery(bob, DELAY, VETO);
        vm.expectEmit(address(names));
        emit INamesRecovery.RecoveryRemovalStarted(NAME, uint40(NOW + DELAY));
        vm.prank(alice);
        names.removeRecovery(NAME);
        _checkRecovery(VETO, 2, uint40(NOW + DELAY), 0);
        vm.assertEq(flagsOf(NAME), 2, "flags");
    }

    function test_RemoveRecovery_WhenTheOwnerCalls_GivenARemovalUnderWay_RevertsNamesNotDueBeforeItsDelayHasPassed()
        public
    {
        setRecovery(bob, DELAY, VETO);
        vm.prank(alice);
        names.removeRecovery(NAME);
        vm.warp(NOW + DELAY - 1);
        expectNotDue(NOW + DELAY);
        vm.prank(alice);
        names.removeRecovery(NAME);
    }

    function test_RemoveRecovery_WhenTheOwnerCalls_GivenARemovalUnderWay_RemovesTheAgentAfterItsDelay()
        public
    {
        setRecovery(bob, DELAY, VETO);
        vm.prank(alice);
        names.removeRecovery(NAME);
        vm.warp(NOW + DELAY);
        vm.expectEmit(address(names));
        emit INamesRecovery.RecoverySet(NAME, address(0), 0, 0);
        vm.prank(alice);
        names.removeRecovery(NAME);
        _checkNoRecovery();
        expectNotAgent(bob);
        startRecovery(bob, carol);
    }

    function test_RemoveRecovery_WhenTheOwnerCalls_GivenAPendingRecoveryInVetoMode_EndsTheRecoveryAndStartsTheRemoval()
        public
    {
        setRecovery(bob, DELAY, VETO);
        startRecovery(bob, carol);
        vm.warp(NOW + 5);
        vm.expectEmit(address(names));
        emit INamesRecovery.RecoveryCancelled(NAME, alice);
        vm.expectEmit(address(names));
        emit INamesRecovery.RecoveryRemovalStarted(NAME, uint40(NOW + 5 + DELAY));
        vm.prank(alice);
        names.removeRecovery(NAME);
        _checkRecovery(VETO, 2, uint40(NOW + 5 + DELAY), 0);
        vm.assertEq(flagsOf(NAME), 2, "flags");
    }

    function test_RemoveRecovery_WhenTheOwnerCalls_GivenAPendingRecoveryInDecisiveMode_RevertsNamesRecoveryPending()
        public
    {
        setRecovery(bob, DELAY, DECISIVE);
        startRecovery(bob, carol);
        expectRecoveryPending(NOW + DELAY);
        vm.prank(alice);
        names.removeRecovery(NAME);
    }

    /* startRecovery */

    function test_StartRecovery_WhenTheCallerIsNotTheAgent_RevertsNamesNotAgent() public {
        expectNotAgent(bob);
        startRecovery(bob, carol);
        setRecovery(bob, DELAY, VETO);
        expectNotAgent(alice);
        startRecovery(alice, carol);
    }

    function test_StartRecovery_WhenTheNewOwnerIsZero_RevertsNamesTarget() public {
        setRecovery(bob, DELAY, VETO);
        expectTarget();
        startRecovery(bob, address(0));
    }

    function test_StartRecovery_GivenAPendingRecovery_RevertsNamesRecoveryPending() public {
        setRecovery(bob, DELAY, VETO);
        startRecovery(bob, carol);
        expectRecoveryPending(NOW + DELAY);
        startRecovery(bob, carol);
        vm.warp(NOW + 2 * DELAY);
        expectRecoveryPending(NOW + DELAY);
        startRecovery(bob, bob);
    }

    function test_StartRecovery_GivenARemovalUnderWayInVetoMode_RevertsNamesNotDueUntilADelayAfterItsEnd()
        public
    {
        setRecovery(bob, DELAY, VETO);
        vm.prank(alice);
        names.removeRecovery(NAME);
        expectNotDue(NOW + 2 * DELAY);
        startRecovery(bob, carol);
        vm.warp(NOW + 2 * DELAY - 1);
        expectNotDue(NOW + 2 * DELAY);
        startRecovery(bob, carol);
    }

    function test_StartRecovery_GivenARemovalUnderWayInVetoMode_StartsTheRecoveryADelayAfterItsEnd() public {
        setRecovery(bob, DELAY, VETO);
        vm.prank(alice);
        names.removeRecovery(NAME);
        vm.warp(NOW + 2 * DELAY);
        startRecovery(bob, carol);
        _checkRecovery(VETO, 1, uint40(NOW + 3 * DELAY), _target(carol, KEY_2));
    }

    function test_StartRecovery_GivenARemovalUnderWayInDecisiveMode_EndsTheRemovalAndStartsTheRecovery()
        public
    {
        setRecovery(bob, DELAY, DECISIVE);
        vm.prank(alice);
        names.removeRecovery(NAME);
        vm.warp(NOW + DELAY);
        startRecovery(bob, carol);
        _checkRecovery(DECISIVE, 1, uint40(NOW + 2 * DELAY), _target(carol, KEY_2));
        expectRecoveryPending(NOW + 2 * DELAY);
        vm.prank(alice);
        names.removeRecovery(NAME);
    }

    function test_StartRecovery_GivenNothingIsPending_StartsTheRecovery() public {
        setRecovery(bob, DELAY, DECISIVE);
        vm.expectEmit(address(names));
        emit INamesRecovery.RecoveryStarted(NAME, carol, KEY_2, uint40(NOW + DELAY));
        startRecovery(bob, carol);
        _checkRecovery(DECISIVE, 1, uint40(NOW + DELAY), _target(carol, KEY_2));
        vm.assertEq(flagsOf(NAME), 6, "flags");
        checkName(NAME, alice, 1, 1, KEY);
    }

    /* cancelRecovery */

    function test_CancelRecovery_WhenTheCallerIsNeitherTheAgentNorTheOwner_RevertsNamesNotAgent() public {
        setRecovery(bob, DELAY, VETO);
        startRecovery(bob, carol);
        expectNotAgent(carol);
        vm.prank(carol);
        names.cancelRecovery(NAME);
    }

    function test_CancelRecovery_GivenDecisiveMode_WhenTheOwnerCalls_RevertsNamesNotAgent() public {
        setRecovery(bob, DELAY, DECISIVE);
        startRecovery(bob, carol);
        expectNotAgent(alice);
        vm.prank(alice);
        names.cancelRecovery(NAME);
    }

    function test_CancelRecovery_GivenNoPendingRecovery_RevertsNamesTarget() public {
        expectTarget();
        vm.prank(alice);
        names.cancelRecovery(NAME);
        setRecovery(bob, DELAY, VETO);
        expectTarget();
        vm.prank(bob);
        names.cancelRecovery(NAME);
        vm.prank(alice);
        names.removeRecovery(NAME);
        expectTarget();
        vm.prank(bob);
        names.cancelRecovery(NAME);
    }

    function test_CancelRecovery_WhenTheAgentCalls_EndsTheRecovery() public {
        setRecovery(bob, DELAY, DECISIVE);
        startRecovery(bob, carol);
        _cancel(bob);
        _checkRecovery(DECISIVE, 0, 0, 0);
        startRecovery(bob, carol);
    }

    function test_CancelRecovery_GivenVetoMode_WhenTheOwnerCalls_EndsTheRecovery() public {
        setRecovery(bob, DELAY, VETO);
        startRecovery(bob, carol);
        vm.warp(NOW + DELAY);
        _cancel(alice);
        _checkRecovery(VETO, 0, 0, 0);
        expectTarget();
        names.finishRecovery(NAME, carol, KEY_2);
    }

    /* finishRecovery */

    function test_FinishRecovery_GivenNoPendingRecovery_RevertsNamesTarget() public {
        expectTarget();
        names.finishRecovery(NAME, carol, KEY_2);
        setRecovery(bob, DELAY, VETO);
        expectTarget();
        names.finishRecovery(NAME, carol, KEY_2);
        vm.prank(alice);
        names.removeRecovery(NAME);
        vm.warp(NOW + DELAY);
        expectTarget();
        names.finishRecovery(NAME, carol, KEY_2);
    }

    function test_FinishRecovery_WhenOwnerOrKeyIsNotThatOfTheStart_RevertsNamesTarget() public {
        setRecovery(bob, DELAY, VETO);
        startRecovery(bob, carol);
        vm.warp(NOW + DELAY);
        expectTarget();
        names.finishRecovery(NAME, bob, KEY_2);
        expectTarget();
        names.finishRecovery(NAME, carol, KEY);
    }

    function test_FinishRecovery_WhenTheDelayHasNotPassed_RevertsNamesNotDue() public {
        setRecovery(bob, DELAY, VETO);
        startRecovery(bob, carol);
        vm.warp(NOW + DELAY - 1);
        expectNotDue(NOW + DELAY);
        names.finishRecovery(NAME, carol, KEY_2);
    }

    function test_FinishRecovery_GivenTheLastEpoch_RevertsByOverflow() public {
        storeRecord(NAME, alice, type(uint32).max, 1);
        setRecovery(bob, DELAY, VETO);
        startRecovery(bob, carol);
        vm.warp(NOW + DELAY);
        vm.expectRevert(OVERFLOW);
        names.finishRecovery(NAME, carol, KEY_2);
    }

    function test_FinishRecovery_WhenTheDelayHasPassed_ChangesOwnerAndKeyForAnyoneWhoCalls() public {
        setRecovery(bob, DELAY, VETO);
        startRecovery(bob, carol);
        vm.warp(NOW + DELAY);
        vm.expectEmit(address(names));
        emit INamesTransfer.OwnerChanged(NAME, alice, carol, 1, 2, KEY_2, 3);
        vm.prank(address(0xACE));
        names.finishRecovery(NAME, carol, KEY_2);
        checkName(NAME, carol, 2, 1, KEY_2);
        expectTarget();
        names.finishRecovery(NAME, carol, KEY_2);
    }

    function test_FinishRecovery_WhenTheDelayHasPassed_KeepsGenerationAndAgent() public {
        bytes32 subject = names.subjectOf(NAME);
        setRecovery(bob, DELAY, DECISIVE);
        startRecovery(bob, carol);
        vm.warp(NOW + DELAY);
        names.finishRecovery(NAME, carol, KEY_2);
        vm.assertEq(names.subjectIfOwned(NAME, carol), subject, "subject");
        vm.assertEq(flagsOf(NAME), 2, "flags");
        _checkRecovery(DECISIVE, 0, 0, 0);
        startRecovery(bob, alice);
    }

    /* recoveryOf */

    function test_RecoveryOf_GivenNoAgent_ReturnsZeros() public view {
        _checkNoRecovery();
    }

    function test_RecoveryOf_GivenAnAgent_ReturnsAgentDelayAndMode() public {
        setRecovery(bob, DELAY, DECISIVE);
        _checkRecovery(DECISIVE, 0, 0, 0);
    }

    function test_RecoveryOf_GivenAPendingRecovery_ReturnsItsFlagTimeAndTarget() public {
        setRecovery(bob, DELAY, VETO);
        startRecovery(bob, carol);
        _checkRecovery(VETO, 1, uint40(NOW + DELAY), _target(carol, KEY_2));
    }

    function test_RecoveryOf_GivenARemovalUnderWay_ReturnsItsFlagAndTime() public {
        setRecovery(bob, DELAY, VETO);
        vm.prank(alice);
        names.removeRecovery(NAME);
        _checkRecovery(VETO, 2, uint40(NOW + DELAY), 0);
    }

    function _expectDelay(uint24 delay) private {
        vm.expectRevert(abi.encodeWithSelector(INamesRecovery.NamesDelay.selector, delay));
    }

    function _cancel(address by) private {
        vm.expectEmit(address(names));
        emit INamesRecovery.RecoveryCancelled(NAME, by);
        vm.prank(by);
        names.cancelRecovery(NAME);
        vm.assertEq(flagsOf(NAME), 2, "flags");
    }

    function _target(address newOwner, bytes32 keyDigest) private pure returns (bytes32) {
        return keccak256(abi.encode(newOwner, keyDigest));
    }

    function _checkRecovery(uint8 mode, uint8 flags, uint40 readyAt, bytes32 target) private view {
        _check(bob, DELAY, mode, flags, readyAt, target);
    }

    function _checkNoRecovery() private view {
        _check(address(0), 0, 0, 0, 0, 0);
        vm.assertEq(flagsOf(NAME), 0, "flags of the record");
    }

    function _check(
        address agent_,
        uint24 delay_,
        uint8 mode_,
        uint8 flags_,
        uint40 readyAt_,
        bytes32 target_
    ) private view {
        (address agent, uint24 delay, uint8 mode, uint8 flags, uint40 readyAt, bytes32 target) = names
            .recoveryOf(NAME);
        vm.assertEq(agent, agent_, "agent");
        vm.assertEq(delay, delay_, "delay");
        vm.assertEq(mode, mode_, "mode");
        vm.assertEq(flags, flags_, "flags of the recovery");
        vm.assertEq(readyAt, readyAt_, "readyAt");
        vm.assertEq(target, target_, "target");
    }
}
