// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INames} from "../../interfaces/INames.sol";
import {INamesOwner} from "../../interfaces/INamesOwner.sol";
import {INamesRecovery} from "../../interfaces/INamesRecovery.sol";
import {INamesTransfer} from "../../interfaces/INamesTransfer.sol";
import {NamesTestBase} from "./NamesTestBase.t.sol";

/// @dev Keys, primary names, anchors and views.
contract NamesTest is NamesTestBase {
    /* rotateKey */

    function test_RotateKey_WhenTheCallerDoesNotOwnTheName_RevertsNamesNotOwner() public {
        register(alice, NAME);
        expectNotOwner(NAME, bob);
        vm.prank(bob);
        names.rotateKey(NAME, 1, KEY_2);
        expectNotOwner("nobody", bob);
        vm.prank(bob);
        names.rotateKey("nobody", 0, KEY_2);
    }

    function testFuzz_RotateKey_WhenTheEpochIsNotTheExpectedOne_RevertsNamesEpoch(uint32 expected) public {
        vm.assume(expected != 2);
        register(alice, NAME);
        vm.startPrank(alice);
        names.rotateKey(NAME, 1, KEY_2);
        expectEpoch(expected, 2);
        names.rotateKey(NAME, expected, KEY);
    }

    function test_RotateKey_GivenAPendingRecovery_RevertsNamesRecoveryPending() public {
        register(alice, NAME);
        setRecovery(bob, 7 days, 1);
        startRecovery(bob, carol);
        expectRecoveryPending(NOW + 7 days);
        vm.prank(alice);
        names.rotateKey(NAME, 1, KEY_2);
        vm.prank(bob);
        names.cancelRecovery(NAME);
        vm.prank(alice);
        names.rotateKey(NAME, 1, KEY_2);
    }

    function test_RotateKey_GivenTheLastEpoch_RevertsByOverflow() public {
        storeRecord(NAME, alice, type(uint32).max, 1);
        vm.expectRevert(OVERFLOW);
        vm.prank(alice);
        names.rotateKey(NAME, type(uint32).max, KEY_2);
    }

    function test_RotateKey_WhenTheCallerOwnsTheName_ReplacesTheKeyAndMovesTheEpoch() public {
        register(alice, NAME);
        vm.warp(NOW + 1);
        vm.expectEmit(address(names));
        emit INames.KeyRotated(NAME, alice, 2, KEY_2);
        vm.prank(alice);
        names.rotateKey(NAME, 1, KEY_2);
        checkName(NAME, alice, 2, 1, KEY_2);
        vm.assertEq(wordOf(NAME, 0) >> 208, NOW, "since is kept");
    }

    /* setPrimary */

    function test_SetPrimary_WhenTheCallerDoesNotOwnTheName_RevertsNamesNotOwner() public {
        register(alice, NAME);
        expectNotOwner(NAME, bob);
        vm.prank(bob);
        names.setPrimary(NAME);
        expectNotOwner("nobody", bob);
        vm.prank(bob);
        names.setPrimary("nobody");
    }

    function test_SetPrimary_WhenTheCallerOwnsTheName_SetsThePrimaryName() public {
        register(alice, NAME);
        vm.expectEmit(address(names));
        emit INames.PrimarySet(alice, NAME);
        vm.prank(alice);
        names.setPrimary(NAME);
        vm.assertEq(names.nameOf(alice), NAME, "nameOf");
    }

    function test_SetPrimary_WhenTheNameIsZero_ClearsThePrimaryName() public {
        vm.startPrank(alice);
        names.register(NAME, KEY, 1);
        vm.expectEmit(address(names));
        emit INames.PrimarySet(alice, 0);
        names.setPrimary(0);
        vm.assertEq(names.nameOf(alice), bytes32(0), "nameOf");
        vm.assertEq(names.subjectFor(alice), bytes32(0), "subjectFor");
    }

    /* setAnchor */

    function testFuzz_SetAnchor_WhenTheKindIsUnknown_RevertsNamesKind(uint8 kind) public {
        vm.assume(kind > 7);
        expectKind(kind);
        names.setAnchor(kind, 0, KEY);
    }

    function test_SetAnchor_WhenTheVersionIsNotTheExpectedOne_RevertsNamesVersion() public {
        vm.startPrank(alice);
        names.setAnchor(0, 0, KEY);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesVersion.selector, alice, 0, 0, 1));
        names.setAnchor(0, 0, KEY_2);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesVersion.selector, alice, 0, 2, 1));
        names.setAnchor(0, 2, KEY_2);
    }

    function test_SetAnchor_GivenTheLastVersion_RevertsByOverflow() public {
        vm.store(address(names), slotOf(alice, ANCHORS_SLOT), bytes32(uint256(type(uint32).max) << 32));
        checkAnchor(alice, 1, type(uint32).max, 0);
        vm.expectRevert(OVERFLOW);
        vm.prank(alice);
        names.setAnchor(1, type(uint32).max, KEY);
    }

    function testFuzz_SetAnchor_WhenTheVersionIsTheExpectedOne_SetsTheAnchorAndCountsItsKindAlone(
        uint8 kind,
        uint8 times
    ) public {
        kind = uint8(bound(kind, 0, 7));
        times = uint8(bound(times, 1, 5));
        vm.startPrank(alice);
        for (uint8 other = 0; other < 8; ++other) names.setAnchor(other, 0, bytes32(uint256(other)));
        for (uint32 i = 1; i <= times; ++i) {
            vm.expectEmit(address(names));
            emit INames.AnchorSet(alice, kind, i + 1, bytes32(uint256(i)));
            names.setAnchor(kind, i, bytes32(uint256(i)));
        }
        for (uint8 other = 0; other < 8; ++other) {
            bool same = other == kind;
            checkAnchor(alice, other, same ? times + 1 : 1, bytes32(uint256(same ? times : other)));
        }
    }

    function test_H14_AnchorNeedsNoName() public {
        vm.prank(alice);
        names.setAnchor(1, 0, KEY);
        checkAnchor(alice, 1, 1, KEY);
        checkAnchor(alice, 0, 0, 0);
        checkAnchor(bob, 1, 0, 0);
    }

    /* views */

    function test_Resolve_GivenTheNameWasNeverRegistered_ReturnsZeros() public view {
        checkName("nobody", address(0), 0, 0, 0);
        vm.assertEq(flagsOf("nobody"), 0, "flags");
    }

    function test_Resolve_GivenTheNameHasAnOwner_ReturnsOwnerEpochGenerationAndKey() public {
        register(alice, NAME);
        checkName(NAME, alice, 1, 1, KEY);
        vm.assertEq(flagsOf(NAME), 0, "flags");
    }

    function test_Resolve_GivenARecoveryAgent_ShowsItInTheFlags() public {
        register(alice, NAME);
        setRecovery(bob, 7 days, 1);
        vm.assertEq(flagsOf(NAME), 2, "flags");
        checkName(NAME, alice, 1, 1, KEY);
    }

    function test_Resolve_GivenAPendingRecovery_ShowsItInTheFlags() public {
        register(alice, NAME);
        setRecovery(bob, 7 days, 1);
        startRecovery(bob, carol);
        vm.assertEq(flagsOf(NAME), 6, "flags");
        checkName(NAME, alice, 1, 1, KEY);
    }

    function test_Resolve_GivenTheNameWasReleased_ReturnsTheGenerationAndTheFlagAlone() public {
        register(alice, NAME);
        vm.prank(alice);
        names.release(NAME);
        checkName(NAME, address(0), 0, 2, 0);
        vm.assertEq(flagsOf(NAME), 1, "flags");
    }

    function test_SubjectOf_GivenNoOneOwnsTheName_ReturnsZero() public {
        vm.assertEq(names.subjectOf("nobody"), bytes32(0), "never registered");
        storeRecord(NAME, address(0), 0, 41);
        vm.assertEq(names.subjectOf(NAME), bytes32(0), "no one owns it any more");
    }

    function test_SubjectOf_GivenTheNameHasAnOwner_ReturnsTheNameWithItsGeneration() public {
        register(alice, NAME);
        vm.assertEq(names.subjectOf(NAME), NAME | bytes32(uint256(1)), "subjectOf");
    }

    function test_SubjectFor_GivenNoPrimaryName_ReturnsZero() public {
        register(alice, NAME);
        vm.assertEq(names.subjectFor(alice), bytes32(0), "subjectFor");
    }

    function test_SubjectFor_GivenAPrimaryNameThatTheAccountOwns_ReturnsItsSubject() public {
        vm.prank(alice);
        names.register(NAME, KEY, 1);
        vm.assertEq(names.subjectFor(alice), NAME | bytes32(uint256(1)), "subjectFor");
    }

    function test_SubjectFor_GivenAPrimaryNameThatTheAccountLost_ReturnsZero() public {
        vm.prank(alice);
        names.register(NAME, KEY, 1);
        storeRecord(NAME, bob, 2, 2);
        vm.assertEq(names.subjectFor(alice), bytes32(0), "of who sold it");
        vm.assertEq(names.subjectFor(bob), bytes32(0), "of who bought it");
    }

    function test_SubjectIfOwned_GivenTheAccountOwnsTheName_ReturnsItsSubject() public {
        register(alice, NAME);
        vm.assertEq(names.subjectIfOwned(NAME, alice), NAME | bytes32(uint256(1)), "subjectIfOwned");
    }

    function test_SubjectIfOwned_GivenAnotherAccountOwnsTheName_ReturnsZero() public {
        register(alice, NAME);
        vm.assertEq(names.subjectIfOwned(NAME, bob), bytes32(0), "subjectIfOwned");
    }

    function test_SubjectIfOwned_WhenTheAccountIsZero_ReturnsZero() public {
        vm.assertEq(names.subjectIfOwned("nobody", address(0)), bytes32(0), "never registered");
        storeRecord(NAME, address(0), 0, 41);
        vm.assertEq(names.subjectIfOwned(NAME, address(0)), bytes32(0), "no one owns it any more");
    }

    function test_NameOf_GivenNoPrimaryName_ReturnsZero() public {
        register(alice, NAME);
        vm.assertEq(names.nameOf(alice), bytes32(0), "nameOf");
    }

    function test_NameOf_GivenAPrimaryNameThatTheAccountOwns_ReturnsIt() public {
        vm.prank(alice);
        names.register(NAME, KEY, 1);
        vm.assertEq(names.nameOf(alice), NAME, "nameOf");
    }

    function test_NameOf_GivenAPrimaryNameThatTheAccountLost_ReturnsZero() public {
        vm.prank(alice);
        names.register(NAME, KEY, 1);
        storeRecord(NAME, bob, 2, 2);
        vm.assertEq(names.nameOf(alice), bytes32(0), "nameOf");
    }

    function testFuzz_AnchorOf_WhenTheKindIsUnknown_ReturnsZeros(address account, uint8 kind) public view {
        checkAnchor(account, uint8(bound(kind, 8, 255)), 0, 0);
    }

    function testFuzz_AnchorOf_GivenNoAnchor_ReturnsZeros(address account, uint8 kind) public view {
        checkAnchor(account, uint8(bound(kind, 0, 7)), 0, 0);
    }

    function test_AnchorOf_GivenAnAnchor_ReturnsVersionAndDigest() public {
        vm.startPrank(alice);
        names.setAnchor(7, 0, KEY);
        names.setAnchor(7, 1, KEY_2);
        checkAnchor(alice, 7, 2, KEY_2);
    }

    function test_SupportsInterface_WhenTheIdIsOfAnInterfaceThatItHas_ReturnsTrue() public view {
        vm.assertEq(names.supportsInterface(0x01ffc9a7), true, "ERC-165");
        vm.assertEq(names.supportsInterface(0x84b0196e), true, "ERC-5267");
        vm.assertEq(names.supportsInterface(type(INames).interfaceId), true, "INames");
        vm.assertEq(names.supportsInterface(type(INamesTransfer).interfaceId), true, "INamesTransfer");
        vm.assertEq(names.supportsInterface(type(INamesRecovery).interfaceId), true, "INamesRecovery");
        vm.assertEq(names.supportsInterface(type(INamesOwner).interfaceId), true, "INamesOwner");
    }

    function testFuzz_SupportsInterface_WhenTheIdIsAnother_ReturnsFalse(bytes4 id) public view {
        vm.assume(id != 0x01ffc9a7 && id != 0x84b0196e && id != type(INames).interfaceId);
        vm.assume(id != type(INamesTransfer).interfaceId && id != type(INamesRecovery).interfaceId);
        vm.assume(id != type(INamesOwner).interfaceId);
        vm.assertEq(names.supportsInterface(0xffffffff), false, "never");
        vm.assertEq(names.supportsInterface(id), false, "any other");
    }

    function test_Eip712Domain_ReturnsNameVersionChainAndContract() public view {
        (bytes1 fields, string memory name, string memory version, uint256 chain, address at_, , ) = names
            .eip712Domain();
        vm.assertEq(bytes32(fields), bytes32(hex"0f"), "fields");
        vm.assertEq(bytes(name), "Space Names", "name");
        vm.assertEq(bytes(version), "1", "version");
        vm.assertEq(chain, HOME_CHAIN, "chainId");
        vm.assertEq(at_, address(names), "verifyingContract");
    }

    function testFuzz_Names_ViewsNeverRevert(bytes32 name, address account) public view {
        checkName(name, address(0), 0, 0, 0);
        vm.assertEq(names.subjectOf(name), bytes32(0), "subjectOf");
        vm.assertEq(names.subjectFor(account), bytes32(0), "subjectFor");
        vm.assertEq(names.subjectIfOwned(name, account), bytes32(0), "subjectIfOwned");
        vm.assertEq(names.nameOf(account), bytes32(0), "nameOf");
        names.isAvailable(name);
        names.offerOf(name);
        names.recoveryOf(name);
        names.commitmentOf(name);
    }

    function test_H10_SubjectShowsNameAndGeneration() public {
        register(alice, NAME);
        bytes32 subject = names.subjectOf(NAME);
        vm.assertEq(bytes30(subject), bytes30(NAME), "name");
        vm.assertEq(uint16(uint256(subject)), 1, "generation");
    }

    function test_H11_RegisterMayMakeTheNamePrimaryInTheSameCall() public {
        vm.prank(alice);
        names.register(NAME, KEY, 1);
        vm.assertEq(names.subjectFor(alice), names.subjectOf(NAME), "found by the account alone");
    }

    function test_H12_AddressZeroHasNoNames() public view {
        vm.assertEq(names.subjectIfOwned("nobody", address(0)), bytes32(0), "subjectIfOwned");
        vm.assertEq(names.subjectFor(address(0)), bytes32(0), "subjectFor");
        vm.assertEq(names.nameOf(address(0)), bytes32(0), "nameOf");
    }
}
