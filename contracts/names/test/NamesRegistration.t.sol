// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INames} from "../../interfaces/INames.sol";
import {NamesTestBase, MockPolicy} from "./NamesTestBase.t.sol";

/// @dev Registration by the owner himself, and release.
contract NamesRegistrationTest is NamesTestBase {
    bytes32 private constant SALT = keccak256("salt");
    uint32 private constant AGE = 60;
    uint256 private constant QUARANTINE = 90 days;

    MockPolicy private policy;

    /* register */

    function test_Register_WhenTheNameIsNotAName_RevertsNamesInvalid() public {
        expectInvalid("Alice");
        names.register("Alice", KEY, 0);
        expectInvalid(0);
        names.register(0, KEY, 0);
    }

    function test_Register_GivenTheNameHasAnOwner_RevertsNamesTaken() public {
        register(alice, NAME);
        expectTaken(NAME);
        vm.prank(bob);
        names.register(NAME, KEY_2, 0);
        expectTaken(NAME);
        vm.prank(alice);
        names.register(NAME, KEY_2, 0);
        checkName(NAME, alice, 1, 1, KEY);
    }

    function test_Register_GivenTheNameWasReleased_WhenItsQuarantineIsNotOver_RevertsNamesNotDue() public {
        _release();
        vm.warp(NOW + QUARANTINE - 1);
        expectNotDue(NOW + QUARANTINE);
        vm.prank(alice);
        names.register(NAME, KEY, 0);
    }

    function test_Register_GivenTheNameWasReleased_WhenItsQuarantineIsOver_TakesTheNameWithAGenerationThatNoOneHad()
        public
    {
        _release();
        vm.warp(NOW + QUARANTINE);
        register(bob, NAME);
        checkName(NAME, bob, 1, 3, KEY);
        vm.assertEq(flagsOf(NAME), 0, "flags");
        vm.assertEq(names.subjectIfOwned(NAME, alice), bytes32(0), "of the last owner");
    }

    function test_Register_GivenTheLastGeneration_RevertsByOverflow() public {
        storeRecord(NAME, address(0), 0, type(uint16).max);
        vm.expectRevert(OVERFLOW);
        names.register(NAME, KEY, 0);
    }

    function test_Register_GivenThePolicyRefuses_RevertsNamesPolicy() public {
        _setPolicy(false, 0);
        expectPolicy(NAME);
        names.register(NAME, KEY, 0);
    }

    function test_Register_GivenThePolicyWantsACommitment_RevertsNamesCommitNeeded() public {
        _setPolicy(true, 1);
        names.commit(_commitment(alice, NAME, KEY, 0, SALT));
        vm.warp(NOW + AGE);
        expectCommitNeeded();
        vm.prank(alice);
        names.register(NAME, KEY, 0);
    }

    function test_Register_GivenThePolicyWantsNone_TakesTheName() public {
        _setPolicy(true, 0);
        register(alice, NAME);
        checkName(NAME, alice, 1, 1, KEY);
    }

    function testFuzz_Register_GivenNoPolicy_WhenAnOptionBitIsUnknown_RevertsNamesOptions(
        uint8 options
    ) public {
        vm.assume(options > 1);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesOptions.selector, options));
        names.register(NAME, KEY, options);
    }

    function test_Register_GivenNoPolicy_WhenTheOptionsAre0_TakesTheNameWithGeneration1AndKeyEpoch1() public {
        vm.expectEmit(address(names));
        emit INames.NameRegistered(NAME, alice, 1, 1, KEY);
        vm.prank(alice);
        names.register(NAME, KEY, 0);
        checkName(NAME, alice, 1, 1, KEY);
        vm.assertEq(
            wordOf(NAME, 0),
            uint256(uint160(alice)) | (1 << 160) | (1 << 192) | (NOW << 208),
            "record word"
        );
    }

    function test_Register_GivenNoPolicy_WhenTheOptionsAre0_LeavesThePrimaryNameAlone() public {
        vm.startPrank(alice);
        names.register("first", KEY, 1);
        names.register(NAME, 0, 0);
        vm.assertEq(names.nameOf(alice), bytes32("first"), "nameOf");
        checkName(NAME, alice, 1, 1, 0);
    }

    function test_Register_GivenNoPolicy_WhenOptionBit0IsSet_SetsThePrimaryName() public {
        vm.expectEmit(address(names));
        emit INames.NameRegistered(NAME, alice, 1, 1, KEY);
        vm.expectEmit(address(names));
        emit INames.PrimarySet(alice, NAME);
        vm.prank(alice);
        names.register(NAME, KEY, 1);
        vm.assertEq(names.nameOf(alice), NAME, "nameOf");
    }

    /* commit and commitmentOf */

    function test_Commit_GivenNoCommitment_NotesTheTime() public {
        names.commit(SALT);
        vm.assertEq(names.commitmentOf(SALT), NOW, "commitmentOf");
    }

    /// @dev Else whoever sees a commitment could make it young again, and keep its owner from using it.
    function test_Commit_GivenOneThatCanStillBeUsed_LeavesItAsItIs() public {
        names.commit(SALT);
        vm.warp(NOW + 1 days);
        vm.prank(bob);
        names.commit(SALT);
        vm.assertEq(names.commitmentOf(SALT), NOW, "commitmentOf");
    }

    function test_Commit_GivenOneThatIsTooOld_NotesTheTimeAgain() public {
        names.commit(SALT);
        vm.warp(NOW + 1 days + 1);
        names.commit(SALT);
        vm.assertEq(names.commitmentOf(SALT), NOW + 1 days + 1, "commitmentOf");
    }

    function test_CommitmentOf_GivenNoCommitment_Returns0() public view {
        vm.assertEq(names.commitmentOf(SALT), 0, "commitmentOf");
    }

    function test_CommitmentOf_GivenOneThatCanStillBeUsed_ReturnsItsTime() public {
        names.commit(SALT);
        vm.warp(NOW + 1 days);
        vm.assertEq(names.commitmentOf(SALT), NOW, "commitmentOf");
    }

    function test_CommitmentOf_GivenOneThatIsTooOld_Returns0() public {
        names.commit(SALT);
        vm.warp(NOW + 1 days + 1);
        vm.assertEq(names.commitmentOf(SALT), 0, "commitmentOf");
    }

    /* registerCommitted */

    function test_RegisterCommitted_WhenTheNameCannotBeRegistered_RevertsAsRegisterDoes() public {
        expectInvalid("Alice");
        names.registerCommitted("Alice", KEY, 0, SALT);
        register(bob, NAME);
        expectTaken(NAME);
        names.registerCommitted(NAME, KEY, 0, SALT);
        vm.prank(bob);
        names.release(NAME);
        expectNotDue(NOW + QUARANTINE);
        names.registerCommitted(NAME, KEY, 0, SALT);
        names.commit(_commitment(alice, "other", KEY, 2, SALT));
        vm.expectRevert(abi.encodeWithSelector(INames.NamesOptions.selector, 2));
        vm.prank(alice);
        names.registerCommitted("other", KEY, 2, SALT);
    }

    function test_RegisterCommitted_GivenThePolicyRefuses_RevertsNamesPolicy() public {
        _setPolicy(false, AGE);
        names.commit(_commitment(alice, NAME, KEY, 0, SALT));
        vm.warp(NOW + AGE);
        expectPolicy(NAME);
        vm.prank(alice);
        names.registerCommitted(NAME, KEY, 0, SALT);
    }

    function test_RegisterCommitted_GivenNoCommitmentToExactlyThis_RevertsNamesCommitNeeded() public {
        _setPolicy(true, AGE);
        names.commit(_commitment(alice, NAME, KEY, 0, SALT));
        vm.warp(NOW + AGE);
        _refuse(bob, NAME, KEY, 0, SALT);
        _refuse(alice, "alicia", KEY, 0, SALT);
        _refuse(alice, NAME, KEY_2, 0, SALT);
        _refuse(alice, NAME, KEY, 1, SALT);
        _refuse(alice, NAME, KEY, 0, keccak256("other salt"));
    }

    function test_RegisterCommitted_GivenACommitment_WhenItIsTooYoung_RevertsNamesCommitAge() public {
        _setPolicy(true, AGE);
        names.commit(_commitment(alice, NAME, KEY, 0, SALT));
        vm.warp(NOW + AGE - 1);
        expectCommitAge(NOW + AGE);
        vm.prank(alice);
        names.registerCommitted(NAME, KEY, 0, SALT);
    }

    function test_RegisterCommitted_GivenACommitment_WhenItIsTooOld_RevertsNamesCommitNeeded() public {
        _setPolicy(true, AGE);
        names.commit(_commitment(alice, NAME, KEY, 0, SALT));
        vm.warp(NOW + 1 days + 1);
        _refuse(alice, NAME, KEY, 0, SALT);
    }

    function test_RegisterCommitted_GivenACommitment_WhenItIsOldEnough_TakesTheName() public {
        _setPolicy(true, AGE);
        names.commit(_commitment(alice, NAME, KEY, 1, SALT));
        vm.warp(NOW + AGE);
        vm.expectEmit(address(names));
        emit INames.NameRegistered(NAME, alice, 1, 1, KEY);
        vm.expectEmit(address(names));
        emit INames.PrimarySet(alice, NAME);
        vm.prank(alice);
        names.registerCommitted(NAME, KEY, 1, SALT);
        checkName(NAME, alice, 1, 1, KEY);
    }

    function test_RegisterCommitted_GivenACommitment_WhenItIsOldEnough_UsesTheCommitmentUp() public {
        _setPolicy(true, AGE);
        bytes32 commitment = _commitment(alice, NAME, KEY, 0, SALT);
        names.commit(commitment);
        vm.warp(NOW + AGE);
        vm.prank(alice);
        names.registerCommitted(NAME, KEY, 0, SALT);
        vm.assertEq(names.commitmentOf(commitment), 0, "commitmentOf");
        storeRecord(NAME, address(0), 0, 1);
        _refuse(alice, NAME, KEY, 0, SALT);
    }

    function test_RegisterCommitted_GivenNoPolicy_StillNeedsACommitment() public {
        _refuse(alice, NAME, KEY, 0, SALT);
        names.commit(_commitment(alice, NAME, KEY, 0, SALT));
        vm.prank(alice);
        names.registerCommitted(NAME, KEY, 0, SALT);
        checkName(NAME, alice, 1, 1, KEY);
    }

    /// @dev Beside commitments a direct way would protect no one.
    function test_M7_AWatcherIsNotFasterThanACommitment() public {
        _setPolicy(true, AGE);
        names.commit(_commitment(alice, NAME, KEY, 0, SALT));
        vm.warp(NOW + AGE);
        // Bob sees Alice's call before it is mined.
        expectCommitNeeded();
        vm.prank(bob);
        names.register(NAME, KEY, 0);
        names.commit(_commitment(bob, NAME, KEY, 0, SALT));
        expectCommitAge(NOW + 2 * AGE);
        vm.prank(bob);
        names.registerCommitted(NAME, KEY, 0, SALT);
        vm.prank(alice);
        names.registerCommitted(NAME, KEY, 0, SALT);
        checkName(NAME, alice, 1, 1, KEY);
    }

    /* release and isAvailable */

    function test_Release_WhenTheCallerDoesNotOwnTheName_RevertsNamesNotOwner() public {
        register(alice, NAME);
        expectNotOwner(NAME, bob);
        vm.prank(bob);
        names.release(NAME);
        expectNotOwner("nobody", bob);
        vm.prank(bob);
        names.release("nobody");
    }

    function test_Release_GivenARecoveryAgent_RevertsNamesAgent() public {
        register(alice, NAME);
        setRecovery(bob, 2 days, 0);
        expectAgent();
        vm.prank(alice);
        names.release(NAME);
    }

    function test_Release_GivenTheLastGeneration_RevertsByOverflow() public {
        storeRecord(NAME, alice, 1, type(uint16).max);
        vm.expectRevert(OVERFLOW);
        vm.prank(alice);
        names.release(NAME);
    }

    function test_Release_WhenTheCallerOwnsTheName_TakesOwnerAndKeyAwayAndMovesTheGeneration() public {
        vm.prank(alice);
        names.register(NAME, KEY, 1);
        vm.warp(NOW + 5);
        vm.expectEmit(address(names));
        emit INames.NameReleased(NAME, alice, 2);
        vm.prank(alice);
        names.release(NAME);
        checkName(NAME, address(0), 0, 2, 0);
        vm.assertEq(wordOf(NAME, 0), (2 << 192) | ((NOW + 5) << 208) | (1 << 248), "record word");
        vm.assertEq(names.subjectFor(alice), bytes32(0), "subjectFor");
        expectNotOwner(NAME, alice);
        vm.prank(alice);
        names.rotateKey(NAME, 0, KEY_2);
    }

    function test_IsAvailable_WhenTheNameIsNotAName_ReturnsFalse() public view {
        vm.assertEq(names.isAvailable("Alice"), false, "isAvailable");
    }

    function test_IsAvailable_GivenTheNameHasAnOwner_ReturnsFalse() public {
        register(alice, NAME);
        vm.assertEq(names.isAvailable(NAME), false, "isAvailable");
    }

    function test_IsAvailable_GivenTheNameWasReleased_ReturnsFalseUntilTheQuarantineIsOver() public {
        _release();
        vm.warp(NOW + QUARANTINE - 1);
        vm.assertEq(names.isAvailable(NAME), false, "before");
        vm.warp(NOW + QUARANTINE);
        vm.assertEq(names.isAvailable(NAME), true, "after");
    }

    function test_IsAvailable_GivenTheNameIsFree_ReturnsTrue() public view {
        vm.assertEq(names.isAvailable(NAME), true, "isAvailable");
    }

    function _release() private {
        register(alice, NAME);
        vm.prank(alice);
        names.release(NAME);
    }

    function _setPolicy(bool allowed, uint32 age) private {
        policy = new MockPolicy();
        policy.set(allowed, age);
        names = deployNames(policy);
    }

    function _commitment(
        address owner,
        bytes32 name,
        bytes32 keyDigest,
        uint8 options,
        bytes32 salt
    ) private pure returns (bytes32) {
        return keccak256(abi.encode(owner, name, keyDigest, options, salt));
    }

    function _refuse(address account, bytes32 name, bytes32 key, uint8 options, bytes32 salt) private {
        expectCommitNeeded();
        vm.prank(account);
        names.registerCommitted(name, key, options, salt);
    }
}
