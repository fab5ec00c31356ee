// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INamePolicy} from "../../interfaces/INamePolicy.sol";
import {INames} from "../../interfaces/INames.sol";
import {NamesTestBase, MockPolicy} from "./NamesTestBase.t.sol";

/// @dev What others may send for someone who signed: registrations, keys, anchors.
contract NamesSignedTest is NamesTestBase {
    uint32 private constant AGE = 60;

    MockPolicy private policy;

    /* registerFor */

    function test_RegisterFor_WhenTheDeadlineHasPassed_RevertsNamesExpired() public {
        bytes memory signature = _signRegister(0, 1);
        vm.warp(uint256(DEADLINE) + 1);
        expectExpired(DEADLINE);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        vm.warp(DEADLINE);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
    }

    function test_RegisterFor_WhenTheNameCannotBeRegistered_RevertsAsRegisterDoes() public {
        bytes memory signature = sign(ALICE_KEY, registerMessage(alice, "Alice", KEY, 0, 1, DEADLINE));
        expectInvalid("Alice");
        names.registerFor(alice, "Alice", KEY, 0, DEADLINE, signature);
        signature = _signRegister(2, 1);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesOptions.selector, 2));
        names.registerFor(alice, NAME, KEY, 2, DEADLINE, signature);
        signature = _signRegister(0, 1);
        register(bob, NAME);
        expectTaken(NAME);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        vm.prank(bob);
        names.release(NAME);
        expectNotDue(NOW + 90 days);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
    }

    function test_RegisterFor_WhenTheOwnerDidNotSignExactlyThis_RevertsNamesBadSignature() public {
        bytes memory signature = _signRegister(0, 1);
        _refuse(bob, NAME, KEY, 0, DEADLINE, signature);
        _refuse(alice, "alicia", KEY, 0, DEADLINE, signature);
        _refuse(alice, NAME, KEY_2, 0, DEADLINE, signature);
        _refuse(alice, NAME, KEY, 1, DEADLINE, signature);
        _refuse(alice, NAME, KEY, 0, DEADLINE + 1, signature);
        _refuse(alice, NAME, KEY, 0, DEADLINE, _signRegister(0, 2));
        _refuse(alice, NAME, KEY, 0, DEADLINE, "");
        _refuse(address(0), NAME, KEY, 0, DEADLINE, signature);
        bytes32 message = registerMessage(alice, NAME, KEY, 0, 1, DEADLINE);
        _refuse(alice, NAME, KEY, 0, DEADLINE, sign(BOB_KEY, message));
    }

    function test_RegisterFor_GivenThePolicyRefuses_RevertsNamesPolicy() public {
        _setPolicy(false, 0);
        bytes memory signature = _signRegister(0, 1);
        expectPolicy(NAME);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
    }

    function test_RegisterFor_GivenThePolicyWantsACommitment_WhenThereIsNone_RevertsNamesCommitNeeded()
        public
    {
        _setPolicy(true, AGE);
        bytes memory signature = _signRegister(0, 1);
        expectCommitNeeded();
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        // One for another owner, and one with another salt.
        names.commit(keccak256(abi.encode(bob, NAME, KEY, 0, keccak256(signature))));
        names.commit(keccak256(abi.encode(alice, NAME, KEY, 0, keccak256("salt"))));
        vm.warp(NOW + AGE);
        expectCommitNeeded();
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
    }

    function test_RegisterFor_GivenThePolicyWantsACommitment_WhenItIsTooYoung_RevertsNamesCommitAge() public {
        _setPolicy(true, AGE);
        bytes memory signature = _signRegister(0, 1);
        names.commit(keccak256(abi.encode(alice, NAME, KEY, 0, keccak256(signature))));
        vm.warp(NOW + AGE - 1);
        expectCommitAge(NOW + AGE);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
    }

    function test_RegisterFor_GivenThePolicyWantsACommitment_WhenItIsOldEnough_TakesTheNameForTheOwner()
        public
    {
        _setPolicy(true, AGE);
        bytes memory signature = _signRegister(1, 1);
        bytes32 commitment = keccak256(abi.encode(alice, NAME, KEY, 1, keccak256(signature)));
        names.commit(commitment);
        vm.warp(NOW + AGE);
        names.registerFor(alice, NAME, KEY, 1, DEADLINE, signature);
        checkName(NAME, alice, 1, 1, KEY);
        vm.assertEq(names.nameOf(alice), NAME, "nameOf");
        vm.assertEq(names.commitmentOf(commitment), 0, "used up");
    }

    function test_RegisterFor_GivenThePolicyWantsNone_TakesTheNameForTheOwner() public {
        _setPolicy(true, 0);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, _signRegister(0, 1));
        checkName(NAME, alice, 1, 1, KEY);
    }

    function test_RegisterFor_WhenTheOwnerSigned_TakesTheNameForTheOwnerAndNothingForTheCaller() public {
        bytes memory signature = _signRegister(1, 1);
        vm.expectEmit(address(names));
        emit INames.NameRegistered(NAME, alice, 1, 1, KEY);
        vm.expectEmit(address(names));
        emit INames.PrimarySet(alice, NAME);
        names.registerFor(alice, NAME, KEY, 1, DEADLINE, signature);
        vm.assertEq(names.subjectFor(alice), NAME | bytes32(uint256(1)), "subjectFor");
        vm.assertEq(names.subjectFor(address(this)), bytes32(0), "nothing for the relayer");
    }

    function test_RegisterFor_WhenTheOwnerSigned_WorksOnce() public {
        bytes memory signature = _signRegister(0, 1);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        expectTaken(NAME);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        storeRecord(NAME, address(0), 0, 1);
        _refuse(alice, NAME, KEY, 0, DEADLINE, signature);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, _signRegister(0, 2));
    }

    /* rotateKeyFor */

    function test_RotateKeyFor_WhenTheDeadlineHasPassed_RevertsNamesExpired() public {
        register(alice, NAME);
        bytes memory signature = _signRotate(1);
        vm.warp(uint256(DEADLINE) + 1);
        expectExpired(DEADLINE);
        names.rotateKeyFor(NAME, 1, KEY_2, DEADLINE, signature);
        vm.warp(DEADLINE);
        names.rotateKeyFor(NAME, 1, KEY_2, DEADLINE, signature);
    }

    function test_RotateKeyFor_GivenNoOneOwnsTheName_RevertsNamesBadSignature() public {
        bytes memory signature = sign(ALICE_KEY, rotateMessage(address(0), NAME, 0, 0, KEY_2, DEADLINE));
        expectBadSignature(address(0));
        names.rotateKeyFor(NAME, 0, KEY_2, DEADLINE, signature);
    }

    function test_RotateKeyFor_WhenTheOwnerDidNotSignExactlyThis_RevertsNamesBadSignature() public {
        register(alice, NAME);
        register(alice, "alice-2");
        bytes memory signature = _signRotate(1);
        _refuseRotate("alice-2", 1, KEY_2, DEADLINE, signature);
        _refuseRotate(NAME, 2, KEY_2, DEADLINE, signature);
        _refuseRotate(NAME, 1, KEY, DEADLINE, signature);
        _refuseRotate(NAME, 1, KEY_2, DEADLINE + 1, signature);
        bytes32 message = rotateMessage(alice, NAME, 1, 1, KEY_2, DEADLINE);
        _refuseRotate(NAME, 1, KEY_2, DEADLINE, sign(BOB_KEY, message));
        message = rotateMessage(bob, NAME, 1, 1, KEY_2, DEADLINE);
        _refuseRotate(NAME, 1, KEY_2, DEADLINE, sign(ALICE_KEY, message));
        message = rotateMessage(alice, NAME, 2, 1, KEY_2, DEADLINE);
        _refuseRotate(NAME, 1, KEY_2, DEADLINE, sign(ALICE_KEY, message));
    }

    function test_RotateKeyFor_WhenTheEpochIsNotTheExpectedOne_RevertsNamesEpoch() public {
        register(alice, NAME);
        bytes memory signature = _signRotate(7);
        expectEpoch(7, 1);
        names.rotateKeyFor(NAME, 7, KEY_2, DEADLINE, signature);
    }

    function test_RotateKeyFor_GivenAPendingRecovery_RevertsNamesRecoveryPending() public {
        register(alice, NAME);
        setRecovery(bob, 7 days, 1);
        startRecovery(bob, carol);
        bytes memory signature = _signRotate(1);
        expectRecoveryPending(NOW + 7 days);
        names.rotateKeyFor(NAME, 1, KEY_2, DEADLINE, signature);
    }

    function test_RotateKeyFor_WhenTheOwnerSigned_ReplacesTheKeyAndMovesTheEpoch() public {
        register(alice, NAME);
        bytes memory signature = _signRotate(1);
        vm.expectEmit(address(names));
        emit INames.KeyRotated(NAME, alice, 2, KEY_2);
        names.rotateKeyFor(NAME, 1, KEY_2, DEADLINE, signature);
        checkName(NAME, alice, 2, 1, KEY_2);
    }

    function test_RotateKeyFor_WhenTheOwnerSigned_WorksOnce() public {
        register(alice, NAME);
        bytes memory signature = _signRotate(1);
        names.rotateKeyFor(NAME, 1, KEY_2, DEADLINE, signature);
        expectEpoch(1, 2);
        names.rotateKeyFor(NAME, 1, KEY_2, DEADLINE, signature);
    }

    /* setAnchorFor */

    function test_SetAnchorFor_WhenTheDeadlineHasPassed_RevertsNamesExpired() public {
        bytes memory signature = _signAnchor(1, 0);
        vm.warp(uint256(DEADLINE) + 1);
        expectExpired(DEADLINE);
        names.setAnchorFor(alice, 1, 0, KEY, DEADLINE, signature);
        vm.warp(DEADLINE);
        names.setAnchorFor(alice, 1, 0, KEY, DEADLINE, signature);
    }

    function test_SetAnchorFor_WhenTheAccountDidNotSignExactlyThis_RevertsNamesBadSignature() public {
        bytes memory signature = _signAnchor(1, 0);
        _refuseAnchor(bob, 1, 0, KEY, DEADLINE, signature);
        _refuseAnchor(alice, 0, 0, KEY, DEADLINE, signature);
        _refuseAnchor(alice, 1, 1, KEY, DEADLINE, signature);
        _refuseAnchor(alice, 1, 0, KEY_2, DEADLINE, signature);
        _refuseAnchor(alice, 1, 0, KEY, DEADLINE + 1, signature);
        _refuseAnchor(address(0), 1, 0, KEY, DEADLINE, signature);
    }

    function test_SetAnchorFor_WhenTheKindIsUnknown_RevertsNamesKind() public {
        bytes memory signature = _signAnchor(8, 0);
        expectKind(8);
        names.setAnchorFor(alice, 8, 0, KEY, DEADLINE, signature);
    }

    function test_SetAnchorFor_WhenTheVersionIsNotTheExpectedOne_RevertsNamesVersion() public {
        bytes memory signature = _signAnchor(1, 3);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesVersion.selector, alice, 1, 3, 0));
        names.setAnchorFor(alice, 1, 3, KEY, DEADLINE, signature);
    }

    function test_SetAnchorFor_WhenTheAccountSigned_SetsTheAnchorOfTheAccount() public {
        bytes memory signature = _signAnchor(1, 0);
        vm.expectEmit(address(names));
        emit INames.AnchorSet(alice, 1, 1, KEY);
        names.setAnchorFor(alice, 1, 0, KEY, DEADLINE, signature);
        checkAnchor(alice, 1, 1, KEY);
        checkAnchor(address(this), 1, 0, 0);
    }

    function test_SetAnchorFor_WhenTheAccountSigned_WorksOnce() public {
        bytes memory signature = _signAnchor(1, 0);
        names.setAnchorFor(alice, 1, 0, KEY, DEADLINE, signature);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesVersion.selector, alice, 1, 0, 1));
        names.setAnchorFor(alice, 1, 0, KEY, DEADLINE, signature);
    }

    /* findings */

    /// @dev After the name was given up, the same signature does not bring it back.
    function test_H3_AnOldRegistrationCannotTakeAFreedName() public {
        bytes memory signature = sign(ALICE_KEY, registerMessage(alice, NAME, KEY, 0, 1, type(uint40).max));
        names.registerFor(alice, NAME, KEY, 0, type(uint40).max, signature);
        vm.prank(alice);
        names.release(NAME);
        vm.warp(NOW + 90 days);
        _refuse(alice, NAME, KEY, 0, type(uint40).max, signature);
    }

    /// @dev State is the nonce: a direct act with the same effect voids the signature.
    function test_H3_ADirectCallVoidsTheSignature() public {
        register(alice, NAME);
        bytes memory rotation = _signRotate(1);
        bytes memory anchor = _signAnchor(1, 0);
        vm.startPrank(alice);
        names.rotateKey(NAME, 1, KEY);
        names.setAnchor(1, 0, KEY_2);
        vm.stopPrank();
        expectEpoch(1, 2);
        names.rotateKeyFor(NAME, 1, KEY_2, DEADLINE, rotation);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesVersion.selector, alice, 1, 0, 1));
        names.setAnchorFor(alice, 1, 0, KEY, DEADLINE, anchor);
    }

    /// @dev The name comes back to Alice at the same epoch as before, as another generation.
    function test_Farcaster712_ARotationDiesWithTheGeneration() public {
        register(alice, NAME);
        bytes memory signature = _signRotate(1);
        storeRecord(NAME, alice, 1, 3);
        _refuseRotate(NAME, 1, KEY_2, DEADLINE, signature);
    }

    /// @dev Another chain, another contract.
    function test_M12_ASignatureIsForOneChainAndOneContract() public {
        bytes memory signature = _signRegister(0, 1);
        vm.chainId(HOME_CHAIN + 1);
        _refuse(alice, NAME, KEY, 0, DEADLINE, signature);
        vm.chainId(HOME_CHAIN);
        INames twin = deployNames(INamePolicy(address(0)));
        expectBadSignature(alice);
        twin.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
    }

    /// @dev The paying registrar sees the signature before anyone else, but can only use it as it was signed.
    function testFuzz_NamesSigned_ASignatureOfOneMessageIsNoneOfAnother(
        bytes32 digest,
        uint40 deadline
    ) public {
        deadline = uint40(bound(deadline, NOW, type(uint40).max));
        register(alice, NAME);
        bytes memory signature = sign(ALICE_KEY, anchorMessage(alice, 1, 1, digest, deadline));
        _refuseRotate(NAME, 1, digest, deadline, signature);
        Change memory change = Change(NAME, bob, alice, 1, 1, digest, 1, deadline);
        storeRecord(NAME, bob, 1, 1);
        expectBadSignature(alice);
        vm.prank(bob);
        transfer(change, signature);
    }

    function _setPolicy(bool allowed, uint32 age) private {
        policy = new MockPolicy();
        policy.set(allowed, age);
        names = deployNames(policy);
    }

    function _signRegister(uint8 options, uint16 generation) private view returns (bytes memory) {
        return sign(ALICE_KEY, registerMessage(alice, NAME, KEY, options, generation, DEADLINE));
    }

    function _signRotate(uint32 expectedEpoch) private view returns (bytes memory) {
        return sign(ALICE_KEY, rotateMessage(alice, NAME, 1, expectedEpoch, KEY_2, DEADLINE));
    }

    function _signAnchor(uint8 kind, uint32 expectedVersion) private view returns (bytes memory) {
        return sign(ALICE_KEY, anchorMessage(alice, kind, expectedVersion, KEY, DEADLINE));
    }

    function _refuse(
        address owner,
        bytes32 name,
        bytes32 keyDigest,
        uint8 options,
        uint40 deadline,
        bytes memory signature
    ) private {
        expectBadSignature(owner);
        names.registerFor(owner, name, keyDigest, options, deadline, signature);
    }

    function _refuseRotate(
        bytes32 name,
        uint32 epoch,
        bytes32 keyDigest,
        uint40 deadline,
        bytes memory signature
    ) private {
        expectBadSignature(alice);
        names.rotateKeyFor(name, epoch, keyDigest, deadline, signature);
    }

    function _refuseAnchor(
        address account,
        uint8 kind,
        uint32 version,
        bytes32 digest,
        uint40 deadline,
        bytes memory signature
    ) private {
        expectBadSignature(account);
        names.setAnchorFor(account, kind, version, digest, deadline, signature);
    }
}
