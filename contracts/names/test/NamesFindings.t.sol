// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {NamesTestBase} from "./NamesTestBase.t.sol";

/// @dev Thieves, bad agents and old traces, each story from its beginning to its end. Alice owns, Bob is the agent.
contract NamesFindingsTest is NamesTestBase {
    uint8 private constant VETO = 0;
    uint8 private constant DECISIVE = 1;
    uint24 private constant DELAY = 7 days;
    uint40 private constant FOREVER = type(uint40).max;

    function setUp() public override {
        super.setUp();
        vm.prank(alice);
        names.register(NAME, KEY, 1);
    }

    /// @dev The thief has Alice's key. He can neither sell the name, nor give it up, nor remove the agent in time, nor stop
    /// him; his own key goes with the recovery.
    function test_M5_AThiefCannotKeepTheName() public {
        setRecovery(bob, DELAY, DECISIVE);
        bytes memory consent = sign(CAROL_KEY, receiveMessage(_sale()));
        vm.startPrank(alice);
        expectAgent();
        transfer(_sale(), consent);
        expectAgent();
        names.offer(NAME, carol, 1, FOREVER);
        expectAgent();
        names.release(NAME);
        expectAgent();
        names.setRecovery(NAME, carol, DELAY, VETO);
        names.rotateKey(NAME, 1, keccak256("the thief's"));
        names.removeRecovery(NAME);
        vm.stopPrank();

        vm.warp(NOW + DELAY - 1);
        vm.prank(bob);
        names.startRecovery(NAME, carol, KEY_2);
        vm.startPrank(alice);
        expectNotAgent(alice);
        names.cancelRecovery(NAME);
        expectRecoveryPending(NOW + 2 * DELAY - 1);
        names.removeRecovery(NAME);
        expectRecoveryPending(NOW + 2 * DELAY - 1);
        names.rotateKey(NAME, 2, KEY);
        vm.stopPrank();

        vm.warp(NOW + 2 * DELAY - 1);
        names.finishRecovery(NAME, carol, KEY_2);
        checkName(NAME, carol, 3, 1, KEY_2);
        expectNotOwner(NAME, alice);
        vm.prank(alice);
        names.rotateKey(NAME, 3, KEY);
    }

    /// @dev The agent is bad, is always faster than Alice, and starts again whenever she cancels. One call of hers ends it.
    function test_M5_ABadAgentCannotStay() public {
        setRecovery(bob, DELAY, VETO);
        for (uint256 i = 0; i < 3; ++i) {
            startRecovery(bob, bob);
            vm.prank(alice);
            names.cancelRecovery(NAME);
        }
        startRecovery(bob, bob);
        vm.prank(alice);
        names.removeRecovery(NAME);
        expectNotDue(NOW + 2 * DELAY);
        startRecovery(bob, bob);
        // Her key is hers again meanwhile.
        vm.prank(alice);
        names.rotateKey(NAME, 1, KEY_2);
        vm.warp(NOW + DELAY);
        expectNotDue(NOW + 2 * DELAY);
        startRecovery(bob, bob);
        vm.prank(alice);
        names.removeRecovery(NAME);
        expectNotAgent(bob);
        startRecovery(bob, bob);
        checkName(NAME, alice, 2, 1, KEY_2);
    }

    /// @dev Alice began to remove her agent, then lost her key: he can still help.
    function test_M5_ALostKeyIsRecoveredBesideAnOldRemoval() public {
        setRecovery(bob, DELAY, VETO);
        vm.prank(alice);
        names.removeRecovery(NAME);
        vm.warp(NOW + 2 * DELAY);
        startRecovery(bob, carol);
        vm.warp(NOW + 3 * DELAY);
        names.finishRecovery(NAME, carol, KEY_2);
        checkName(NAME, carol, 2, 1, KEY_2);
    }

    /// @dev Everyone can see that the key of this name is about to change.
    function test_M5_APendingRecoveryShows() public {
        setRecovery(bob, DELAY, VETO);
        vm.assertEq(flagsOf(NAME), 2, "with an agent");
        startRecovery(bob, carol);
        vm.assertEq(flagsOf(NAME), 6, "pending");
        vm.warp(NOW + DELAY);
        names.finishRecovery(NAME, carol, KEY_2);
        vm.assertEq(flagsOf(NAME), 2, "finished");
    }

    /// @dev What was set up under one person is nothing under the next: the agent has to leave before the name can go.
    function test_M6_NoAgentComesWithAName() public {
        setRecovery(bob, DELAY, VETO);
        vm.prank(bob);
        names.removeRecovery(NAME);
        for (uint8 kind = 1; kind < 3; ++kind) {
            vm.prank(kind == 1 ? alice : carol);
            names.offer(NAME, kind == 1 ? carol : alice, kind, FOREVER);
            vm.prank(kind == 1 ? carol : alice);
            names.accept(NAME, KEY_2);
            expectNotAgent(bob);
            startRecovery(bob, bob);
        }
    }

    function test_Low_ASoldNameIsNoOnesPrimary() public {
        bytes memory consent = sign(CAROL_KEY, receiveMessage(_sale()));
        vm.prank(alice);
        transfer(_sale(), consent);
        vm.assertEq(names.nameOf(alice), bytes32(0), "of who sold it");
        vm.assertEq(names.nameOf(carol), bytes32(0), "of who bought it");
        vm.assertEq(names.subjectFor(alice), bytes32(0), "subject");
    }

    /// @dev Grants to the name under its last owner reach no one, however often it changes hands.
    function test_Low_AReleasedNameComesBackAsAnother() public {
        bytes32 subject = names.subjectOf(NAME);
        vm.prank(alice);
        names.release(NAME);
        vm.assertEq(names.subjectOf(NAME), bytes32(0), "nobody's");
        vm.warp(NOW + 90 days);
        vm.prank(alice);
        names.register(NAME, KEY, 1);
        vm.assertEq(names.subjectIfOwned(NAME, alice) == subject, false, "another subject");
    }

    /// @dev Generation and epoch stop at their last value instead of beginning again.
    function test_Low_CountersNeverWrap() public {
        storeRecord(NAME, alice, type(uint32).max, type(uint16).max);
        vm.startPrank(alice);
        vm.expectRevert(OVERFLOW);
        names.rotateKey(NAME, type(uint32).max, KEY_2);
        vm.expectRevert(OVERFLOW);
        names.release(NAME);
        names.offer(NAME, carol, 2, FOREVER);
        vm.stopPrank();
        vm.expectRevert(OVERFLOW);
        vm.prank(carol);
        names.accept(NAME, KEY_2);
    }

    function _sale() private view returns (Change memory) {
        return Change(NAME, alice, carol, 1, 1, KEY_2, 1, FOREVER);
    }
}
