// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../../interfaces/IGrantsEvents.sol";
import {GrantsTestBase} from "./GrantsTestBase.t.sol";

/// @dev `setBlocked` and `revokeAll`.
contract GrantsBlocksTest is GrantsTestBase {
    /* setBlocked: who may */

    function test_SetBlocked_GivenTheCallerIsNeitherOwnerAdminNorGuardian_RevertsGrantsDenied() public {
        give(OWNER, ANNA, WRITER, 3);
        address[2] memory others = [ANNA, EVE];
        for (uint256 i = 0; i < others.length; ++i) {
            expectDenied(others[i]);
            block_(others[i], BOB);
            expectDenied(others[i]);
            unblock(others[i], BOB);
        }
    }

    function test_SetBlocked_GivenTheCallerIsAGuardian_BlocksAdminsButNoGuardians() public {
        makeGuardian(DAN);
        makeGuardian(CARA);
        give(OWNER, ANNA, ADMIN, 3);
        block_(DAN, ANNA);
        assertRole(ANNA, 0, "shut out");
        vm.assertEq(wordOf(ANNA), uint160(DAN), "in the guardian's name");
        expectDenied(DAN);
        block_(DAN, CARA);
    }

    function test_SetBlocked_GivenTheCallerIsAGuardian_WhenItLifts_RevertsGrantsDenied() public {
        makeGuardian(DAN);
        block_(DAN, EVE);
        expectDenied(DAN);
        unblock(DAN, EVE);
    }

    function test_SetBlocked_GivenTheCallerIsAnAdmin_BlocksAllButLiveAdminsAndGuardians() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(OWNER, BOB, WRITER, 0);
        give(ANNA, CARA, ADMIN, 0);
        makeGuardian(DAN);
        block_(ANNA, BOB);
        assertRole(BOB, 0, "a writer");
        expectDenied(ANNA);
        block_(ANNA, CARA);
        expectDenied(ANNA);
        block_(ANNA, DAN);
    }

    function test_SetBlocked_GivenTheCallerIsAnAdmin_WhenTheAdminIsDead_BlocksIt() public {
        give(OWNER, ANNA, ADMIN, 3);
        giveUntil(OWNER, CARA, ADMIN, 0, NOW + 5);
        vm.warp(NOW + 5);
        block_(ANNA, CARA);
        vm.assertEq(wordOf(CARA), uint160(ANNA), "no admin any more");
    }

    function test_SetBlocked_WhenAWalletIsZeroTheOwnerOrTheCaller_RevertsGrantsSubject() public {
        give(OWNER, ANNA, ADMIN, 3);
        address[3] memory wallets = [address(0), OWNER, ANNA];
        for (uint256 i = 0; i < wallets.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsSubject.selector, wallet(wallets[i])));
            block_(ANNA, wallets[i]);
        }
    }

    function test_SetBlocked_WhenTheWalletsAreNoneOrNotWhole_RevertsGrantsLength() public {
        uint256[4] memory lengths = [uint256(0), 19, 21, 32];
        for (uint256 i = 0; i < lengths.length; ++i) {
            expectLength(lengths[i]);
            vm.prank(OWNER);
            grants.setBlocked(FOLDER, true, new bytes(lengths[i]));
        }
    }

    /* setBlocked: what it does */

    function test_SetBlocked_WhenItBlocks_TakesThePlaceOfGrantsCountsOnceAndEmitsTheEvent() public {
        giveUntil(OWNER, ANNA, WRITER, 2, NOW + 50);
        giveUntil(ANNA, BOB, READER, 0, NOW + 50);
        bytes memory wallets = abi.encodePacked(ANNA, EVE, ANNA);
        uint256 state = (uint256(NOW + 50) << 80) | (uint256(1) << 32) | (uint256(2) << 120);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.BlockedSet(FOLDER, OWNER, true, state, wallets);
        vm.prank(OWNER);
        grants.setBlocked(FOLDER, true, wallets);
        vm.assertEq(wordOf(ANNA), uint160(OWNER), "the granter alone");
        assertRole(ANNA, 0, "shut out");
        assertRole(BOB, 0, "with the team");
        assertFolder(0, 1, true, "once");
        vm.assertEq(stateOf(), state, "as said");
    }

    function test_SetBlocked_GivenABlock_WhenTheOwnerBlocks_MakesItTheOwnerS() public {
        give(OWNER, ANNA, ADMIN, 3);
        block_(ANNA, EVE);
        block_(OWNER, EVE);
        vm.assertEq(wordOf(EVE), uint160(OWNER), "the owner's");
    }

    function test_SetBlocked_GivenABlock_WhenAnotherBlocks_LeavesItAsItIs() public {
        give(OWNER, ANNA, ADMIN, 3);
        makeGuardian(DAN);
        block_(OWNER, EVE);
        block_(ANNA, EVE);
        block_(DAN, EVE);
        vm.assertEq(wordOf(EVE), uint160(OWNER), "the owner's");
        assertFolder(0, 3, true, "counted all the same");
    }

    function test_SetBlocked_GivenABlock_WhenItLifts_GivesNothingBackAndEmitsTheEvent() public {
        give(OWNER, ANNA, WRITER, 0);
        block_(OWNER, ANNA);
        heal();
        bytes memory wallets = abi.encodePacked(ANNA);
        uint256 state = stateOf();
        vm.expectEmit(address(grants));
        emit IGrantsEvents.BlockedSet(FOLDER, OWNER, false, state, wallets);
        vm.prank(OWNER);
        grants.setBlocked(FOLDER, false, wallets);
        vm.assertEq(wordOf(ANNA), 0, "nothing");
        assertFolder(1, 1, false, "lifting takes nothing away");
        give(OWNER, ANNA, READER, 0);
        assertRole(ANNA, READER, "may be granted again");
    }

    function test_SetBlocked_GivenABlockOfTheOwnerS_WhenAnAdminLiftsIt_RevertsGrantsDenied() public {
        give(OWNER, ANNA, ADMIN, 3);
        block_(OWNER, EVE);
        expectDenied(ANNA);
        unblock(ANNA, EVE);
    }

    function test_SetBlocked_GivenABlockOfAnAdminOrGuardian_WhenAnotherAdminLiftsIt_IsGone() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(OWNER, BOB, ADMIN, 0);
        makeGuardian(DAN);
        block_(ANNA, EVE);
        block_(DAN, CARA);
        unblock(BOB, EVE);
        unblock(BOB, CARA);
        vm.assertEq(wordOf(EVE) | wordOf(CARA), 0, "lifted");
    }

    function test_SetBlocked_GivenNoBlock_WhenItLifts_LeavesTheGrantAlone() public {
        give(OWNER, ANNA, READER, 0);
        unblock(OWNER, ANNA);
        assertRole(ANNA, READER, "untouched");
    }

    /* what blocks outlast */

    /// @dev M4: whoever is blocked has no other door, and no one opens this one by accident.
    function test_M4_GrantAndRevokeDoNotTouchABlock() public {
        give(OWNER, ANNA, ADMIN, 3);
        block_(OWNER, EVE);
        vm.warp(NOW + 1);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsBlocked.selector, wallet(EVE)));
        give(OWNER, EVE, READER, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsBlocked.selector, wallet(EVE)));
        give(ANNA, EVE, READER, 0);
        take(OWNER, EVE);
        take(ANNA, EVE);
        take(EVE, EVE);
        vm.assertEq(wordOf(EVE), uint160(OWNER), "still there");
    }

    function test_M4_BlocksShutThePrimaryNameToo() public {
        bytes32 subject = nameSubject("bob", 1);
        vm.prank(OWNER);
        grants.grant(FOLDER, subject, packTerms(READER, 0, 0, FOREVER), PASS);
        names.setPrimary(BOB, subject);
        names.setOwned("bob", BOB, subject);
        bytes memory proof = abi.encodePacked(uint8(1), bytes32("bob"));
        vm.assertTrue(grants.hasAccess(FOLDER, BOB, READER), "before");
        block_(OWNER, BOB);
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, READER), "primary name");
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, READER, proof), "name proof");
    }

    function test_M4_BlocksOutliveGenerationsAndOwners() public {
        block_(OWNER, EVE);
        vm.prank(OWNER);
        grants.revokeAll(FOLDER);
        vm.assertEq(wordOf(EVE), uint160(OWNER), "a new generation");
        move(BOB);
        vm.assertEq(wordOf(EVE), uint160(OWNER), "a new owner");
        unblock(BOB, EVE);
        vm.assertEq(wordOf(EVE), 0, "who lifts it");
    }

    function test_M4_AnOwnerCannotBeBlockedAfterTheFact() public {
        block_(OWNER, BOB);
        move(BOB);
        assertRole(BOB, ADMIN, "the owner comes first");
    }

    /* revokeAll */

    function test_RevokeAll_GivenTheCallerIsNotTheOwner_RevertsGrantsDenied() public {
        give(OWNER, ANNA, ADMIN, 3);
        makeGuardian(DAN);
        address[3] memory others = [ANNA, DAN, EVE];
        for (uint256 i = 0; i < others.length; ++i) {
            expectDenied(others[i]);
            vm.prank(others[i]);
            grants.revokeAll(FOLDER);
        }
    }

    function test_RevokeAll_GivenTheCallerIsTheOwner_EndsEveryGrantAndEmitsTheEvent() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, WRITER, 0);
        makeGuardian(DAN);
        uint256 state = (uint256(1) << 32) | (uint256(1) << 64) | (uint256(2) << 120);
        vm.expectEmit(address(grants));
        emit IGrantsEvents.AllRevoked(FOLDER, OWNER, state);
        vm.prank(OWNER);
        grants.revokeAll(FOLDER);
        vm.assertEq(stateOf(), state, "as said");
        assertRole(ANNA, 0, "admin");
        assertRole(BOB, 0, "member");
        expectDenied(DAN);
        take(DAN, BOB);
    }

    function test_RevokeAll_GivenAScheduledEpoch_DropsIt() public {
        vm.prank(OWNER);
        grants.schedule(FOLDER, 0, RECORD, NOW + 10, NOW + 20);
        vm.prank(OWNER);
        grants.revokeAll(FOLDER);
        vm.assertTrue(!isScheduled(), "dropped");
    }

    function test_RevokeAll_GivenTheLastGeneration_RevertsByOverflow() public {
        bytes32 slot = keccak256(abi.encode(FOLDER, uint256(0)));
        vm.store(address(grants), slot, bytes32(uint256(type(uint16).max) << 64));
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        vm.prank(OWNER);
        grants.revokeAll(FOLDER);
    }
}
