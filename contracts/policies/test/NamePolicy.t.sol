// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {NamesTestBase} from "../../names/test/NamesTestBase.t.sol";
import {NamePolicy} from "../NamePolicy.sol";

/// @dev The policy alone, and `Names` under it.
contract NamePolicyTest is NamesTestBase {
    uint32 private constant AGE = 60;
    bytes32 private constant SALT = keccak256("salt");
    address private constant REGISTRAR = address(0x4E6);

    NamePolicy private policy;

    function setUp() public override {
        super.setUp();
        policy = new NamePolicy(OWNER, 0);
        names = deployNames(policy);
    }

    /* check */

    function test_Check_GivenNothingIsSet_AllowsEveryoneWithoutACommitment() public view {
        _check(alice, alice, NAME, true, 0);
        _check(bob, alice, NAME, true, 0);
    }

    function test_Check_GivenAReservedName_AllowsItsHolderAlone() public {
        _reserve(NAME, alice);
        _check(alice, alice, NAME, true, 0);
        _check(bob, alice, NAME, true, 0);
        _check(bob, bob, NAME, false, 0);
        _check(alice, bob, NAME, false, 0);
        _check(bob, bob, "free", true, 0);
    }

    function test_Check_GivenARegistrar_AllowsTheRegistrarAlone() public {
        _setRegistrar(REGISTRAR);
        _check(REGISTRAR, alice, NAME, true, 0);
        _check(alice, alice, NAME, false, 0);
        _reserve(NAME, bob);
        _check(REGISTRAR, alice, NAME, false, 0);
        _check(REGISTRAR, bob, NAME, true, 0);
    }

    function test_Check_GivenACommitAge_ReturnsIt() public {
        policy = new NamePolicy(OWNER, AGE);
        _check(alice, alice, NAME, true, AGE);
    }

    /* reserve */

    function test_Reserve_WhenTheCallerDoesNotOwnThePolicy_RevertsOwnableUnauthorizedAccount() public {
        expectNotContractOwner(alice);
        vm.prank(alice);
        policy.reserve(new bytes32[](1), alice);
    }

    function test_Reserve_WhenTheOwnerCalls_KeepsTheNamesForTheHolderAndFreesThemAgain() public {
        bytes32[] memory list = new bytes32[](2);
        (list[0], list[1]) = (NAME, "carol");
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectEmit(address(policy));
            emit NamePolicy.NameReserved(list[i], carol);
        }
        vm.prank(OWNER);
        policy.reserve(list, carol);
        _check(alice, alice, NAME, false, 0);
        _check(alice, alice, "carol", false, 0);
        _check(carol, carol, "carol", true, 0);
        vm.assertEq(policy.holderOf("carol"), carol, "holder");
        _reserve("carol", address(0));
        _check(alice, alice, "carol", true, 0);
        _check(alice, alice, NAME, false, 0);
    }

    /* setCommitAge */

    function test_SetCommitAge_WhenTheCallerDoesNotOwnThePolicy_RevertsOwnableUnauthorizedAccount() public {
        expectNotContractOwner(alice);
        vm.prank(alice);
        policy.setCommitAge(1);
    }

    function testFuzz_SetCommitAge_WhenTheAgeIsBeyond12Hours_RevertsNamePolicyAge(uint32 age) public {
        age = uint32(bound(age, 12 hours + 1, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(NamePolicy.NamePolicyAge.selector, age));
        vm.prank(OWNER);
        policy.setCommitAge(age);
        vm.expectRevert(abi.encodeWithSelector(NamePolicy.NamePolicyAge.selector, age));
        new NamePolicy(OWNER, age);
    }

    function test_SetCommitAge_WhenTheAgeIs12HoursAtMost_SetsTheAge() public {
        vm.expectEmit(address(policy));
        emit NamePolicy.CommitAgeSet(12 hours);
        vm.prank(OWNER);
        policy.setCommitAge(12 hours);
        vm.assertEq(policy.commitAge(), 12 hours, "age");
        _check(alice, alice, NAME, true, 12 hours);
    }

    /* setRegistrar */

    function test_SetRegistrar_WhenTheCallerDoesNotOwnThePolicy_RevertsOwnableUnauthorizedAccount() public {
        expectNotContractOwner(alice);
        vm.prank(alice);
        policy.setRegistrar(alice);
    }

    function test_SetRegistrar_WhenTheOwnerCalls_SetsTheRegistrar() public {
        vm.expectEmit(address(policy));
        emit NamePolicy.RegistrarSet(REGISTRAR);
        _setRegistrar(REGISTRAR);
        _check(alice, alice, NAME, false, 0);
        vm.assertEq(policy.registrar(), REGISTRAR, "registrar");
        _setRegistrar(address(0));
        _check(alice, alice, NAME, true, 0);
    }

    /* Names under it */

    function test_M7_ReservedNamesAreKeptForTheirHolder() public {
        _reserve(NAME, alice);
        expectPolicy(NAME);
        register(bob, NAME);
        register(alice, NAME);
        checkName(NAME, alice, 1, 1, KEY);
    }

    /// @dev With a registrar that takes a price, no one gets round it, and it cannot register what no one signed.
    function test_M7_ARegistrarIsTheOnlyWay() public {
        _setRegistrar(REGISTRAR);
        expectPolicy(NAME);
        register(alice, NAME);
        bytes memory signature = sign(ALICE_KEY, registerMessage(alice, NAME, KEY, 0, 1, DEADLINE));
        expectPolicy(NAME);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        expectBadSignature(alice);
        vm.prank(REGISTRAR);
        names.registerFor(alice, NAME, KEY_2, 0, DEADLINE, signature);
        vm.prank(REGISTRAR);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        checkName(NAME, alice, 1, 1, KEY);
    }

    function test_M7_CommitmentsWaitAsLongAsThePolicySays() public {
        vm.prank(OWNER);
        policy.setCommitAge(AGE);
        names.commit(keccak256(abi.encode(alice, NAME, KEY, 0, SALT)));
        vm.warp(NOW + AGE - 1);
        expectCommitAge(NOW + AGE);
        vm.prank(alice);
        names.registerCommitted(NAME, KEY, 0, SALT);
        vm.warp(NOW + AGE);
        vm.prank(alice);
        names.registerCommitted(NAME, KEY, 0, SALT);
        checkName(NAME, alice, 1, 1, KEY);
    }

    function _reserve(bytes32 name, address holder) private {
        bytes32[] memory list = new bytes32[](1);
        list[0] = name;
        vm.prank(OWNER);
        policy.reserve(list, holder);
    }

    function _setRegistrar(address registrar) private {
        vm.prank(OWNER);
        policy.setRegistrar(registrar);
    }

    function _check(address caller, address owner, bytes32 name, bool allowed, uint32 age) private view {
        (bool actual, uint32 actualAge) = policy.check(caller, owner, name);
        vm.assertEq(actual, allowed, "allowed");
        vm.assertEq(actualAge, age, "commitAge");
    }
}
