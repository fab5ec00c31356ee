// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INamesTransfer} from "../../interfaces/INamesTransfer.sol";
import {NamesTestBase} from "./NamesTestBase.t.sol";

/// @dev Offers, for receivers who need not be able to sign.
contract NamesOfferTest is NamesTestBase {
    uint40 private constant EXPIRY = uint40(NOW) + 1 days;

    function setUp() public override {
        super.setUp();
        register(alice, NAME);
    }

    /* offer */

    function test_Offer_WhenTheCallerDoesNotOwnTheName_RevertsNamesNotOwner() public {
        expectNotOwner(NAME, bob);
        vm.prank(bob);
        names.offer(NAME, bob, 1, EXPIRY);
        expectNotOwner(NAME, bob);
        vm.prank(bob);
        names.offer(NAME, address(0), 0, 0);
    }

    function test_Offer_WhenTheReceiverIsZero_WithdrawsTheOffer() public {
        _offer(bob, 1);
        vm.expectEmit(address(names));
        emit INamesTransfer.NameOffered(NAME, address(0), 0, 0);
        vm.prank(alice);
        names.offer(NAME, address(0), 7, 8);
        vm.assertEq(wordOf(NAME, 2), 0, "offer word");
        _refuseAccept();
    }

    function test_Offer_WhenTheKindIsUnknown_RevertsNamesKind() public {
        uint8[3] memory kinds = [0, 3, 255];
        for (uint256 i = 0; i < kinds.length; ++i) {
            expectKind(kinds[i]);
            vm.prank(alice);
            names.offer(NAME, bob, kinds[i], EXPIRY);
        }
    }

    function test_Offer_WhenTheExpiryHasPassed_RevertsNamesExpired() public {
        expectExpired(NOW - 1);
        vm.prank(alice);
        names.offer(NAME, bob, 1, uint40(NOW) - 1);
        vm.prank(alice);
        names.offer(NAME, bob, 1, uint40(NOW));
    }

    function test_Offer_GivenARecoveryAgent_RevertsNamesAgent() public {
        setRecovery(carol, 2 days, 0);
        expectAgent();
        vm.prank(alice);
        names.offer(NAME, bob, 1, EXPIRY);
    }

    function test_Offer_GivenARecoveryAgent_StillWithdrawsAnOffer() public {
        _offer(bob, 1);
        setRecovery(carol, 2 days, 0);
        vm.prank(alice);
        names.offer(NAME, address(0), 0, 0);
        vm.assertEq(wordOf(NAME, 2), 0, "offer word");
    }

    function test_Offer_WhenAllIsRight_ReplacesTheOffer() public {
        _offer(carol, 2);
        vm.expectEmit(address(names));
        emit INamesTransfer.NameOffered(NAME, bob, 1, EXPIRY);
        _offer(bob, 1);
        _checkOffer(bob, 1, EXPIRY);
        expectNoOffer();
        vm.prank(carol);
        names.accept(NAME, KEY_2);
    }

    /* accept */

    function test_Accept_GivenNoOfferToTheCaller_RevertsNamesNoOffer() public {
        _refuseAccept();
        _offer(carol, 1);
        _refuseAccept();
        expectNoOffer();
        vm.prank(address(0));
        names.accept(NAME, KEY_2);
    }

    function test_Accept_GivenTheOfferHasExpired_RevertsNamesNoOffer() public {
        _offer(bob, 1);
        vm.warp(uint256(EXPIRY) + 1);
        _refuseAccept();
        vm.warp(EXPIRY);
        vm.prank(bob);
        names.accept(NAME, KEY_2);
    }

    function test_Accept_GivenTheKeyWasRotatedSince_RevertsNamesNoOffer() public {
        _offer(bob, 1);
        vm.prank(alice);
        names.rotateKey(NAME, 1, KEY_2);
        _refuseAccept();
    }

    /// @dev H7: a move to another wallet keeps the generation, so the key epoch has to end the offer.
    function test_Accept_GivenTheNameChangedHandsSince_RevertsNamesNoOffer() public {
        for (uint8 kind = 1; kind < 3; ++kind) {
            bytes32 name = kind == 1 ? bytes32("first") : bytes32("second");
            register(alice, name);
            vm.prank(alice);
            names.offer(name, bob, 1, EXPIRY);
            Change memory change = _toCarol();
            (change.name, change.kind) = (name, kind);
            bytes memory consent = sign(CAROL_KEY, receiveMessage(change));
            vm.prank(alice);
            transfer(change, consent);
            vm.expectRevert(abi.encodeWithSelector(INamesTransfer.NamesNoOffer.selector, name));
            vm.prank(bob);
            names.accept(name, KEY_2);
        }
    }

    function test_Accept_GivenTheNameWasReleasedSince_RevertsNamesNoOffer() public {
        _offer(bob, 1);
        vm.prank(alice);
        names.release(NAME);
        _refuseAccept();
        vm.prank(alice);
        names.register("other", KEY, 0);
        vm.warp(NOW + 90 days);
        register(carol, NAME);
        _refuseAccept();
    }

    function test_Accept_GivenARecoveryAgentSetSince_RevertsNamesAgent() public {
        _offer(bob, 1);
        setRecovery(carol, 2 days, 0);
        expectAgent();
        vm.prank(bob);
        names.accept(NAME, KEY_2);
    }

    function test_Accept_GivenAnOfferOfKind1_ChangesOwnerAndKeyAndMovesTheGeneration() public {
        _offer(bob, 1);
        vm.expectEmit(address(names));
        emit INamesTransfer.OwnerChanged(NAME, alice, bob, 2, 2, KEY_2, 1);
        vm.prank(bob);
        names.accept(NAME, KEY_2);
        checkName(NAME, bob, 2, 2, KEY_2);
    }

    function test_Accept_GivenAnOfferOfKind2_ChangesOwnerAndKeyAndKeepsTheGeneration() public {
        _offer(bob, 2);
        vm.expectEmit(address(names));
        emit INamesTransfer.OwnerChanged(NAME, alice, bob, 1, 2, KEY_2, 2);
        vm.prank(bob);
        names.accept(NAME, KEY_2);
        checkName(NAME, bob, 2, 1, KEY_2);
    }

    function test_Accept_GivenAnOfferThatWasAccepted_RevertsNamesNoOffer() public {
        _offer(bob, 2);
        vm.prank(bob);
        names.accept(NAME, KEY_2);
        _refuseAccept();
    }

    /* offerOf */

    function test_OfferOf_GivenNoOffer_ReturnsZeros() public view {
        _checkOffer(address(0), 0, 0);
    }

    function test_OfferOf_GivenAnOfferThatCanBeAccepted_ReturnsIt() public {
        _offer(bob, 2);
        _checkOffer(bob, 2, EXPIRY);
    }

    function test_OfferOf_GivenAnOfferThatCannotBeAcceptedAnyMore_ReturnsZeros() public {
        _offer(bob, 2);
        setRecovery(carol, 2 days, 0);
        _checkOffer(address(0), 0, 0);
        vm.prank(carol);
        names.removeRecovery(NAME);
        _checkOffer(bob, 2, EXPIRY);
        vm.warp(uint256(EXPIRY) + 1);
        _checkOffer(address(0), 0, 0);
        vm.warp(NOW);
        vm.prank(alice);
        names.rotateKey(NAME, 1, KEY_2);
        _checkOffer(address(0), 0, 0);
    }

    /* findings */

    /// @dev Offered to Bob, moved to Alice's new wallet, then Bob accepts: that was theft.
    function test_H7_AnOldOfferDoesNotTakeAMovedName() public {
        _offer(bob, 1);
        Change memory move = _toCarol();
        bytes memory consent = sign(CAROL_KEY, receiveMessage(move));
        vm.prank(alice);
        transfer(move, consent);
        _refuseAccept();
        checkName(NAME, carol, 2, 1, KEY_2);
    }

    /// @dev M6: who was granted something under a name does not lose it by a move, and loses it by a sale.
    function test_M6_KindDistinguishesAMoveFromASale() public {
        bytes32 subject = names.subjectOf(NAME);
        _offer(bob, 2);
        vm.prank(bob);
        names.accept(NAME, KEY_2);
        vm.assertEq(names.subjectIfOwned(NAME, bob), subject, "move");
        vm.prank(bob);
        names.offer(NAME, carol, 1, EXPIRY);
        vm.prank(carol);
        names.accept(NAME, KEY);
        vm.assertEq(names.subjectIfOwned(NAME, carol) != subject, true, "sale");
    }

    /// @dev Timelocks cannot sign: both sides of a transfer have a way without a signature.
    function test_NamesOffer_EachSignedPathHasADirectTwin() public {
        vm.etch(bob, hex"00");
        _offer(bob, 1);
        vm.prank(bob);
        names.accept(NAME, KEY_2);
        checkName(NAME, bob, 2, 2, KEY_2);
    }

    function _toCarol() private view returns (Change memory) {
        return Change(NAME, alice, carol, 1, 1, KEY_2, 2, DEADLINE);
    }

    function _offer(address to, uint8 kind) private {
        vm.prank(alice);
        names.offer(NAME, to, kind, EXPIRY);
    }

    function _refuseAccept() private {
        expectNoOffer();
        vm.prank(bob);
        names.accept(NAME, KEY_2);
    }

    function _checkOffer(address to, uint8 kind, uint40 expiresAt) private view {
        (address actualTo, uint8 actualKind, uint40 actualExpiry) = names.offerOf(NAME);
        vm.assertEq(actualTo, to, "to");
        vm.assertEq(actualKind, kind, "kind");
        vm.assertEq(actualExpiry, expiresAt, "expiresAt");
    }
}
