// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {INamePolicy} from "../../interfaces/INamePolicy.sol";
import {INamesOwner} from "../../interfaces/INamesOwner.sol";
import {JunkWallet, RevertingWallet} from "../../mocks/MockSigners.sol";
import {NamesTestBase, MockPolicy} from "./NamesTestBase.t.sol";

/// @dev A policy that uses up all gas that it gets.
contract BurningPolicy {
    fallback() external {
        while (true) {}
    }
}

/// @dev A policy that allows one registration: by this caller, for this owner, of this name.
contract ParticularPolicy is INamePolicy {
    bytes32 private immutable _allowed;

    constructor(address caller, address owner, bytes32 name) {
        _allowed = keccak256(abi.encode(caller, owner, name));
    }

    function check(address caller, address owner, bytes32 name) external view returns (bool, uint32) {
        return (keccak256(abi.encode(caller, owner, name)) == _allowed, 0);
    }
}

/// @dev The policy for new names, and who may change it.
contract NamesOwnerTest is NamesTestBase {
    INamePolicy private constant NONE = INamePolicy(address(0));
    INamePolicy private policy;
    INamePolicy private other;

    function setUp() public override {
        super.setUp();
        (policy, other) = (new MockPolicy(), new MockPolicy());
    }

    /* announcePolicy */

    function test_AnnouncePolicy_WhenTheCallerDoesNotOwnTheContract_RevertsOwnableUnauthorizedAccount()
        public
    {
        expectNotContractOwner(alice);
        vm.prank(alice);
        names.announcePolicy(policy);
    }

    function test_AnnouncePolicy_GivenThePolicyIsFrozen_RevertsNamesPolicyFrozen() public {
        vm.startPrank(OWNER);
        names.freezePolicy();
        expectFrozen();
        names.announcePolicy(policy);
    }

    function test_AnnouncePolicy_WhenAllIsRight_AnnouncesThePolicyInPlaceOfAnyOther() public {
        vm.startPrank(OWNER);
        names.announcePolicy(other);
        vm.warp(NOW + 5);
        vm.expectEmit(address(names));
        emit INamesOwner.PolicyAnnounced(address(policy), uint40(NOW + 5 + 2 days));
        names.announcePolicy(policy);
        _checkAnnounced(policy, uint40(NOW + 5 + 2 days));
        _checkInForce(NONE, false);
    }

    /* applyPolicy */

    function test_ApplyPolicy_WhenTheCallerDoesNotOwnTheContract_RevertsOwnableUnauthorizedAccount() public {
        vm.prank(OWNER);
        names.announcePolicy(policy);
        vm.warp(NOW + 2 days);
        expectNotContractOwner(alice);
        vm.prank(alice);
        names.applyPolicy(policy);
    }

    function test_ApplyPolicy_GivenThePolicyIsFrozen_RevertsNamesPolicyFrozen() public {
        vm.startPrank(OWNER);
        names.announcePolicy(policy);
        names.freezePolicy();
        vm.warp(NOW + 2 days);
        expectFrozen();
        names.applyPolicy(policy);
    }

    function test_ApplyPolicy_WhenThePolicyIsNotTheOneAnnounced_RevertsNamesNotAnnounced() public {
        vm.startPrank(OWNER);
        _expectNotAnnounced(NONE);
        names.applyPolicy(NONE);
        names.announcePolicy(other);
        names.announcePolicy(policy);
        vm.warp(NOW + 2 days);
        _expectNotAnnounced(other);
        names.applyPolicy(other);
    }

    function test_ApplyPolicy_WhenTwoDaysHaveNotPassed_RevertsNamesNotDue() public {
        vm.startPrank(OWNER);
        names.announcePolicy(policy);
        vm.warp(NOW + 2 days - 1);
        expectNotDue(NOW + 2 days);
        names.applyPolicy(policy);
    }

    function test_ApplyPolicy_WhenTwoDaysHavePassed_PutsThePolicyInForce() public {
        _apply(policy);
        _checkInForce(policy, false);
        MockPolicy(address(policy)).set(false, 0);
        expectPolicy(NAME);
        names.register(NAME, KEY, 0);
        _apply(NONE);
        _checkInForce(NONE, false);
        names.register(NAME, KEY, 0);
    }

    function test_ApplyPolicy_WhenTwoDaysHavePassed_WorksOnce() public {
        _apply(policy);
        _checkAnnounced(NONE, 0);
        _expectNotAnnounced(policy);
        vm.prank(OWNER);
        names.applyPolicy(policy);
    }

    /* freezePolicy */

    function test_FreezePolicy_WhenTheCallerDoesNotOwnTheContract_RevertsOwnableUnauthorizedAccount() public {
        expectNotContractOwner(alice);
        vm.prank(alice);
        names.freezePolicy();
    }

    function test_FreezePolicy_GivenThePolicyIsFrozen_RevertsNamesPolicyFrozen() public {
        vm.startPrank(OWNER);
        names.freezePolicy();
        expectFrozen();
        names.freezePolicy();
    }

    function test_FreezePolicy_WhenAllIsRight_KeepsThePolicyAndDropsWhatIsAnnounced() public {
        _apply(policy);
        vm.startPrank(OWNER);
        names.announcePolicy(other);
        vm.expectEmit(address(names));
        emit INamesOwner.PolicyFrozen();
        names.freezePolicy();
        vm.stopPrank();
        _checkInForce(policy, true);
        _checkAnnounced(NONE, 0);
        MockPolicy(address(policy)).set(false, 0);
        expectPolicy(NAME);
        names.register(NAME, KEY, 0);
    }

    /* views */

    function test_CurrentPolicy_GivenNoPolicy_ReturnsZero() public view {
        _checkInForce(NONE, false);
    }

    function test_CurrentPolicy_GivenAPolicy_ReturnsIt() public {
        vm.expectEmit();
        emit INamesOwner.PolicySet(address(policy));
        names = deployNames(policy);
        _checkInForce(policy, false);
    }

    function test_CurrentPolicy_GivenThePolicyIsFrozen_ReturnsTheFlag() public {
        vm.prank(OWNER);
        names.freezePolicy();
        _checkInForce(NONE, true);
        names.register(NAME, KEY, 0);
    }

    function test_AnnouncedPolicy_GivenNothingIsAnnounced_ReturnsZeros() public view {
        _checkAnnounced(NONE, 0);
    }

    function test_AnnouncedPolicy_GivenAPolicyIsAnnounced_ReturnsItAndItsTime() public {
        vm.prank(OWNER);
        names.announcePolicy(NONE);
        _checkAnnounced(NONE, uint40(NOW + 2 days));
    }

    /* ownership */

    function test_Owner_ReturnsTheAccountOfTheConstructor() public view {
        vm.assertEq(_ownable().owner(), OWNER, "owner");
    }

    function test_PendingOwner_ReturnsZeroUntilSomeoneIsNamed() public {
        vm.assertEq(_ownable().pendingOwner(), address(0), "nobody");
        vm.prank(OWNER);
        _ownable().transferOwnership(bob);
        vm.assertEq(_ownable().pendingOwner(), bob, "bob");
    }

    function test_TransferOwnership_WhenTheCallerDoesNotOwnTheContract_RevertsOwnableUnauthorizedAccount()
        public
    {
        Ownable2Step ownable = _ownable();
        expectNotContractOwner(alice);
        vm.prank(alice);
        ownable.transferOwnership(alice);
    }

    function test_TransferOwnership_WhenTheOwnerCalls_ChangesNothingUntilItIsAccepted() public {
        vm.prank(OWNER);
        _ownable().transferOwnership(bob);
        vm.assertEq(_ownable().owner(), OWNER, "owner");
        expectNotContractOwner(bob);
        vm.prank(bob);
        names.freezePolicy();
    }

    function test_AcceptOwnership_WhenTheCallerIsNotThePendingOwner_RevertsOwnableUnauthorizedAccount()
        public
    {
        Ownable2Step ownable = _ownable();
        expectNotContractOwner(alice);
        vm.prank(alice);
        ownable.acceptOwnership();
    }

    function test_AcceptOwnership_WhenThePendingOwnerCalls_MakesTheCallerTheOwner() public {
        vm.prank(OWNER);
        _ownable().transferOwnership(bob);
        vm.prank(bob);
        _ownable().acceptOwnership();
        expectNotContractOwner(OWNER);
        vm.prank(OWNER);
        names.freezePolicy();
        vm.prank(bob);
        names.freezePolicy();
    }

    function test_RenounceOwnership_WhenTheCallerDoesNotOwnTheContract_RevertsOwnableUnauthorizedAccount()
        public
    {
        Ownable2Step ownable = _ownable();
        expectNotContractOwner(alice);
        vm.prank(alice);
        ownable.renounceOwnership();
    }

    function test_RenounceOwnership_WhenTheOwnerCalls_LeavesNoOneWhoCanChangeThePolicy() public {
        vm.startPrank(OWNER);
        names.announcePolicy(policy);
        _ownable().renounceOwnership();
        vm.warp(NOW + 2 days);
        expectNotContractOwner(OWNER);
        names.applyPolicy(policy);
    }

    /* findings */

    /// @dev Whatever the policy is, and whoever owns the contract: who has a name keeps all that he can do with it.
    function test_M7_ThePolicyIsAboutNewNamesOnly() public {
        register(alice, NAME);
        MockPolicy(address(policy)).set(false, 0);
        _apply(policy);
        vm.startPrank(alice);
        names.rotateKey(NAME, 1, KEY_2);
        names.setPrimary(NAME);
        names.setAnchor(0, 0, KEY);
        names.offer(NAME, bob, 1, DEADLINE + 3 days);
        names.setRecovery(NAME, bob, 2 days, 0);
        vm.stopPrank();
        vm.prank(bob);
        names.removeRecovery(NAME);
        vm.prank(bob);
        names.accept(NAME, KEY);
        vm.prank(bob);
        names.release(NAME);
    }

    /// @dev Short answers, a dirty boolean, an age that is none, a revert, an endless loop, no code.
    function test_M7_APolicyThatAnswersJunkRefuses() public {
        address[7] memory oddPolicies = [
            address(new JunkWallet("")),
            address(new JunkWallet(abi.encodePacked(bytes31(uint248(1))))),
            address(new JunkWallet(abi.encode(true))),
            address(new JunkWallet(abi.encode(uint256(2), uint256(0)))),
            address(new JunkWallet(abi.encode(true, uint256(2 ** 32)))),
            address(new RevertingWallet()),
            address(0xC0DE)
        ];
        for (uint256 i = 0; i < oddPolicies.length; ++i) _refuses(oddPolicies[i]);
        _refuses(address(new BurningPolicy()));
    }

    /// @dev Two good words, and then a megabyte that no one copies.
    function test_M7_APolicyMayAnswerMoreThanIsRead() public {
        names = deployNames(
            INamePolicy(address(new JunkWallet(abi.encode(true, uint256(0), new bytes(10_000)))))
        );
        register(alice, NAME);
    }

    function test_M7_APolicyMayAskForTheLongestAge() public {
        names = deployNames(policy);
        MockPolicy(address(policy)).set(true, type(uint32).max);
        expectCommitNeeded();
        names.register(NAME, KEY, 0);
    }

    function test_M7_ThePolicyIsGivenCallerAndOwner() public {
        names = deployNames(new ParticularPolicy(bob, alice, NAME));
        bytes memory signature = sign(ALICE_KEY, registerMessage(alice, NAME, KEY, 0, 1, DEADLINE));
        expectPolicy(NAME);
        vm.prank(alice);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);
        vm.prank(bob);
        names.registerFor(alice, NAME, KEY, 0, DEADLINE, signature);

        names = deployNames(new ParticularPolicy(alice, alice, NAME));
        expectPolicy("alice-2");
        vm.prank(alice);
        names.register("alice-2", KEY, 0);
        vm.prank(alice);
        names.register(NAME, KEY, 0);
    }

    /// @dev Else a caller could choose the gas at which the policy goes wrong.
    function test_M7_APolicyIsNotStarved() public {
        names = deployNames(policy);
        expectPolicy(NAME);
        names.register{gas: 100_000}(NAME, KEY, 0);
        names.register{gas: 300_000}(NAME, KEY, 0);
    }

    function _refuses(address policy_) private {
        names = deployNames(INamePolicy(policy_));
        expectPolicy(NAME);
        names.register(NAME, KEY, 0);
    }

    function _apply(INamePolicy policy_) private {
        vm.prank(OWNER);
        names.announcePolicy(policy_);
        (, uint40 due) = names.announcedPolicy();
        vm.warp(due);
        vm.expectEmit(address(names));
        emit INamesOwner.PolicySet(address(policy_));
        vm.prank(OWNER);
        names.applyPolicy(policy_);
    }

    function _expectNotAnnounced(INamePolicy policy_) private {
        vm.expectRevert(abi.encodeWithSelector(INamesOwner.NamesNotAnnounced.selector, policy_));
    }

    function _ownable() private view returns (Ownable2Step) {
        return Ownable2Step(address(names));
    }

    function _checkInForce(INamePolicy expected, bool isFrozen) private view {
        (INamePolicy actual, bool frozen) = names.currentPolicy();
        vm.assertEq(address(actual), address(expected), "policy");
        vm.assertEq(frozen, isFrozen, "frozen");
    }

    function _checkAnnounced(INamePolicy expected, uint40 due) private view {
        (INamePolicy actual, uint40 actualDue) = names.announcedPolicy();
        vm.assertEq(address(actual), address(expected), "policy");
        vm.assertEq(actualDue, due, "due");
    }
}
