// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../../interfaces/IGrantsEvents.sol";
import {GrantsProofBase} from "./GrantsProofBase.t.sol";

/// @dev `offerFolder`, `acceptFolder` and `offerOf`.
contract GrantsTransfersTest is GrantsProofBase {
    uint40 private constant UNTIL = NOW + 100;

    /* offerFolder */

    function test_OfferFolder_GivenTheCallerIsNotTheOwner_RevertsGrantsDenied() public {
        give(OWNER, ANNA, ADMIN, 3);
        expectDenied(ANNA);
        _offer(ANNA, ANNA);
    }

    function test_OfferFolder_WhenItIsForTheOwner_RevertsGrantsSubject() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsSubject.selector, wallet(OWNER)));
        _offer(OWNER, OWNER);
    }

    function test_OfferFolder_WhenItsTimeIsOver_RevertsGrantsExpiry() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsExpiry.selector, NOW));
        vm.prank(OWNER);
        grants.offerFolder(FOLDER, BOB, NOW);
    }

    function test_OfferFolder_WhenItIsForSomeoneElse_KeepsTheOfferAndEmitsTheEvent() public {
        vm.expectEmit(address(grants));
        emit IGrantsEvents.FolderOffered(FOLDER, BOB, UNTIL);
        _offer(OWNER, BOB);
        _assertOffer(BOB, UNTIL);
        vm.assertTrue(ownerOf() == OWNER, "nothing has moved");
    }

    function test_OfferFolder_GivenAnotherOffer_TakesItsPlace() public {
        _offer(OWNER, BOB);
        _offer(OWNER, CARA);
        _assertOffer(CARA, UNTIL);
        _expectNoOffer();
        _accept(BOB, RECORD);
    }

    function test_OfferFolder_WhenItIsForNoOne_WithdrawsTheOfferAndEmitsTheEvent() public {
        _offer(OWNER, BOB);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.FolderOffered(FOLDER, address(0), 0);
        _offer(OWNER, address(0));
        _assertOffer(address(0), 0);
        _expectNoOffer();
        _accept(BOB, RECORD);
    }

    /* acceptFolder by an offer */

    function test_AcceptFolder_GivenNoOfferForTheCaller_RevertsGrantsNoOffer() public {
        _expectNoOffer();
        _accept(BOB, RECORD);
        _offer(OWNER, BOB);
        _expectNoOffer();
        _accept(CARA, RECORD);
    }

    function test_AcceptFolder_GivenTheOfferHasExpired_RevertsGrantsNoOffer() public {
        _offer(OWNER, BOB);
        vm.warp(UNTIL);
        _expectNoOffer();
        _accept(BOB, RECORD);
    }

    function test_AcceptFolder_GivenTheGenerationHasMovedSince_RevertsGrantsNoOffer() public {
        _offer(OWNER, BOB);
        vm.prank(OWNER);
        grants.revokeAll(FOLDER);
        _expectNoOffer();
        vm.prank(BOB);
        grants.acceptFolder(FOLDER, 0, 1, RECORD, 0, "");
    }

    function test_AcceptFolder_GivenTheOfferWasAcceptedBefore_RevertsGrantsNoOffer() public {
        move(BOB);
        move(CARA);
        _expectNoOffer();
        vm.prank(BOB);
        grants.acceptFolder(FOLDER, 2, 2, RECORD, 0, "");
    }

    function test_AcceptFolder_WhenTheEpochIsAnother_RevertsGrantsEpoch() public {
        _offer(OWNER, BOB);
        heal();
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsEpoch.selector, 0, 1));
        _accept(BOB, RECORD);
    }

    function test_AcceptFolder_WhenTheCounterIsAnother_RevertsGrantsNarrowed() public {
        _offer(OWNER, BOB);
        take(OWNER, EVE);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNarrowed.selector, 0, 1));
        _accept(BOB, RECORD);
    }

    function test_AcceptFolder_WhenItBringsARecord_BeginsAnewAndEmitsTheEvent() public {
        give(OWNER, ANNA, ADMIN, 3);
        _offer(OWNER, BOB);
        uint256 state = 1 | (uint256(1) << 32) | (uint256(1) << 64) | (uint256(NOW + 9) << 80);
        state |= uint256(1) << 120;
        vm.expectEmit(address(grants));
        emit IGrantsEvents.FolderMoved(FOLDER, OWNER, BOB, RECORD, state);
        vm.prank(BOB);
        grants.acceptFolder(FOLDER, 0, 0, RECORD, NOW + 9, "");
        vm.assertEq(stateOf(), state, "epoch, generation and counter have moved on");
        vm.assertEq(recordOf(), RECORD, "record");
        assertRole(BOB, ADMIN, "the new owner");
        assertRole(OWNER, 0, "the old one keeps nothing");
        assertRole(ANNA, 0, "nor does his admin");
        _assertOffer(address(0), 0);
    }

    function test_AcceptFolder_WhenItBringsNoRecord_StaysStaleUntilAnAdvance() public {
        heal();
        _offer(OWNER, BOB);
        vm.prank(BOB);
        grants.acceptFolder(FOLDER, 1, 0, 0, 0, "");
        assertFolder(2, 1, true, "an epoch is owed");
        vm.assertEq(recordOf(), 0, "and its record");
        vm.prank(BOB);
        grants.grant(FOLDER, wallet(ANNA), packTerms(ADMIN, 0, 0, FOREVER), 0);
        vm.prank(ANNA);
        grants.advance(FOLDER, 2, 1, RECORD, 0, "");
        assertFolder(3, 1, false, "settled by an admin");
    }

    function test_AcceptFolder_GivenTheLastGeneration_RevertsByOverflow() public {
        bytes32 slot = keccak256(abi.encode(FOLDER, uint256(0)));
        vm.store(address(grants), slot, bytes32(uint256(type(uint16).max) << 64));
        _offer(OWNER, BOB);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        _accept(BOB, RECORD);
    }

    /* acceptFolder by a succession */

    function test_AcceptFolder_WhenASuccessionIsShorterThanANonce_RevertsGrantsNoOffer() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNoOffer.selector, SHARED));
        _succeed(BOB, new bytes(31));
    }

    function test_AcceptFolder_WhenASuccessionIsSigned_MovesEveryFolderOfItsSigner() public {
        bytes memory succession = signSuccession(OWNER_KEY, BOB, 5);
        _succeed(BOB, succession);
        (address owner, , , , , , ) = grants.folderOf(SHARED);
        vm.assertTrue(owner == BOB, "moved");
        bytes32 other = SHARED ^ bytes32(uint256(1));
        vm.prank(BOB);
        grants.acceptFolder(other, 0, 0, RECORD, 0, succession);
        (owner, , , , , , ) = grants.folderOf(other);
        vm.assertTrue(owner == BOB, "the other one too");
    }

    function test_AcceptFolder_WhenASuccessionIsForAnother_RevertsGrantsBadSignature() public {
        bytes memory succession = signSuccession(OWNER_KEY, BOB, 5);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsBadSignature.selector, SIGNER));
        _succeed(CARA, succession);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsBadSignature.selector, OWNER));
        vm.prank(BOB);
        grants.acceptFolder(FOLDER, 0, 0, RECORD, 0, succession);
    }

    function test_AcceptFolder_GivenASuccessionIsVoided_RevertsGrantsNonce() public {
        bytes memory succession = signSuccession(OWNER_KEY, BOB, 300);
        vm.prank(SIGNER);
        grants.voidNonces(1, 1 << 44);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNonce.selector, 300));
        _succeed(BOB, succession);
    }

    function test_AcceptFolder_GivenTheFolderHasMoved_WhenASuccessionIsBrought_RevertsGrantsNoOffer() public {
        bytes memory succession = signSuccession(OWNER_KEY, BOB, 5);
        vm.prank(SIGNER);
        grants.offerFolder(SHARED, CARA, UNTIL);
        vm.prank(CARA);
        grants.acceptFolder(SHARED, 0, 0, RECORD, 0, "");
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNoOffer.selector, SHARED));
        vm.prank(BOB);
        grants.acceptFolder(SHARED, 1, 1, RECORD, 0, succession);
    }

    function test_AcceptFolder_GivenAZeroPrefix_CannotBeSucceeded() public {
        bytes memory succession = abi.encodePacked(
            uint256(1),
            bytes32(uint256(1)),
            bytes32(uint256(1)),
            uint8(27)
        );
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsBadSignature.selector, address(0)));
        vm.prank(BOB);
        grants.acceptFolder(bytes32(uint256(7)), 0, 0, RECORD, 0, succession);
    }

    /* offerOf */

    function test_OfferOf_GivenNoOpenOffer_IsZero() public {
        _assertOffer(address(0), 0);
        _offer(OWNER, BOB);
        vm.warp(UNTIL);
        _assertOffer(address(0), 0);
    }

    function test_OfferOf_GivenAnOpenOffer_ReturnsIt() public {
        _offer(OWNER, BOB);
        vm.warp(UNTIL - 1);
        _assertOffer(BOB, UNTIL);
    }

    /* findings */

    /// @dev H7: an offer is for one generation, so whoever was meant before cannot come back for it.
    function test_H7_AnOldOfferDiesWhenTheFolderMoves() public {
        bytes memory succession = signSuccession(OWNER_KEY, CARA, 1);
        vm.prank(SIGNER);
        grants.offerFolder(SHARED, BOB, FOREVER);
        _succeed(CARA, succession);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNoOffer.selector, SHARED));
        vm.prank(BOB);
        grants.acceptFolder(SHARED, 1, 1, RECORD, 0, "");
    }

    /// @dev H7: an admin who advances voids no offer; the next owner prepares the record again.
    function test_H7_AnAdvanceDoesNotVoidAnOffer() public {
        _offer(OWNER, BOB);
        heal();
        vm.prank(BOB);
        grants.acceptFolder(FOLDER, 1, 0, RECORD, 0, "");
        vm.assertTrue(ownerOf() == BOB, "accepted");
    }

    /// @dev M15: the key is lost, the succession was kept.
    function test_M15_ASuccessorNeedsNoLivingOwner() public {
        _succeed(BOB, signSuccession(OWNER_KEY, BOB, 1));
        vm.assertTrue(grants.hasAccess(SHARED, BOB, ADMIN), "the successor");
        vm.assertTrue(!grants.hasAccess(SHARED, SIGNER, READER), "the old owner");
    }

    function test_G6_TheOldOwnerHasNoPowerLeft() public {
        move(BOB);
        expectDenied(OWNER);
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(EVE), packTerms(READER, 0, 0, FOREVER), 0);
        expectDenied(OWNER);
        take(OWNER, EVE);
        expectDenied(OWNER);
        _offer(OWNER, OWNER);
        expectDenied(OWNER);
        vm.prank(OWNER);
        grants.revokeAll(FOLDER);
        expectDenied(OWNER);
        vm.prank(OWNER);
        grants.advance(FOLDER, 1, 1, RECORD, 0, "");
    }

    function test_G6_AFolderComesHomeByTheSameWay() public {
        move(BOB);
        move(OWNER);
        assertRole(OWNER, ADMIN, "owner again");
        assertRole(BOB, 0, "no more");
        vm.assertEq(generationOf(), 2, "two generations on");
    }

    function _offer(address by, address to) private {
        vm.prank(by);
        grants.offerFolder(FOLDER, to, UNTIL);
    }

    function _accept(address by, bytes32 record) private {
        vm.prank(by);
        grants.acceptFolder(FOLDER, 0, 0, record, 0, "");
    }

    function _succeed(address by, bytes memory succession) private {
        vm.prank(by);
        grants.acceptFolder(SHARED, 0, 0, RECORD, 0, succession);
    }

    function _expectNoOffer() private {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNoOffer.selector, FOLDER));
    }

    function _assertOffer(address expectedTo, uint40 expectedUntil) private view {
        (address to, uint40 expiresAt) = grants.offerOf(FOLDER);
        vm.assertTrue(to == expectedTo, "to");
        vm.assertEq(expiresAt, expectedUntil, "until");
    }
}
