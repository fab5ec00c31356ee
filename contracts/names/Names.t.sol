// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INames} from "../interfaces/INames.sol";
import {TestBase} from "../mocks/TestBase.sol";
import {Names} from "./Names.sol";

contract NamesTest is TestBase {
    Names private names;

    address private constant ALICE = address(0xA11CE);
    address private constant BOB = address(0xB0B);
    bytes32 private constant NAME = "alice";
    bytes32 private constant KEY = keccak256("key 1");
    bytes32 private constant KEY_2 = keccak256("key 2");
    uint256 private constant NOW = 1_800_000_000;

    /// @dev Where the mappings stand; EIP712 has the two slots before.
    uint256 private constant RECORD_SLOT = 2;
    uint256 private constant ANCHOR_VERSIONS_SLOT = 5;

    function setUp() public {
        names = new Names();
        vm.warp(NOW);
    }

    /* register */

    function test_register_takesTheName() public {
        vm.expectEmit(address(names));
        emit INames.NameRegistered(NAME, ALICE, 1, 1, KEY);
        vm.prank(ALICE);
        names.register(NAME, KEY, 0);

        _checkResolve(NAME, ALICE, 1, 1, KEY);
        vm.assertEq(names.nameOf(ALICE), bytes32(0), "no primary name");
        vm.assertEq(names.isAvailable(NAME), false, "isAvailable");
        vm.assertEq(
            vm.load(address(names), slotOf(NAME, RECORD_SLOT)),
            bytes32(uint256(uint160(ALICE)) | (1 << 160) | (1 << 192) | (NOW << 208)),
            "record word"
        );
    }

    function test_register_setsPrimary() public {
        vm.expectEmit(address(names));
        emit INames.NameRegistered(NAME, ALICE, 1, 1, KEY);
        vm.expectEmit(address(names));
        emit INames.PrimarySet(ALICE, NAME);
        vm.prank(ALICE);
        names.register(NAME, KEY, 1);
        vm.assertEq(names.nameOf(ALICE), NAME, "nameOf");
    }

    function test_register_refusesTaken() public {
        _register(ALICE, NAME);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesTaken.selector, NAME));
        vm.prank(BOB);
        names.register(NAME, KEY_2, 0);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesTaken.selector, NAME));
        vm.prank(ALICE);
        names.register(NAME, KEY_2, 0);
        _checkResolve(NAME, ALICE, 1, 1, KEY);
    }

    function test_register_refusesInvalid() public {
        vm.expectRevert(abi.encodeWithSelector(INames.NamesInvalid.selector, bytes32("Alice")));
        names.register("Alice", KEY, 0);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesInvalid.selector, bytes32(0)));
        names.register(0, KEY, 0);
    }

    function testFuzz_register_refusesUnknownOptions(uint8 options) public {
        vm.assume(options > 1);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesOptions.selector, options));
        names.register(NAME, KEY, options);
    }

    function test_register_allowsManyNamesAndNoKey() public {
        _register(ALICE, NAME);
        vm.prank(ALICE);
        names.register("alice-2", 0, 0);
        _checkResolve("alice-2", ALICE, 1, 1, 0);
        _checkResolve(NAME, ALICE, 1, 1, KEY);
    }

    /// @dev A name that was given up has no owner and keeps its generation, so old subjects stay dead.
    function test_register_goesOnWithTheGeneration() public {
        vm.store(address(names), slotOf(NAME, RECORD_SLOT), bytes32(uint256(41) << 192));
        vm.assertEq(names.subjectOf(NAME), bytes32(0), "nobody's subject");
        vm.assertEq(names.subjectIfOwned(NAME, address(0)), bytes32(0), "not of address zero");
        _register(ALICE, NAME);
        _checkResolve(NAME, ALICE, 1, 42, KEY);
    }

    function test_register_generationNeverWraps() public {
        vm.store(address(names), slotOf(NAME, RECORD_SLOT), bytes32(uint256(type(uint16).max) << 192));
        vm.expectRevert(OVERFLOW);
        names.register(NAME, KEY, 0);
    }

    /* rotateKey */

    function test_rotateKey_replacesTheKey() public {
        _register(ALICE, NAME);
        vm.expectEmit(address(names));
        emit INames.KeyRotated(NAME, ALICE, 2, KEY_2);
        vm.prank(ALICE);
        names.rotateKey(NAME, 1, KEY_2);
        _checkResolve(NAME, ALICE, 2, 1, KEY_2);
        vm.assertEq(uint256(vm.load(address(names), slotOf(NAME, RECORD_SLOT))) >> 208, NOW, "since is kept");
    }

    function test_rotateKey_refusesStrangers() public {
        _register(ALICE, NAME);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesNotOwner.selector, NAME, BOB));
        vm.prank(BOB);
        names.rotateKey(NAME, 1, KEY_2);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesNotOwner.selector, bytes32("nobody"), BOB));
        vm.prank(BOB);
        names.rotateKey("nobody", 0, KEY_2);
    }

    function testFuzz_rotateKey_comparesTheEpoch(uint32 expected) public {
        vm.assume(expected != 2);
        _register(ALICE, NAME);
        vm.startPrank(ALICE);
        names.rotateKey(NAME, 1, KEY_2);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesEpoch.selector, NAME, expected, 2));
        names.rotateKey(NAME, expected, KEY);
    }

    function test_rotateKey_epochNeverWraps() public {
        uint256 record = uint256(uint160(ALICE)) | (uint256(type(uint32).max) << 160) | (1 << 192);
        vm.store(address(names), slotOf(NAME, RECORD_SLOT), bytes32(record));
        vm.expectRevert(OVERFLOW);
        vm.prank(ALICE);
        names.rotateKey(NAME, type(uint32).max, KEY_2);
    }

    /* setPrimary and subjects */

    function test_setPrimary_choosesAndClears() public {
        _register(ALICE, NAME);
        vm.expectEmit(address(names));
        emit INames.PrimarySet(ALICE, NAME);
        vm.prank(ALICE);
        names.setPrimary(NAME);
        vm.assertEq(names.nameOf(ALICE), NAME, "nameOf");
        vm.assertEq(names.subjectFor(ALICE), NAME | bytes32(uint256(1)), "subjectFor");

        vm.expectEmit(address(names));
        emit INames.PrimarySet(ALICE, 0);
        vm.prank(ALICE);
        names.setPrimary(0);
        vm.assertEq(names.nameOf(ALICE), bytes32(0), "nameOf");
        vm.assertEq(names.subjectFor(ALICE), bytes32(0), "subjectFor");
    }

    function test_setPrimary_refusesNamesOfOthers() public {
        _register(ALICE, NAME);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesNotOwner.selector, NAME, BOB));
        vm.prank(BOB);
        names.setPrimary(NAME);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesNotOwner.selector, bytes32("nobody"), BOB));
        vm.prank(BOB);
        names.setPrimary("nobody");
    }

    /// @dev A primary name whose record moved on speaks for its old owner no more.
    function test_primaryNameEndsWithOwnership() public {
        vm.prank(ALICE);
        names.register(NAME, KEY, 1);
        uint256 sold = uint256(uint160(BOB)) | (2 << 160) | (2 << 192);
        vm.store(address(names), slotOf(NAME, RECORD_SLOT), bytes32(sold));
        vm.assertEq(names.nameOf(ALICE), bytes32(0), "nameOf");
        vm.assertEq(names.subjectFor(ALICE), bytes32(0), "subjectFor");
        vm.assertEq(names.subjectIfOwned(NAME, BOB), NAME | bytes32(uint256(2)), "new owner");
    }

    function test_H10_subjectShowsNameAndGeneration() public {
        _register(ALICE, NAME);
        bytes32 subject = NAME | bytes32(uint256(1));
        vm.assertEq(names.subjectOf(NAME), subject, "subjectOf");
        vm.assertEq(names.subjectIfOwned(NAME, ALICE), subject, "subjectIfOwned");
        vm.assertEq(names.subjectIfOwned(NAME, BOB), bytes32(0), "of another account");
    }

    function test_H12_addressZeroHasNoNames() public view {
        vm.assertEq(names.subjectIfOwned("nobody", address(0)), bytes32(0), "subjectIfOwned");
        vm.assertEq(names.subjectFor(address(0)), bytes32(0), "subjectFor");
        vm.assertEq(names.nameOf(address(0)), bytes32(0), "nameOf");
    }

    /* setAnchor */

    function test_H14_anchorNeedsNoName() public {
        vm.expectEmit(address(names));
        emit INames.AnchorSet(ALICE, 1, 1, KEY);
        vm.prank(ALICE);
        names.setAnchor(1, 0, KEY);
        _checkAnchor(ALICE, 1, 1, KEY);
        _checkAnchor(ALICE, 0, 0, 0);
        _checkAnchor(BOB, 1, 0, 0);
    }

    function testFuzz_setAnchor_countsEachKind(uint8 kind, uint8 times) public {
        kind = uint8(bound(kind, 0, 7));
        times = uint8(bound(times, 1, 5));
        vm.startPrank(ALICE);
        for (uint8 other = 0; other < 8; ++other) names.setAnchor(other, 0, bytes32(uint256(other)));
        for (uint32 i = 1; i <= times; ++i) names.setAnchor(kind, i, bytes32(uint256(i)));
        for (uint8 other = 0; other < 8; ++other) {
            bool same = other == kind;
            _checkAnchor(ALICE, other, same ? times + 1 : 1, bytes32(uint256(same ? times : other)));
        }
    }

    function test_setAnchor_comparesTheVersion() public {
        vm.startPrank(ALICE);
        names.setAnchor(0, 0, KEY);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesVersion.selector, ALICE, 0, 0, 1));
        names.setAnchor(0, 0, KEY_2);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesVersion.selector, ALICE, 0, 2, 1));
        names.setAnchor(0, 2, KEY_2);
    }

    function testFuzz_setAnchor_refusesUnknownKinds(uint8 kind) public {
        vm.assume(kind > 7);
        vm.expectRevert(abi.encodeWithSelector(INames.NamesKind.selector, kind));
        names.setAnchor(kind, 0, KEY);
        _checkAnchor(address(this), kind, 0, 0);
    }

    function test_setAnchor_versionNeverWraps() public {
        bytes32 slot = slotOf(ALICE, ANCHOR_VERSIONS_SLOT);
        vm.store(address(names), slot, bytes32(uint256(type(uint32).max) << 32));
        _checkAnchor(ALICE, 1, type(uint32).max, 0);
        vm.expectRevert(OVERFLOW);
        vm.prank(ALICE);
        names.setAnchor(1, type(uint32).max, KEY);
    }

    /* views */

    function testFuzz_viewsNeverRevert(bytes32 name, address account, uint8 kind) public view {
        _checkResolve(name, address(0), 0, 0, 0);
        vm.assertEq(names.subjectOf(name), bytes32(0), "subjectOf");
        vm.assertEq(names.subjectFor(account), bytes32(0), "subjectFor");
        vm.assertEq(names.subjectIfOwned(name, account), bytes32(0), "subjectIfOwned");
        vm.assertEq(names.nameOf(account), bytes32(0), "nameOf");
        _checkAnchor(account, kind, 0, 0);
        names.isAvailable(name);
    }

    function test_isAvailable() public view {
        vm.assertEq(names.isAvailable("free-name"), true, "free");
        vm.assertEq(names.isAvailable("Free"), false, "invalid");
    }

    function _register(address account, bytes32 name) private {
        vm.prank(account);
        names.register(name, KEY, 0);
    }

    function _checkAnchor(address account, uint8 kind, uint32 version, bytes32 digest) private view {
        (uint32 actualVersion, bytes32 actualDigest) = names.anchorOf(account, kind);
        vm.assertEq(actualVersion, version, "version");
        vm.assertEq(actualDigest, digest, "digest");
    }

    function _checkResolve(
        bytes32 name,
        address owner,
        uint32 epoch,
        uint16 generation,
        bytes32 key
    ) private view {
        (
            address actualOwner,
            uint32 actualEpoch,
            uint16 actualGeneration,
            bytes32 actualKey,
            uint8 flags
        ) = names.resolve(name);
        vm.assertEq(actualOwner, owner, "owner");
        vm.assertEq(actualEpoch, epoch, "keyEpoch");
        vm.assertEq(actualGeneration, generation, "generation");
        vm.assertEq(actualKey, key, "keyDigest");
        vm.assertEq(flags, 0, "flags");
    }
}
