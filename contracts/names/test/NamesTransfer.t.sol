// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INamesTransfer} from "../../interfaces/INamesTransfer.sol";
import {NamesTestBase} from "./NamesTestBase.t.sol";

/// @dev Transfers that the receiver signed, and perhaps the owner.
contract NamesTransferTest is NamesTestBase {
    function setUp() public override {
        super.setUp();
        register(alice, NAME);
    }

    /* transfer */

    function test_Transfer_WhenTheDeadlineHasPassed_RevertsNamesExpired() public {
        bytes memory consent = sign(BOB_KEY, receiveMessage(toBob(1)));
        vm.warp(uint256(DEADLINE) + 1);
        expectExpired(DEADLINE);
        vm.prank(alice);
        transfer(toBob(1), consent);
        vm.warp(DEADLINE);
        vm.prank(alice);
        transfer(toBob(1), consent);
    }

    function test_Transfer_WhenTheCallerDoesNotOwnTheName_RevertsNamesNotOwner() public {
        bytes memory consent = sign(BOB_KEY, receiveMessage(toBob(1)));
        expectNotOwner(NAME, bob);
        vm.prank(bob);
        transfer(toBob(1), consent);
    }

    function test_Transfer_WhenTheReceiverDidNotSignExactlyThis_RevertsNamesBadSignature() public {
        Change memory signed = toBob(1);
        bytes memory consent = sign(BOB_KEY, receiveMessage(signed));
        Change memory change = toBob(1);
        change.to = carol;
        _refuse(change, consent);
        change = toBob(1);
        change.keyDigest = KEY;
        _refuse(change, consent);
        _refuse(toBob(2), consent);
        change = toBob(1);
        change.deadline += 1;
        _refuse(change, consent);
        _refuse(signed, sign(CAROL_KEY, receiveMessage(signed)));
        _refuse(signed, sign(BOB_KEY, transferMessage(signed)));
        _refuse(signed, "");
        vm.prank(alice);
        names.register("alice-2", KEY, 0);
        change = toBob(1);
        change.name = "alice-2";
        _refuse(change, consent);
        change = toBob(1);
        change.to = address(0);
        _refuse(change, consent);
    }

    function test_Transfer_WhenTheKindIsUnknown_RevertsNamesKind() public {
        uint8[3] memory kinds = [0, 3, 255];
        for (uint256 i = 0; i < kinds.length; ++i) {
            bytes memory consent = sign(BOB_KEY, receiveMessage(toBob(kinds[i])));
            expectKind(kinds[i]);
            vm.prank(alice);
            transfer(toBob(kinds[i]), consent);
        }
    }

    function test_Transfer_GivenARecoveryAgent_RevertsNamesAgent() public {
        setRecovery(carol, 2 days, 0);
        for (uint8 kind = 1; kind < 3; ++kind) {
            bytes memory consent = sign(BOB_KEY, receiveMessage(toBob(kind)));
            expectAgent();
            vm.prank(alice);
            transfer(toBob(kind), consent);
        }
    }

    function test_Transfer_GivenTheLastGeneration_RevertsByOverflow() public {
        storeRecord(NAME, alice, 1, type(uint16).max);
        Change memory change = toBob(1);
        change.generation = type(uint16).max;
        bytes memory consent = sign(BOB_KEY, receiveMessage(change));
        vm.expectRevert(OVERFLOW);
        vm.prank(alice);
        transfer(change, consent);
    }

    function test_Transfer_GivenTheLastEpoch_RevertsByOverflow() public {
        storeRecord(NAME, alice, type(uint32).max, 1);
        Change memory change = toBob(2);
        change.keyEpoch = type(uint32).max;
        bytes memory consent = sign(BOB_KEY, receiveMessage(change));
        vm.expectRevert(OVERFLOW);
        vm.prank(alice);
        transfer(change, consent);
    }

    function test_Transfer_WhenTheKindIs1_ChangesOwnerAndKeyAndMovesTheGeneration() public {
        vm.prank(alice);
        names.setPrimary(NAME);
        _transferToBob(1, 2);
        vm.assertEq(names.subjectFor(alice), bytes32(0), "no subject of who gave it away");
        vm.assertEq(wordOf(NAME, 0) >> 208, NOW, "since is kept");
    }

    function test_Transfer_WhenTheKindIs2_ChangesOwnerAndKeyAndKeepsTheGeneration() public {
        bytes32 subject = names.subjectOf(NAME);
        _transferToBob(2, 1);
        vm.assertEq(names.subjectOf(NAME), subject, "grants to the name survive");
    }

    /* transferFor */

    function test_TransferFor_WhenTheDeadlineHasPassed_RevertsNamesExpired() public {
        (bytes memory order, bytes memory consent) = _bothSign(toBob(1));
        vm.warp(uint256(DEADLINE) + 1);
        expectExpired(DEADLINE);
        transferFor(toBob(1), order, consent);
        vm.warp(DEADLINE);
        transferFor(toBob(1), order, consent);
    }

    function test_TransferFor_GivenNoOneOwnsTheName_RevertsNamesBadSignature() public {
        Change memory change = toBob(1);
        (change.name, change.from, change.generation, change.keyEpoch) = ("nobody", address(0), 0, 0);
        (bytes memory order, bytes memory consent) = _bothSign(change);
        expectBadSignature(address(0));
        transferFor(change, order, consent);
    }

    function test_TransferFor_WhenTheOwnerDidNotSignExactlyThis_RevertsNamesBadSignature() public {
        (bytes memory order, ) = _bothSign(toBob(1));
        bytes memory consent = sign(CAROL_KEY, receiveMessage(_toCarol()));
        expectBadSignature(alice);
        transferFor(_toCarol(), order, consent);
        consent = sign(BOB_KEY, receiveMessage(toBob(2)));
        expectBadSignature(alice);
        transferFor(toBob(2), order, consent);
        consent = sign(BOB_KEY, receiveMessage(toBob(1)));
        expectBadSignature(alice);
        transferFor(toBob(1), consent, consent);
        order = sign(ALICE_KEY, receiveMessage(toBob(1)));
        expectBadSignature(alice);
        transferFor(toBob(1), order, consent);
    }

    function test_TransferFor_WhenTheReceiverDidNotSignExactlyThis_RevertsNamesBadSignature() public {
        (bytes memory order, ) = _bothSign(toBob(1));
        bytes memory consent = sign(BOB_KEY, receiveMessage(toBob(2)));
        expectBadSignature(bob);
        transferFor(toBob(1), order, consent);
        expectBadSignature(bob);
        transferFor(toBob(1), order, order);
    }

    function test_TransferFor_WhenTheKindIsUnknown_RevertsNamesKind() public {
        (bytes memory order, bytes memory consent) = _bothSign(toBob(3));
        expectKind(3);
        transferFor(toBob(3), order, consent);
    }

    function test_TransferFor_GivenARecoveryAgent_RevertsNamesAgent() public {
        setRecovery(carol, 2 days, 0);
        (bytes memory order, bytes memory consent) = _bothSign(toBob(1));
        expectAgent();
        transferFor(toBob(1), order, consent);
    }

    function test_TransferFor_WhenBothSigned_DoesWhatTransferDoes() public {
        (bytes memory order, bytes memory consent) = _bothSign(toBob(1));
        vm.expectEmit(address(names));
        emit INamesTransfer.OwnerChanged(NAME, alice, bob, 2, 2, KEY_2, 1);
        transferFor(toBob(1), order, consent);
        checkName(NAME, bob, 2, 2, KEY_2);
    }

    function test_TransferFor_WhenBothSigned_WorksOnce() public {
        (bytes memory order, bytes memory consent) = _bothSign(toBob(2));
        transferFor(toBob(2), order, consent);
        expectBadSignature(bob);
        transferFor(toBob(2), order, consent);
        // Back with its first owner, at another epoch.
        Change memory back = Change(NAME, bob, alice, 1, 2, KEY, 2, DEADLINE);
        transferFor(back, sign(BOB_KEY, transferMessage(back)), sign(ALICE_KEY, receiveMessage(back)));
        expectBadSignature(alice);
        transferFor(toBob(2), order, consent);
    }

    /* findings */

    /// @dev No one gets a name that he did not ask for.
    function test_NameGriefing_ReceiversAgree() public {
        _refuse(toBob(1), sign(ALICE_KEY, receiveMessage(toBob(1))));
        vm.prank(alice);
        names.offer(NAME, bob, 1, DEADLINE);
        checkName(NAME, alice, 1, 1, KEY);
    }

    /// @dev A signed change is dead after a direct one.
    function test_Farcaster712_ATransferDiesWithARotation() public {
        (bytes memory order, bytes memory consent) = _bothSign(toBob(1));
        vm.prank(alice);
        names.rotateKey(NAME, 1, KEY_2);
        expectBadSignature(alice);
        transferFor(toBob(1), order, consent);
        expectBadSignature(bob);
        vm.prank(alice);
        transfer(toBob(1), consent);
    }

    /// @dev Whoever signed can take it back while it is good, by moving the state that it is bound to.
    function test_Farcaster711_ARotationCancelsAnOrder() public {
        (bytes memory order, bytes memory consent) = _bothSign(toBob(1));
        vm.prank(alice);
        names.rotateKey(NAME, 1, KEY);
        expectBadSignature(alice);
        transferFor(toBob(1), order, consent);
        checkName(NAME, alice, 2, 1, KEY);
    }

    /// @dev The seller keeps no agent with whom he could take the name back: there is none at a change of owner, and
    /// the receiver's key comes with it.
    function test_Farcaster713_TheSellerKeepsNothing() public {
        setRecovery(carol, 2 days, 0);
        bytes memory consent = sign(BOB_KEY, receiveMessage(toBob(1)));
        expectAgent();
        vm.prank(alice);
        transfer(toBob(1), consent);
        vm.prank(carol);
        names.removeRecovery(NAME);
        vm.prank(alice);
        transfer(toBob(1), consent);
        checkName(NAME, bob, 2, 2, KEY_2);
        expectNotAgent(carol);
        vm.prank(carol);
        names.startRecovery(NAME, alice, KEY);
    }

    /// @dev A signature names the object, never "what I own now".
    function test_Farcaster714_ASignatureNamesItsName() public {
        (bytes memory order, bytes memory consent) = _bothSign(toBob(1));
        transferFor(toBob(1), order, consent);
        register(alice, "later");
        Change memory change = toBob(1);
        change.name = "later";
        expectBadSignature(alice);
        transferFor(change, order, consent);
    }

    function _transferToBob(uint8 kind, uint16 generation) private {
        bytes memory consent = sign(BOB_KEY, receiveMessage(toBob(kind)));
        vm.expectEmit(address(names));
        emit INamesTransfer.OwnerChanged(NAME, alice, bob, generation, 2, KEY_2, kind);
        vm.prank(alice);
        transfer(toBob(kind), consent);
        checkName(NAME, bob, 2, generation, KEY_2);
        vm.assertEq(flagsOf(NAME), 0, "flags");
    }

    function _toCarol() private view returns (Change memory) {
        return Change(NAME, alice, carol, 1, 1, KEY_2, 2, DEADLINE);
    }

    function _bothSign(Change memory change) private view returns (bytes memory order, bytes memory consent) {
        return (sign(ALICE_KEY, transferMessage(change)), sign(BOB_KEY, receiveMessage(change)));
    }

    function _refuse(Change memory change, bytes memory consent) private {
        expectBadSignature(change.to);
        vm.prank(alice);
        transfer(change, consent);
    }
}
