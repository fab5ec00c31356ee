// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INamePolicy} from "../../interfaces/INamePolicy.sol";
import {INames} from "../../interfaces/INames.sol";
import {INamesOwner} from "../../interfaces/INamesOwner.sol";
import {INamesRecovery} from "../../interfaces/INamesRecovery.sol";
import {INamesTransfer} from "../../interfaces/INamesTransfer.sol";
import {NamesSigning} from "./NamesSigning.t.sol";

/// @dev A policy that answers what it is told to.
contract MockPolicy is INamePolicy {
    bool private _allowed = true;
    uint32 private _age;

    function set(bool allowed, uint32 age) external {
        (_allowed, _age) = (allowed, age);
    }

    function check(address, address, bytes32) external view returns (bool, uint32) {
        return (_allowed, _age);
    }
}

/// @dev A deployment without a policy, and three people with keys.
abstract contract NamesTestBase is NamesSigning {
    uint256 internal constant ALICE_KEY = 0xA11CE;
    uint256 internal constant BOB_KEY = 0xB0B;
    uint256 internal constant CAROL_KEY = 0xCA201;
    address internal constant OWNER = address(0x0123);
    bytes32 internal constant NAME = "alice";
    bytes32 internal constant KEY = keccak256("key 1");
    bytes32 internal constant KEY_2 = keccak256("key 2");
    uint256 internal constant NOW = 1_800_000_000;
    uint40 internal constant DEADLINE = uint40(NOW) + 100;
    uint256 internal constant HOME_CHAIN = 31337;

    /// @dev Where the words of `Names` stand; those of a name are adjacent.
    uint256 internal constant NAMES_SLOT = 2;
    uint256 internal constant ANCHORS_SLOT = 4;

    address internal alice;
    address internal bob;
    address internal carol;

    function setUp() public virtual {
        vm.chainId(HOME_CHAIN);
        vm.warp(NOW);
        names = deployNames(INamePolicy(address(0)));
        (alice, bob, carol) = (vm.addr(ALICE_KEY), vm.addr(BOB_KEY), vm.addr(CAROL_KEY));
    }

    /// @dev From the artifact, so that the optimised code is tested.
    function deployNames(INamePolicy policy) internal returns (INames deployed) {
        bytes memory code = bytes.concat(
            vm.getCode("contracts/names/Names.sol:Names"),
            abi.encode(OWNER, policy)
        );
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        vm.assertEq(address(deployed) != address(0), true, "deployed");
    }

    /* STATE */

    function register(address account, bytes32 name) internal {
        vm.prank(account);
        names.register(name, KEY, 0);
    }

    function setRecovery(address agent, uint24 delay, uint8 mode) internal {
        vm.prank(alice);
        names.setRecovery(NAME, agent, delay, mode);
    }

    function startRecovery(address agent, address newOwner) internal {
        vm.prank(agent);
        names.startRecovery(NAME, newOwner, KEY_2);
    }

    /// @dev Puts the record of a name that `owner` has.
    function storeRecord(bytes32 name, address owner, uint32 epoch, uint16 generation) internal {
        uint256 record = uint256(uint160(owner)) | (uint256(epoch) << 160) | (uint256(generation) << 192);
        vm.store(address(names), slotOf(name, NAMES_SLOT), bytes32(record));
    }

    function wordOf(bytes32 name, uint256 index) internal view returns (uint256) {
        return uint256(vm.load(address(names), bytes32(uint256(slotOf(name, NAMES_SLOT)) + index)));
    }

    function flagsOf(bytes32 name) internal view returns (uint8 flags) {
        (, , , , flags) = names.resolve(name);
    }

    function checkName(
        bytes32 name,
        address owner,
        uint32 epoch,
        uint16 generation,
        bytes32 key
    ) internal view {
        (address owner_, uint32 epoch_, uint16 generation_, bytes32 key_, ) = names.resolve(name);
        vm.assertEq(owner_, owner, "owner");
        vm.assertEq(epoch_, epoch, "keyEpoch");
        vm.assertEq(generation_, generation, "generation");
        vm.assertEq(key_, key, "keyDigest");
    }

    function checkAnchor(address account, uint8 kind, uint32 version, bytes32 digest) internal view {
        (uint32 actualVersion, bytes32 actualDigest) = names.anchorOf(account, kind);
        vm.assertEq(actualVersion, version, "version");
        vm.assertEq(actualDigest, digest, "digest");
    }

    /* REVERTS */

    function expectInvalid(bytes32 name) internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesInvalid.selector, name));
    }

    function expectTaken(bytes32 name) internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesTaken.selector, name));
    }

    function expectNotOwner(bytes32 name, address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesNotOwner.selector, name, caller));
    }

    function expectEpoch(uint32 expected, uint32 actual) internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesEpoch.selector, NAME, expected, actual));
    }

    function expectKind(uint8 kind) internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesKind.selector, kind));
    }

    function expectPolicy(bytes32 name) internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesPolicy.selector, name));
    }

    function expectCommitNeeded() internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesCommitNeeded.selector));
    }

    function expectCommitAge(uint256 readyAt) internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesCommitAge.selector, readyAt));
    }

    function expectAgent() internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesAgent.selector, NAME));
    }

    function expectNotAgent(address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(INamesRecovery.NamesNotAgent.selector, NAME, caller));
    }

    function expectTarget() internal {
        vm.expectRevert(abi.encodeWithSelector(INamesRecovery.NamesTarget.selector, NAME));
    }

    function expectNotDue(uint256 readyAt) internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesNotDue.selector, readyAt));
    }

    function expectRecoveryPending(uint256 readyAt) internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesRecoveryPending.selector, readyAt));
    }

    function expectNoOffer() internal {
        vm.expectRevert(abi.encodeWithSelector(INamesTransfer.NamesNoOffer.selector, NAME));
    }

    function expectExpired(uint256 deadline) internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesExpired.selector, deadline));
    }

    function expectBadSignature(address signer) internal {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesBadSignature.selector, signer));
    }

    function expectFrozen() internal {
        vm.expectRevert(abi.encodeWithSelector(INamesOwner.NamesPolicyFrozen.selector));
    }

    function expectNotContractOwner(address caller) internal {
        vm.expectRevert(abi.encodeWithSignature("OwnableUnauthorizedAccount(address)", caller));
    }

    /* CALLS */

    /// @dev Alice's name, freshly registered, to Bob.
    function toBob(uint8 kind) internal view returns (Change memory) {
        return Change(NAME, alice, bob, 1, 1, KEY_2, kind, DEADLINE);
    }

    function transfer(Change memory change, bytes memory receiverSignature) internal {
        names.transfer(
            change.name,
            change.to,
            change.keyDigest,
            change.kind,
            change.deadline,
            receiverSignature
        );
    }

    function transferFor(Change memory change, bytes memory byOwner, bytes memory byReceiver) internal {
        names.transferFor(
            change.name,
            change.to,
            change.keyDigest,
            change.kind,
            change.deadline,
            byOwner,
            byReceiver
        );
    }
}
