// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../../interfaces/IGrantsEvents.sol";
import {GrantsProofBase} from "./GrantsProofBase.t.sol";

/// @dev `setAudience`, `revokeLeaves`, `audienceOf`, `isDead`, and what C1 and M3 found.
contract GrantsAudiencesTest is GrantsProofBase {
    bytes32 private constant ROOT = bytes32(uint256(0x5007));
    bytes32 private constant OTHER_ROOT = bytes32(uint256(0x5008));
    bytes32 private constant MANIFEST = bytes32(uint256(0x3A));
    bytes32 private immutable ID = idOf(OWNER);
    bytes32 private immutable ANNAS = idOf(ANNA);

    /* setAudience */

    function test_SetAudience_GivenTheCallerIsNeitherOwnerNorAdmin_RevertsGrantsDenied() public {
        give(OWNER, ANNA, WRITER, 3);
        makeGuardian(DAN);
        address[3] memory others = [ANNA, DAN, EVE];
        vm.warp(NOW + 1);
        for (uint256 i = 0; i < others.length; ++i) {
            expectDenied(others[i]);
            _set(others[i], idOf(others[i]), 0, ROOT);
        }
    }

    function test_SetAudience_WhenTheIdBeginsWithAnother_RevertsGrantsDenied() public {
        give(OWNER, ANNA, ADMIN, 3);
        vm.warp(NOW + 1);
        expectDenied(ANNA);
        _set(ANNA, ID, 0, ROOT);
        expectDenied(OWNER);
        _set(OWNER, ANNAS, 0, ROOT);
    }

    function test_SetAudience_GivenTheCallerSGrantWasIssuedInThisSecond_RevertsGrantsNotDue() public {
        give(OWNER, ANNA, ADMIN, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsNotDue.selector, NOW + 1));
        _set(ANNA, ANNAS, 0, ROOT);
        vm.warp(NOW + 1);
        _set(ANNA, ANNAS, 0, ROOT);
    }

    function test_SetAudience_WhenTheRootIsAnother_RevertsGrantsRoot() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRoot.selector, bytes32(0)));
        _set(OWNER, ID, ROOT, OTHER_ROOT);
        _set(OWNER, ID, 0, ROOT);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRoot.selector, ROOT));
        _set(OWNER, ID, 0, OTHER_ROOT);
    }

    function test_SetAudience_WhenItIsNewOrReplaced_KeepsTheRootAndEmitsTheEvent() public {
        vm.expectEmit(address(grants));
        emit IGrantsEvents.AudienceSet(FOLDER, ID, 0, ROOT, MANIFEST, 0);
        _set(OWNER, ID, 0, ROOT);
        vm.assertEq(grants.audienceOf(FOLDER, ID), ROOT, "new");
        _set(OWNER, ID, ROOT, OTHER_ROOT);
        vm.assertEq(grants.audienceOf(FOLDER, ID), OTHER_ROOT, "replaced");
        assertFolder(0, 0, false, "the chain sees nothing taken away");
        give(OWNER, ANNA, ADMIN, 0);
        vm.warp(NOW + 1);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.AudienceSet(FOLDER, ANNAS, NOW, ROOT, MANIFEST, 0);
        _set(ANNA, ANNAS, 0, ROOT);
    }

    function test_SetAudience_WhenItIsRemoved_NarrowsAndEmitsTheEvent() public {
        _set(OWNER, ID, 0, ROOT);
        uint256 state = (uint256(1) << 32) | (uint256(2) << 120);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.AudienceSet(FOLDER, ID, 0, 0, MANIFEST, state);
        _set(OWNER, ID, ROOT, 0);
        vm.assertEq(grants.audienceOf(FOLDER, ID), 0, "removed");
        vm.assertEq(stateOf(), state, "an epoch is owed");
    }

    /* revokeLeaves */

    function test_RevokeLeaves_GivenTheCallerIsNeitherOwnerAdminNorGuardian_RevertsGrantsDenied() public {
        give(OWNER, ANNA, WRITER, 3);
        _set(OWNER, ID, 0, ROOT);
        expectDenied(ANNA);
        _revokeLeaf(ANNA, ID, ROOT, 0);
    }

    function test_RevokeLeaves_WhenTheRootIsAnotherOrNone_RevertsGrantsRoot() public {
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRoot.selector, bytes32(0)));
        _revokeLeaf(OWNER, ID, 0, 0);
        _set(OWNER, ID, 0, ROOT);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRoot.selector, ROOT));
        _revokeLeaf(OWNER, ID, OTHER_ROOT, 0);
    }

    function test_RevokeLeaves_WhenTheIndexesAreNoneOrNotWhole_RevertsGrantsLength() public {
        _set(OWNER, ID, 0, ROOT);
        uint256[3] memory lengths = [uint256(0), 3, 5];
        for (uint256 i = 0; i < lengths.length; ++i) {
            expectLength(lengths[i]);
            vm.prank(OWNER);
            grants.revokeLeaves(FOLDER, ID, ROOT, new bytes(lengths[i]));
        }
    }

    function test_RevokeLeaves_WhenOwnerAdminOrGuardianRevokes_NarrowsOnceAndEmitsTheEvent() public {
        give(OWNER, ANNA, ADMIN, 0);
        makeGuardian(DAN);
        _set(OWNER, ID, 0, ROOT);
        bytes memory indexes = abi.encodePacked(uint32(3), uint32(256), type(uint32).max, uint32(3));
        uint256 state = (uint256(1) << 32) | (uint256(2) << 120);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.LeavesRevoked(FOLDER, ID, OWNER, ROOT, state, indexes);
        vm.prank(OWNER);
        grants.revokeLeaves(FOLDER, ID, ROOT, indexes);
        vm.assertTrue(grants.isDead(FOLDER, ID, 3) && grants.isDead(FOLDER, ID, 256), "revoked");
        vm.assertTrue(grants.isDead(FOLDER, ID, type(uint32).max), "the last one");
        vm.assertTrue(!grants.isDead(FOLDER, ID, 0) && !grants.isDead(FOLDER, ID, 2), "neighbours");
        assertFolder(0, 1, true, "once");
        _revokeLeaf(ANNA, ID, ROOT, 4);
        _revokeLeaf(DAN, ID, ROOT, 5);
        vm.assertTrue(
            grants.isDead(FOLDER, ID, 3) && grants.isDead(FOLDER, ID, 5),
            "added to what was revoked"
        );
        assertFolder(0, 3, true, "each time");
    }

    /* audienceOf, isDead */

    function test_AudienceOf_GivenTheSetterSPresentGrant_ReturnsItsRoot() public {
        give(OWNER, ANNA, ADMIN, 0);
        vm.warp(NOW + 1);
        _set(ANNA, ANNAS, 0, ROOT);
        vm.assertEq(grants.audienceOf(FOLDER, ANNAS), ROOT, "live");
        take(OWNER, ANNA);
        vm.assertEq(grants.audienceOf(FOLDER, ANNAS), 0, "no grant, no audience");
    }

    function test_IsDead_GivenAnotherRoot_IsFalse() public {
        _set(OWNER, ID, 0, ROOT);
        _revokeLeaf(OWNER, ID, ROOT, 7);
        vm.assertTrue(grants.isDead(FOLDER, ID, 7), "revoked");
        _set(OWNER, ID, ROOT, OTHER_ROOT);
        vm.assertTrue(!grants.isDead(FOLDER, ID, 7), "another leaf");
        _set(OWNER, ID, OTHER_ROOT, ROOT);
        vm.assertTrue(grants.isDead(FOLDER, ID, 7), "the old one again");
    }

    /* C1: an audience outlives neither generation nor setter */

    function test_C1_TheFolderMoves() public {
        bytes memory proof = _admit(OWNER, EVE);
        vm.assertTrue(can(FOLDER, EVE, READER, proof), "before");
        move(BOB);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "after");
        vm.prank(BOB);
        grants.grant(FOLDER, wallet(OWNER), packTerms(ADMIN, 0, 0, FOREVER), 0);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "nor when the old owner is an admin");
    }

    /// @dev What is left of his grant from before has no say about the audiences that he sets as the owner.
    function test_C1_AMemberBecomesTheOwner() public {
        give(OWNER, BOB, ADMIN, 0);
        vm.warp(NOW + 1);
        move(BOB);
        bytes memory proof = _admit(BOB, EVE);
        vm.assertTrue(can(FOLDER, EVE, READER, proof), "opens");
        bytes32 root = grants.audienceOf(FOLDER, idOf(BOB));
        vm.assertTrue(root != 0, "is told");
        _revokeLeaf(BOB, idOf(BOB), root, 0);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "is revoked");
    }

    function test_C1_EverythingIsRevoked() public {
        bytes memory proof = _admit(OWNER, EVE);
        vm.prank(OWNER);
        grants.revokeAll(FOLDER);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "over");
    }

    function test_C1_TheSetterIsRevokedAndAdmittedAgain() public {
        give(OWNER, ANNA, ADMIN, 3);
        vm.warp(NOW + 1);
        bytes memory proof = _admit(ANNA, EVE);
        vm.assertTrue(can(FOLDER, EVE, READER, proof), "before");
        take(OWNER, ANNA);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "revoked");
        give(OWNER, ANNA, ADMIN, 3);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "and not back with the setter");
    }

    function test_C1_TheSetterIsBlockedOrExpires() public {
        giveUntil(OWNER, ANNA, ADMIN, 3, NOW + 50);
        vm.warp(NOW + 1);
        bytes memory proof = _admit(ANNA, EVE);
        vm.warp(NOW + 50);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "expired");
        giveUntil(OWNER, ANNA, ADMIN, 3, NOW + 100);
        vm.assertTrue(can(FOLDER, EVE, READER, proof), "renewed, with what it had set");
        block_(OWNER, ANNA);
        vm.assertTrue(!can(FOLDER, EVE, READER, proof), "blocked");
    }

    function test_C1_TheSetterIsLowered() public {
        give(OWNER, ANNA, ADMIN, 3);
        vm.warp(NOW + 1);
        Leaf memory leaf = Leaf(0, wallet(EVE), packTerms(WRITER, 0, 0, FOREVER));
        _set(ANNA, ANNAS, 0, hashLeaf(FOLDER, ANNAS, leaf));
        bytes memory proof = leafProof(ANNAS, leaf, "");
        vm.assertTrue(can(FOLDER, EVE, WRITER, proof), "a writer");
        give(OWNER, ANNA, READER, 3);
        vm.assertTrue(!can(FOLDER, EVE, WRITER, proof), "no more than the setter");
        vm.assertTrue(can(FOLDER, EVE, READER, proof), "but that");
    }

    /* M3 */

    function test_M3_ARevocationInFlightDoesNotHitAnotherRoot() public {
        _set(OWNER, ID, 0, ROOT);
        _set(OWNER, ID, ROOT, OTHER_ROOT);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsRoot.selector, OTHER_ROOT));
        _revokeLeaf(OWNER, ID, ROOT, 7);
    }

    function _admit(address setter, address account) private returns (bytes memory proof) {
        bytes32 id = idOf(setter);
        Leaf memory leaf = Leaf(0, wallet(account), reader());
        _set(setter, id, 0, hashLeaf(FOLDER, id, leaf));
        return leafProof(id, leaf, "");
    }

    function _set(address by, bytes32 id, bytes32 expected, bytes32 root) private {
        vm.prank(by);
        grants.setAudience(FOLDER, id, expected, root, MANIFEST);
    }

    function _revokeLeaf(address by, bytes32 id, bytes32 root, uint32 index) private {
        vm.prank(by);
        grants.revokeLeaves(FOLDER, id, root, abi.encodePacked(index));
    }
}
