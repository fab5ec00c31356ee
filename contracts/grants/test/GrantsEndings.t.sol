// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../../interfaces/IGrantsEvents.sol";
import {GrantsProofBase} from "./GrantsProofBase.t.sol";

/// @dev Rights that must not outlive their end. A1 to A5 name the findings of the second audit.
contract GrantsEndingsTest is GrantsProofBase {
    bytes32 private constant NEXT = bytes32(uint256(0xEC1));

    /* A1a: who wrote the present key and has no standing any more leaves the folder stale */

    function test_A1a_AnAdminWhoAdvancesAndLeavesInOneCallLeavesTheFolderStale() public {
        give(OWNER, ANNA, ADMIN, 0);
        uint256 state = 1 | (uint256(1) << 32) | (uint256(2) << 120);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.Advanced(FOLDER, ANNA, RECORD, state);
        advance(ANNA, 0, list(wallet(ANNA)));
        assertRole(ANNA, 0, "gone");
        assertFolder(1, 1, true, "it knows the key");
    }

    function test_A1a_AnAdminWhoLeavesAfterItsAdvanceLeavesTheFolderStale() public {
        give(OWNER, ANNA, ADMIN, 0);
        advance(ANNA, 0, "");
        take(ANNA, ANNA);
        assertFolder(1, 1, true, "it knows the key");
    }

    function test_A1a_TheOwnerAndRemainingAdminsSettleTheFolder() public {
        give(OWNER, ANNA, ADMIN, 0);
        give(OWNER, BOB, READER, 0);
        advance(ANNA, 0, list(wallet(BOB)));
        assertFolder(1, 1, false, "an admin that stays");
        advance(OWNER, 0, list(wallet(OWNER)));
        assertFolder(2, 2, false, "the owner needs no grant");
    }

    /* A1b: an admin's epoch ends no later than its right, nor than what was owed */

    function test_A1b_AnAdminCannotPutTheDueDateAfterItsOwnEnd() public {
        giveUntil(OWNER, ANNA, ADMIN, 1, NOW + 100);
        give(OWNER, BOB, ADMIN, 1);
        heal();
        uint40[3] memory wanted = [uint40(0), NOW + 500, FOREVER + 1];
        for (uint256 i = 0; i < wanted.length; ++i) {
            heal();
            advance(ANNA, wanted[i], "");
            vm.assertEq(dueAtOf(), NOW + 100, "its own end");
        }
        advance(ANNA, NOW + 50, "");
        vm.assertEq(dueAtOf(), NOW + 50, "earlier as given");
        heal();
        advance(BOB, NOW + 500, "");
        vm.assertEq(dueAtOf(), NOW + 500, "an admin without end as given");
    }

    function test_A1b_TheEndOfTheWholeChainCounts() public {
        give(OWNER, ANNA, ADMIN, 2);
        give(ANNA, BOB, ADMIN, 0);
        giveUntil(OWNER, ANNA, ADMIN, 2, NOW + 100);
        heal();
        advance(BOB, 0, "");
        vm.assertEq(dueAtOf(), NOW + 100, "its granter's end");
    }

    function test_A1b_AnAdminCannotPutTheDueDateAfterOneThatStands() public {
        give(OWNER, ANNA, ADMIN, 0);
        giveUntil(OWNER, BOB, READER, 0, NOW + 60);
        advance(ANNA, 0, "");
        vm.assertEq(dueAtOf(), NOW + 60, "stands");
        advance(ANNA, NOW + 90, "");
        vm.assertEq(dueAtOf(), NOW + 60, "stands");
        vm.warp(NOW + 60);
        advance(ANNA, NOW + 90, "");
        vm.assertEq(dueAtOf(), NOW + 90, "it is not ahead any more");
        heal();
        vm.assertEq(dueAtOf(), 0, "the owner may");
    }

    function test_A1b_TheSameHoldsForAScheduledEpoch() public {
        giveUntil(OWNER, ANNA, ADMIN, 0, NOW + 100);
        heal();
        vm.prank(ANNA);
        grants.schedule(FOLDER, 1, NEXT, NOW + 50, 0);
        vm.warp(NOW + 50);
        grants.activate(FOLDER, ANNA, NEXT, NOW + 50, 0);
        vm.assertEq(dueAtOf(), NOW + 100, "its author's end");
    }

    /* A1c: what hands a key over sees to its end */

    /// @dev The grant lands between the preparation of the advance and its inclusion.
    function test_A1c_AKeyDeliveredAfterAnAdvanceThatDidNotKnowTheGrantIsOwedAtItsEnd() public {
        giveUntil(OWNER, BOB, READER, 0, NOW + 60);
        vm.prank(OWNER);
        grants.advance(FOLDER, 0, 0, RECORD, 0, "");
        vm.assertEq(dueAtOf(), 0, "prepared without BOB");
        vm.prank(OWNER);
        grants.deliver(FOLDER, wallet(BOB), PASS);
        vm.assertEq(dueAtOf(), NOW + 60, "BOB has the key until then");
    }

    /* A2: the owner alone can stop a transfer */

    function test_A2_AnAdminCannotOutrunAnAcceptance() public {
        give(OWNER, ANNA, ADMIN, 0);
        vm.prank(OWNER);
        grants.offerFolder(FOLDER, BOB, NOW + 100);
        take(ANNA, EVE);
        advance(ANNA, 0, "");
        vm.prank(BOB);
        grants.acceptFolder(FOLDER, 0, 0, 0, 0, "");
        vm.assertTrue(ownerOf() == BOB, "accepted");
        assertFolder(2, 2, true, "and owes its record");
    }

    function test_A2_AnAdminCannotOutrunASuccession() public {
        giveIn(SHARED, SIGNER, wallet(ANNA), packTerms(ADMIN, 0, 0, FOREVER));
        bytes memory succession = signSuccession(OWNER_KEY, BOB, 5);
        vm.prank(ANNA);
        grants.revoke(SHARED, list(wallet(EVE)));
        vm.prank(BOB);
        grants.acceptFolder(SHARED, 0, 0, 0, 0, succession);
        vm.assertTrue(grants.hasAccess(SHARED, BOB, ADMIN), "the successor");
        vm.assertTrue(!grants.hasAccess(SHARED, ANNA, READER), "not the admin");
    }

    /* A3: what a right made ends with the right */

    function test_A3_AReadmittedAdminDoesNotReviveItsAudience() public {
        giveUntil(OWNER, ANNA, ADMIN, 1, NOW + 50);
        vm.warp(NOW + 1);
        bytes memory proof = _admit(ANNA, EVE);
        vm.warp(NOW + 180 days);
        give(OWNER, ANNA, READER, 0);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "as reader");
        give(OWNER, ANNA, ADMIN, 1);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "as admin");
    }

    function test_A3_ADemotionEndsTheAudienceForGood() public {
        give(OWNER, ANNA, ADMIN, 2);
        vm.warp(NOW + 1);
        bytes memory proof = _admit(ANNA, EVE);
        give(OWNER, ANNA, WRITER, 2);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "a writer has no audience");
        assertFolder(0, 1, true, "a key is owed");
        give(OWNER, ANNA, ADMIN, 2);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "nor after a promotion");
    }

    function test_A3_ADemotionUpTheChainEndsTheAudience() public {
        give(OWNER, ANNA, ADMIN, 2);
        give(ANNA, BOB, ADMIN, 0);
        vm.warp(NOW + 5);
        bytes memory proof = _admit(BOB, EVE);
        vm.assertTrue(can(FOLDER, EVE, READER, proof), "before");
        give(OWNER, ANNA, WRITER, 2);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "after");
    }

    function test_A3_DepthThatWasTakenBackDoesNotReviveTheTeam() public {
        give(OWNER, ANNA, WRITER, 2);
        give(ANNA, BOB, WRITER, 0);
        give(OWNER, ANNA, WRITER, 0);
        assertRole(BOB, 0, "cut off");
        vm.warp(NOW + 10);
        give(OWNER, ANNA, WRITER, 2);
        assertRole(BOB, 0, "and not back");
    }

    function test_A3_ARegainedAdminRoleDoesNotReviveAdminsBelow() public {
        give(OWNER, ANNA, ADMIN, 2);
        give(ANNA, BOB, ADMIN, 0);
        give(OWNER, ANNA, WRITER, 2);
        assertRole(BOB, WRITER, "as far as its chain reaches");
        vm.warp(NOW + 10);
        give(OWNER, ANNA, ADMIN, 2);
        assertRole(BOB, 0, "an admin of an earlier time");
        assertFolder(0, 2, true, "which counts");
    }

    function test_A3_AReadmittedGranterDoesNotReviveItsSignedGrants() public {
        giveIn(SHARED, SIGNER, wallet(DELEGATE), packTerms(READER, 1, 0, NOW + 20));
        SignedGrant memory signed = SignedGrant(DELEGATE, SHARED, wallet(EVE), READER, NOW + 900, 0, NOW, 3);
        bytes memory proof = signedProof(ANNA_KEY, signed);
        vm.assertTrue(can(SHARED, EVE, READER, proof), "before");
        vm.warp(NOW + 30);
        giveIn(SHARED, SIGNER, wallet(DELEGATE), packTerms(READER, 1, 0, FOREVER));
        vm.assertTrue(!can(SHARED, EVE, READER, proof), "not back");
    }

    /// @dev No counter moves when an admin expires and is admitted again.
    function test_A3_AReadmittedAdminDoesNotReviveItsSchedule() public {
        giveUntil(OWNER, ANNA, ADMIN, 0, NOW + 20);
        vm.prank(ANNA);
        grants.schedule(FOLDER, 0, NEXT, NOW + 40, 0);
        vm.warp(NOW + 40);
        give(OWNER, ANNA, ADMIN, 0);
        vm.assertTrue(isScheduled() && narrowedOf() == 0, "as it was scheduled");
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNotScheduled.selector, FOLDER));
        grants.activate(FOLDER, ANNA, NEXT, NOW + 40, 0);
    }

    /* A4: renouncing nothing is refused */

    function test_A4_AStrangerBringsNoFolderIntoBeing() public {
        bytes32 unheardOf = bytes32(bytes20(OWNER)) | bytes32(uint256(999));
        bytes[6] memory calls = [
            abi.encodeCall(grants.revoke, (unheardOf, list(wallet(EVE)))),
            abi.encodeCall(grants.deliver, (unheardOf, wallet(EVE), PASS)),
            abi.encodeCall(grants.deliverBatch, (unheardOf, PASS, 0, list(wallet(EVE)))),
            abi.encodeCall(grants.setBlocked, (unheardOf, false, abi.encodePacked(EVE))),
            abi.encodeCall(grants.setAudience, (unheardOf, idOf(EVE), 0, 0, 0)),
            abi.encodeCall(grants.schedule, (unheardOf, 0, 0, 0, 0))
        ];
        bytes memory denied = abi.encodeWithSelector(IGrantsErrors.GrantsDenied.selector, unheardOf, EVE);
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.prank(EVE);
            (bool success, bytes memory answer) = address(grants).call(calls[i]);
            vm.assertTrue(!success, "refused");
            vm.assertEq(answer, denied, "with the reason");
        }
    }

    /* A5: effective roles decide */

    function test_A5_AnAdminRevokesOverwritesAndBlocksWhoIsNoAdminByTheWholeChain() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, ADMIN, 1);
        give(ANNA, CARA, ADMIN, 1);
        give(ANNA, EVE, ADMIN, 1);
        give(OWNER, DAN, ADMIN, 2);
        expectDenied(DAN);
        take(DAN, BOB);
        expectDenied(DAN);
        block_(DAN, CARA);
        give(OWNER, ANNA, WRITER, 3);
        assertRole(BOB, WRITER, "the word says admin, the chain says writer");
        take(DAN, BOB);
        assertRole(BOB, 0, "revoked");
        block_(DAN, CARA);
        assertRole(CARA, 0, "blocked");
        vm.warp(NOW + 50);
        give(DAN, EVE, READER, 0);
        assertRole(EVE, READER, "overwritten");
    }

    function _admit(address setter, address account) private returns (bytes memory proof) {
        bytes32 id = idOf(setter);
        Leaf memory leaf = Leaf(0, wallet(account), reader());
        bytes32 root = hashLeaf(FOLDER, id, leaf);
        vm.prank(setter);
        grants.setAudience(FOLDER, id, 0, root, 0);
        return leafProof(id, leaf, "");
    }
}
