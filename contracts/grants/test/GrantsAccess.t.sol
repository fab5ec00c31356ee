// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {GrantsTestBase, MockNames} from "./GrantsTestBase.t.sol";

/// @dev `hasAccess` and `roleOf`: owner, wallet, chain and name, and everything that must answer no.
contract GrantsAccessTest is GrantsTestBase {
    bytes32 private constant BOB_NAME = bytes32("bob");
    bytes32 private immutable BOB_SUBJECT = nameSubject("bob", 1);

    function test_HasAccess_GivenTheAccountIsTheOwner_IsTrue() public view {
        assertRole(OWNER, ADMIN, "owner");
        vm.assertTrue(grants.hasAccess(FOLDER, OWNER, ADMIN, ""), "with any proof");
        assertRole(EVE, 0, "stranger");
    }

    function test_H12_ZeroIsNoOne() public view {
        bytes32 ownerless = bytes32(uint256(7));
        for (uint8 role = 0; role < 6; ++role) {
            vm.assertTrue(!grants.hasAccess(ownerless, address(0), role), "owner zero");
            vm.assertTrue(!grants.hasAccess(ownerless, address(0), role, ""), "owner zero, proof");
            vm.assertTrue(!grants.hasAccess(FOLDER, address(0), role), "account zero");
        }
        vm.assertEq(grants.roleOf(ownerless, bytes32(0)), 0, "no role either");
    }

    function test_RoleOf_GivenAChain_IsTheLeastRoleOnIt() public {
        give(OWNER, ANNA, ADMIN, 3);
        give(ANNA, BOB, ADMIN, 2);
        give(BOB, CARA, WRITER, 1);
        give(OWNER, ANNA, READER, 3);
        assertRole(BOB, READER, "no more than ANNA now");
        assertRole(CARA, READER, "no more than ANNA now");
        give(OWNER, ANNA, ADMIN, 3);
        assertRole(BOB, ADMIN, "raised again");
        assertRole(CARA, WRITER, "no more than it was given");
    }

    function test_RoleOf_GivenAChain_EndsWithTheFirstExpiry() public {
        giveUntil(OWNER, ANNA, WRITER, 3, NOW + 100);
        giveUntil(ANNA, BOB, WRITER, 2, NOW + 80);
        giveUntil(BOB, CARA, WRITER, 1, NOW + 60);
        giveUntil(OWNER, ANNA, WRITER, 3, NOW + 50);
        vm.warp(NOW + 49);
        assertRole(CARA, WRITER, "last second");
        vm.warp(NOW + 50);
        assertRole(CARA, 0, "ANNA expired");
        assertRole(BOB, 0, "ANNA expired");
    }

    function test_RoleOf_GivenAChain_EndsWhereDepthWasTakenBack() public {
        give(OWNER, ANNA, WRITER, 2);
        give(ANNA, BOB, WRITER, 1);
        give(OWNER, ANNA, WRITER, 1);
        assertRole(BOB, 0, "as deep as its granter");
        assertRole(ANNA, WRITER, "itself stays");
    }

    function test_HasAccess_WhenAskedWithoutAProof_GivenAGrantToThePrimaryName_OpensAsFarAsThatGoes() public {
        _grantName(WRITER);
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, READER), "no primary name");
        names.setPrimary(BOB, BOB_SUBJECT);
        vm.assertTrue(grants.hasAccess(FOLDER, BOB, WRITER), "primary name");
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, ADMIN), "as far as the grant goes");
        names.setPrimary(BOB, nameSubject("bob", 2));
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, READER), "another generation is another person");
    }

    function test_HasAccess_WhenAskedWithoutAProof_GivenAWalletSGrantThatGivesLess_TakesTheBetterOfBoth()
        public
    {
        _grantName(WRITER);
        names.setPrimary(BOB, BOB_SUBJECT);
        give(OWNER, BOB, READER, 0);
        vm.assertTrue(grants.hasAccess(FOLDER, BOB, WRITER), "the better of both");
    }

    function test_HasAccess_WhenAskedWithAName_GivenAGrantToIt_OpensToItsOwner() public {
        _grantName(READER);
        bytes memory proof = abi.encodePacked(uint8(1), BOB_NAME);
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, READER, proof), "not owned");
        names.setOwned(BOB_NAME, BOB, BOB_SUBJECT);
        vm.assertTrue(grants.hasAccess(FOLDER, BOB, READER, proof), "owned");
        vm.assertTrue(!grants.hasAccess(FOLDER, EVE, READER, proof), "by BOB alone");
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, WRITER, proof), "as far as the grant goes");
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, 0, proof), "role 0");
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, 5, proof), "role 5");
        vm.assertTrue(!grants.hasAccess(FOLDER, address(0), READER, proof), "account zero");
    }

    function testFuzz_HasAccess_WhenAskedWithAName_WhenAnythingElseIsSaid_IsFalse(
        bytes calldata proof
    ) public {
        _grantName(READER);
        names.setOwned(BOB_NAME, BOB, BOB_SUBJECT);
        bool isTheProof = keccak256(proof) == keccak256(abi.encodePacked(uint8(1), BOB_NAME));
        vm.assertTrue(grants.hasAccess(FOLDER, BOB, READER, proof) == isTheProof, "proof");
    }

    function test_HasAccess_WhenAskedWithAName_WhenItIsNearlyAName_IsFalse() public {
        _grantName(READER);
        names.setOwned(BOB_NAME, BOB, BOB_SUBJECT);
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, READER, abi.encodePacked(uint8(1))), "no name");
        vm.assertTrue(
            !grants.hasAccess(FOLDER, BOB, READER, abi.encodePacked(uint8(1), bytes31("bob"))),
            "short"
        );
        vm.assertTrue(
            !grants.hasAccess(FOLDER, BOB, READER, abi.encodePacked(uint8(1), BOB_NAME, uint8(0))),
            "long"
        );
        for (uint8 kind = 2; kind < 7; ++kind) {
            vm.assertTrue(
                !grants.hasAccess(FOLDER, BOB, READER, abi.encodePacked(kind, BOB_NAME)),
                "other kind"
            );
        }
    }

    /// @dev H13: whatever the other contract does, the answer is no and comes back with gas to spare.
    function test_H13_JunkFromNamesIsNo() public {
        _grantName(READER);
        names.setPrimary(BOB, BOB_SUBJECT);
        names.setOwned(BOB_NAME, BOB, BOB_SUBJECT);
        bytes memory proof = abi.encodePacked(uint8(1), BOB_NAME);
        for (uint8 manner = 1; manner <= uint8(type(MockNames.Manner).max); ++manner) {
            names.behave(MockNames.Manner(manner));
            uint256 gasBefore = gasleft();
            vm.assertTrue(!grants.hasAccess(FOLDER, BOB, READER), "junk");
            vm.assertTrue(!grants.hasAccess(FOLDER, BOB, READER, proof), "junk, proof");
            vm.assertTrue(gasBefore - gasleft() < 200_000, "bounded");
        }
    }

    /// @dev An answer that is no name cannot stand for a wallet that has access.
    function test_H13_NamesAnswersWithNamesOnly() public {
        give(OWNER, ANNA, ADMIN, 0);
        names.setPrimary(EVE, wallet(ANNA));
        assertRole(EVE, 0, "a wallet is no name");
    }

    function test_H13_NamesWithoutCodeIsNo() public {
        grants = deployGrants(address(0xDEAD));
        vm.assertTrue(!grants.hasAccess(FOLDER, BOB, READER), "no code");
        give(OWNER, BOB, READER, 0);
        assertRole(BOB, READER, "wallets need no names");
    }

    /// @dev The caller chooses the gas, but not the answer.
    function testFuzz_H13_StarvedCallsNeverAnswerNo(uint256 gasLimit) public {
        gasLimit = gasLimit % 120_000;
        _grantName(READER);
        names.setPrimary(BOB, BOB_SUBJECT);
        (bool success, bytes memory answer) = address(grants).call{gas: gasLimit}(
            abi.encodeWithSignature("hasAccess(bytes32,address,uint8)", FOLDER, BOB, READER)
        );
        if (success) vm.assertTrue(abi.decode(answer, (bool)), "yes or a revert");
        else
            vm.assertTrue(
                answer.length == 0 || bytes4(answer) == IGrantsErrors.GrantsGas.selector,
                "which revert"
            );
    }

    function test_H13_TooLittleGasIsAnError() public {
        bytes4 selector = IGrantsErrors.GrantsGas.selector;
        vm.expectRevert(abi.encodeWithSelector(selector));
        grants.hasAccess{gas: 40_000}(FOLDER, BOB, READER);
        vm.expectRevert(abi.encodeWithSelector(selector));
        grants.hasAccess{gas: 40_000}(FOLDER, BOB, READER, abi.encodePacked(uint8(1), BOB_NAME));
    }

    function testFuzz_HasAccess_WhenAskedAboutAnything_NeverReverts(
        bytes32 folder,
        address account,
        uint8 role,
        bytes calldata proof
    ) public view {
        grants.hasAccess(folder, account, role);
        grants.hasAccess(folder, account, role, proof);
        grants.roleOf(folder, bytes32(uint256(uint160(account))));
        grants.folderOf(folder);
    }

    function testFuzz_FolderOf_GivenNothingHasHappenedToTheFolder_ReturnsTheOwnerInItsId(
        address owner,
        bytes12 salt
    ) public view {
        bytes32 folder = bytes32(bytes20(owner)) | (bytes32(salt) >> 160);
        (address found, , , , , , bytes32 record) = grants.folderOf(folder);
        vm.assertTrue(found == owner, "owner");
        vm.assertEq(record, 0, "no record before the first advance");
        vm.assertTrue(grants.hasAccess(folder, owner, ADMIN) == (owner != address(0)), "and has it all");
    }

    function test_FolderOf_GivenMuchHasHappenedToTheFolder_ReturnsAllOfIt() public {
        vm.prank(OWNER);
        grants.offerFolder(FOLDER, BOB, FOREVER);
        vm.prank(BOB);
        grants.acceptFolder(FOLDER, 0, 0, RECORD, NOW + 90, "");
        vm.prank(BOB);
        grants.schedule(FOLDER, 1, PASS, NOW + 5, 0);
        take(BOB, EVE);
        (
            address owner,
            uint32 epoch,
            uint32 narrowed,
            uint16 generation,
            uint40 dueAt,
            uint8 flags,
            bytes32 record
        ) = grants.folderOf(FOLDER);
        vm.assertTrue(owner == BOB && record == RECORD, "owner and record");
        vm.assertEq(epoch, 1, "epoch");
        vm.assertEq(narrowed, 2, "narrowed");
        vm.assertEq(generation, 1, "generation");
        vm.assertEq(dueAt, NOW + 90, "dueAt");
        vm.assertEq(flags, 7, "moved, stale, scheduled");
    }

    function test_Names_WhenCalled_IsWhatTheConstructorWasGiven() public view {
        vm.assertTrue(grants.names() == address(names), "names");
    }

    function test_GrantOf_GivenNoWord_IsZero() public view {
        vm.assertEq(wordOf(ANNA), 0, "none");
    }

    function test_GrantOf_GivenAWord_IsTheWordLiveOrNot() public {
        giveUntil(OWNER, ANNA, READER, 0, NOW + 5);
        uint256 word = wordOf(ANNA);
        vm.warp(NOW + 5);
        vm.assertTrue(word != 0 && wordOf(ANNA) == word, "expired, but there");
    }

    function test_RoleOf_GivenTheOwnerSWallet_IsAdmin() public {
        vm.assertEq(roleOf(OWNER), ADMIN, "the owner");
        move(BOB);
        vm.assertEq(roleOf(BOB), ADMIN, "the new owner");
        vm.assertEq(roleOf(OWNER), 0, "not the old one");
    }

    function _grantName(uint8 role) private {
        vm.prank(OWNER);
        grants.grant(FOLDER, BOB_SUBJECT, packTerms(role, 0, 0, FOREVER), PASS);
    }
}
