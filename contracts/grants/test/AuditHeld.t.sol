// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {GrantsTestBase} from "./GrantsTestBase.t.sol";

/// @dev Attacks that should fail.
contract AuditHeldTest is GrantsTestBase {
    bytes32 private constant ROOT = bytes32(uint256(0x400));

    function _fails(address by, bytes memory data) private {
        vm.prank(by);
        (bool ok, ) = address(grants).call(data);
        vm.assertTrue(!ok, "should fail");
    }

    function _aud(address by) private pure returns (bytes32) {
        return bytes32(bytes20(by)) | bytes32(uint256(1));
    }

    function _set(address by) private {
        vm.warp(block.timestamp + 1);
        vm.prank(by);
        grants.setAudience(FOLDER, _aud(by), 0, ROOT, 0);
    }

    /// A middle link is adopted while its parent is lowered; nothing below comes back.
    function test_AdoptionWhileLowered() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, ADMIN, 2);
        give(BOB, CARA, ADMIN, 1);
        give(OWNER, DAN, ADMIN, 3);
        _set(CARA);
        give(OWNER, ANNA, WRITER, 3);
        vm.assertEq(roleOf(CARA), WRITER, "");
        give(DAN, BOB, WRITER, 2); // adopt
        give(DAN, BOB, ADMIN, 2); // promote
        give(OWNER, ANNA, ADMIN, 3);
        vm.assertTrue(roleOf(CARA) == 0, "cut off");
        vm.assertTrue(grants.audienceOf(FOLDER, _aud(CARA)) == ROOT, "root is told, live or not");
        give(DAN, CARA, ADMIN, 1);
        vm.assertTrue(grants.audienceOf(FOLDER, _aud(CARA)) == 0, "no audience");
    }

    /// Block and unblock, revokeAll, guardian detour: never the same time of issue with an audience.
    function test_Detours() public {
        give(OWNER, ANNA, ADMIN, 1);
        _set(ANNA);
        block_(OWNER, ANNA);
        unblock(OWNER, ANNA);
        give(OWNER, ANNA, ADMIN, 1);
        vm.assertTrue(grants.audienceOf(FOLDER, _aud(ANNA)) == 0, "block");
        _set(ANNA);
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(ANNA), packTerms(0, 0, GUARDIAN, FOREVER), 0);
        give(OWNER, ANNA, ADMIN, 1);
        vm.assertTrue(grants.audienceOf(FOLDER, _aud(ANNA)) == 0, "guardian");
        _set(ANNA);
        vm.prank(OWNER);
        grants.revokeAll(FOLDER);
        give(OWNER, ANNA, ADMIN, 1);
        vm.assertTrue(grants.audienceOf(FOLDER, _aud(ANNA)) == 0, "generation");
    }

    /// One block: demoted and promoted in the second in which the audience was set.
    function test_SameSecondPromotion() public {
        give(OWNER, ANNA, ADMIN, 1);
        _set(ANNA);
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(ANNA), packTerms(WRITER, 1, 0, FOREVER), 0);
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(ANNA), packTerms(ADMIN, 1, 0, FOREVER), 0);
        vm.assertTrue(grants.audienceOf(FOLDER, _aud(ANNA)) == 0, "promotion");
    }

    /// The schedule of an admin in the second of its issue, revoked and admitted in the same second.
    function test_SameSecondSchedule() public {
        give(OWNER, ANNA, ADMIN, 1);
        vm.prank(ANNA);
        grants.schedule(FOLDER, 0, RECORD, uint40(block.timestamp), 0);
        uint32 next = narrowedOf();
        take(OWNER, ANNA);
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(ANNA), packTerms(ADMIN, 1, 0, FOREVER), 0);
        _fails(EVE, abi.encodeCall(grants.activate, (FOLDER, ANNA, RECORD, uint40(block.timestamp), next)));
    }

    /// Accepting twice, and an offer of an earlier generation.
    function test_AcceptTwice() public {
        vm.prank(OWNER);
        grants.offerFolder(FOLDER, EVE, FOREVER);
        vm.prank(EVE);
        grants.acceptFolder(FOLDER, 77, 78, 0, 0, "");
        vm.assertTrue(isStale(), "stale");
        _fails(EVE, abi.encodeCall(grants.acceptFolder, (FOLDER, 0, 0, 0, 0, "")));
        vm.prank(EVE);
        grants.offerFolder(FOLDER, OWNER, FOREVER);
        vm.prank(OWNER);
        grants.acceptFolder(FOLDER, 0, 0, 0, 0, "");
        _fails(EVE, abi.encodeCall(grants.acceptFolder, (FOLDER, 0, 0, 0, 0, "")));
    }

    /// Leaving by a list that names others first, through the own branch, twice: stale in each case.
    function test_LeaveByLists() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, ADMIN, 2);
        heal();
        advance(ANNA, 0, abi.encodePacked(wallet(BOB), wallet(ANNA)));
        vm.assertTrue(isStale(), "stale");
        heal();
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, ADMIN, 2);
        (uint32 e, uint32 n) = (epochOf(), narrowedOf());
        _fails(BOB, abi.encodeCall(grants.advance, (FOLDER, e, n, RECORD, 0, list(wallet(ANNA)))));
    }

    /// Former granters and blockers without standing can neither deliver nor speak in the folder.
    function test_NobodySpeaks() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, READER, 0);
        block_(ANNA, DAN);
        take(OWNER, ANNA);
        bytes32[3] memory all = [wallet(BOB), wallet(DAN), wallet(ANNA)];
        for (uint256 i = 0; i < 3; ++i) {
            _fails(ANNA, abi.encodeCall(grants.deliver, (FOLDER, all[i], PASS)));
            _fails(ANNA, abi.encodeCall(grants.revoke, (FOLDER, list(all[i]))));
        }
    }

    /// A folder that is a group of itself, and two that are groups of each other: one level, no loop.
    function test_GroupLoops() public {
        bytes32 other = bytes32(bytes20(EVE)) | bytes32(uint256(1));
        bytes32 here = bytes32((uint256(3) << 248) | (uint256(keccak256(abi.encode(FOLDER))) & type(uint248).max));
        bytes32 there = bytes32((uint256(3) << 248) | (uint256(keccak256(abi.encode(other))) & type(uint248).max));
        vm.prank(OWNER);
        grants.grant(FOLDER, here, packTerms(WRITER, 0, 0, FOREVER), 0);
        vm.prank(OWNER);
        grants.grant(FOLDER, there, packTerms(WRITER, 0, 0, FOREVER), 0);
        vm.prank(EVE);
        grants.grant(other, here, packTerms(WRITER, 0, 0, FOREVER), 0);
        give(OWNER, ANNA, READER, 0);
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, 1, abi.encodePacked(uint8(5), FOLDER)), "stranger");
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, 1, abi.encodePacked(uint8(5), other)), "stranger");
        vm.assertTrue(!grants.hasAccess(FOLDER, ANNA, 2, abi.encodePacked(uint8(5), other)), "one level");
        vm.assertTrue(grants.hasAccess(other, ANNA, 3, abi.encodePacked(uint8(5), FOLDER)), "one level");
        // by name, another generation, blocked here or there
        bytes32 name = bytes32("bob");
        names.setOwned(name, BOB, nameSubject("bob", 2));
        vm.prank(EVE);
        grants.grant(other, nameSubject("bob", 1), packTerms(READER, 0, 0, FOREVER), 0);
        bytes memory proof = abi.encodePacked(uint8(5), other, name);
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, 1, proof), "generation");
        names.setOwned(name, BOB, nameSubject("bob", 1));
        vm.assertTrue(grants.hasAccess(FOLDER, BOB, 3, proof), "by name");
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, 4, proof), "no more than granted");
        vm.prank(EVE);
        grants.setBlocked(other, true, abi.encodePacked(BOB));
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, 1, proof), "blocked there");
        vm.prank(EVE);
        grants.setBlocked(other, false, abi.encodePacked(BOB));
        block_(OWNER, BOB);
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, 1, proof), "blocked here");
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, 1, ""), "blocked here");
        vm.assertTrue(!grants.hasAccess(FOLDER, address(0), 1, ""), "zero");
        vm.assertTrue(!grants.hasAccess(bytes32(uint256(5)), address(0), 1, ""), "zero owner");
    }

    /// Owner removes another's audience; the next setting and leaves go on by the present key only.
    function test_OwnerRemovesAudience() public {
        give(OWNER, ANNA, ADMIN, 1);
        _set(ANNA);
        vm.prank(OWNER);
        grants.setAudience(FOLDER, _aud(ANNA), bytes32(uint256(99)), 0, 0);
        vm.assertTrue(grants.audienceOf(FOLDER, _aud(ANNA)) == 0 && isStale(), "removed");
        _fails(OWNER, abi.encodeCall(grants.revokeLeaves, (FOLDER, _aud(ANNA), 0, hex"00000000")));
        give(OWNER, BOB, ADMIN, 1);
        _fails(BOB, abi.encodeCall(grants.setAudience, (FOLDER, _aud(ANNA), 0, 0, 0)));
        _fails(OWNER, abi.encodeCall(grants.setAudience, (FOLDER, _aud(ANNA), 0, ROOT, 0)));
    }

    function test_BatchOfAllKinds() public {
        give(OWNER, ANNA, ADMIN, 1);
        giveUntil(OWNER, BOB, READER, 0, uint40(block.timestamp + 5));
        makeGuardian(DAN);
        vm.warp(block.timestamp + 6);
        heal();
        bytes memory all = abi.encodePacked(
            wallet(BOB), wallet(BOB), wallet(OWNER), wallet(ANNA), wallet(DAN), nameSubject("x", 1),
            bytes32(uint256(1) << 248), bytes32(uint256(3) << 248)
        );
        vm.prank(ANNA);
        grants.deliverBatch(FOLDER, PASS, 0, all);
        vm.assertEq(dueAtOf(), 0, "dead and unknown do not move the date");
        _fails(ANNA, abi.encodeCall(grants.deliverBatch, (FOLDER, PASS, 0, "")));
        vm.prank(ANNA);
        grants.deliverBatch(FOLDER, PASS, type(uint40).max, all);
        vm.assertEq(dueAtOf(), type(uint40).max, "beyond 'none'");
        advance(ANNA, 0, "");
        vm.assertEq(dueAtOf(), 0, "no trap");
    }
}
