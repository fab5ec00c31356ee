// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrants} from "../../interfaces/IGrants.sol";
import {ILens} from "../../interfaces/ILens.sol";
import {IGrantsErrors} from "../../interfaces/IGrantsErrors.sol";
import {GrantsTestBase} from "./GrantsTestBase.t.sol";

/// @dev Owner of its own folder; loops in one transaction.
contract Looper {
    IGrants private immutable _grants;
    bytes32 public immutable folder;
    uint256 private constant TERMS = uint256(2 ** 36 - 1) | (uint256(1) << 40);

    constructor(IGrants grants_) {
        _grants = grants_;
        folder = bytes32(bytes20(address(this)));
    }

    function subjects(uint256 count) public pure returns (bytes memory list) {
        list = new bytes(count * 32);
        for (uint256 i = 0; i < count; ++i) {
            uint256 word = 0xabcdef0000 + i;
            assembly ("memory-safe") { mstore(add(add(list, 32), mul(i, 32)), word) }
        }
    }

    function wallets(uint256 count) public pure returns (bytes memory list) {
        list = new bytes(count * 20);
        for (uint256 i = 0; i < count; ++i) {
            uint256 word = (0xabcdef0000 + i) << 96;
            assembly ("memory-safe") {
                let at := add(add(list, 32), mul(i, 20))
                mstore(at, or(word, and(mload(at), 0xffffffffffffffffffffffff)))
            }
        }
    }

    /// each pass is another digest
    function passes(uint256 count, uint256 times) external returns (uint256 gas) {
        bytes memory list = subjects(count);
        _grants.grantBatch(folder, TERMS, bytes32(uint256(1)), list);
        gas = gasleft();
        for (uint256 i = 0; i < times; ++i) _grants.grantBatch(folder, TERMS, bytes32(2 + i), list);
        gas -= gasleft();
    }

    function toggle(uint256 count, uint256 times) external returns (uint256 gas) {
        bytes memory list = subjects(count);
        gas = gasleft();
        for (uint256 i = 0; i < times; ++i) {
            _grants.revoke(folder, list);
            _grants.grantBatch(folder, TERMS, 0, list);
        }
        gas -= gasleft();
    }

    function blockFirst(uint256 count) external {
        _grants.setBlocked(folder, true, wallets(count));
    }

    function blocks(uint256 count, uint256 times) external returns (uint256 gas) {
        bytes memory list = wallets(count);
        gas = gasleft();
        for (uint256 i = 0; i < times; ++i) {
            _grants.setBlocked(folder, false, list);
            _grants.setBlocked(folder, true, list);
        }
        gas -= gasleft();
    }

    function delivers(uint256 times) external returns (uint256 gas) {
        bytes32 subject = bytes32(uint256(0xabcdef0000));
        gas = gasleft();
        for (uint256 i = 0; i < times; ++i) _grants.deliver(folder, subject, bytes32(i + 1));
        gas -= gasleft();
    }

    function offers(uint256 times) external returns (uint256 gas) {
        gas = gasleft();
        for (uint256 i = 0; i < times; ++i) _grants.offerFolder(folder, address(0), 0);
        gas -= gasleft();
    }

    function unschedules(uint256 times) external returns (uint256 gas) {
        gas = gasleft();
        for (uint256 i = 0; i < times; ++i) _grants.schedule(folder, 0, 0, 0, 0);
        gas -= gasleft();
    }
}

contract AuditAttackTest is GrantsTestBase {
    function _deliver(address by, address to) internal {
        vm.prank(by);
        grants.deliver(FOLDER, wallet(to), PASS);
    }

    /// F1: the due date of a delivery is erased by the activation of what the owner scheduled before.
    function test_F1_ScheduleErasesTheDueDateOfADelivery() public {
        give(OWNER, ANNA, ADMIN, 0);
        uint40 end = uint40(block.timestamp + 1000);
        giveUntil(OWNER, CARA, READER, 0, end);
        heal(); // prepared without CARA's grant, as in A1c
        vm.assertEq(dueAtOf(), 0, "the owner said never");
        uint40 time = uint40(block.timestamp + 100);
        uint32 epoch = epochOf();
        vm.prank(OWNER);
        grants.schedule(FOLDER, epoch, bytes32(uint256(0xEC1)), time, 0);
        _deliver(ANNA, CARA); // names the next record: it counts once that is anchored (pass.md)
        vm.assertEq(dueAtOf(), end, "owed");
        vm.assertTrue(isScheduled(), "a delivery keeps the schedule; a grant would drop it");
        uint32 nextFor = narrowedOf();
        vm.warp(time);
        grants.activate(FOLDER, OWNER, bytes32(uint256(0xEC1)), time, nextFor);
        vm.assertEq(dueAtOf(), 0, "erased");
        vm.assertTrue(roleOf(CARA) == READER, "still live until end");
        vm.warp(end);
        vm.assertTrue(roleOf(CARA) == 0 && !isStale() && dueAtOf() == 0, "ended, and nothing is owed");
    }

    /// F1b: by an admin's schedule, where the end comes before the activation.
    function test_F1b_AdminScheduleAfterTheEnd() public {
        give(OWNER, ANNA, ADMIN, 0);
        uint40 end = uint40(block.timestamp + 50);
        giveUntil(OWNER, CARA, READER, 0, end);
        heal();
        uint40 time = uint40(block.timestamp + 100);
        uint32 epoch = epochOf();
        vm.prank(ANNA);
        grants.schedule(FOLDER, epoch, bytes32(uint256(0xEC1)), time, 0);
        _deliver(ANNA, CARA);
        vm.assertEq(dueAtOf(), end, "owed");
        uint32 nextFor = narrowedOf();
        vm.warp(time);
        grants.activate(FOLDER, ANNA, bytes32(uint256(0xEC1)), time, nextFor);
        vm.assertEq(dueAtOf(), 0, "erased");
    }

    /// F2: a reader with depth stops all writers, through the delivery of an admin that lands next.
    function test_F2_ReaderWithDepthMovesTheDueDate() public {
        give(OWNER, ANNA, ADMIN, 0);
        give(OWNER, BOB, READER, 1);
        give(BOB, CARA, READER, 0);
        heal();
        // ANNA's delivery for CARA, whose grant had no end, is in the mempool.
        giveUntil(BOB, CARA, READER, 0, uint40(block.timestamp + 2));
        vm.assertEq(dueAtOf(), 0, "not by BOB");
        vm.prank(ANNA);
        grants.deliverBatch(FOLDER, PASS, 0, list(wallet(CARA)));
        vm.assertEq(dueAtOf(), uint40(block.timestamp + 2), "two seconds from now nobody writes");
        vm.assertTrue(!isStale(), "");
    }

    /// F5: an owner that was blocked before the folder moved to it cannot be in a list of deliveries.
    function test_F5_BlockedBecomesOwner() public {
        block_(OWNER, EVE);
        move(EVE);
        vm.assertTrue(grants.hasAccess(FOLDER, EVE, ADMIN), "owner");
        vm.expectRevert(abi.encodeWithSelector(IGrantsErrors.GrantsBlocked.selector, wallet(EVE)));
        vm.prank(EVE);
        grants.deliverBatch(FOLDER, PASS, 0, list(wallet(ANNA), wallet(EVE)));
    }

    /// F1c: a delivery of the next record before its schedule is activated; the right ends before the activation.
    /// F6: same second
    function test_F6_SameSecond() public {
        give(OWNER, BOB, READER, 1);
        uint40 issued = issuedAtOf(BOB);
        // BOB signs grants with signerIssuedAt = issued; in the same block the owner takes the depth back
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(BOB), packTerms(READER, 0, 0, FOREVER), 0);
        vm.warp(block.timestamp + 1000);
        vm.prank(OWNER);
        grants.grant(FOLDER, wallet(BOB), packTerms(READER, 1, 0, FOREVER), 0);
        vm.assertEq(issuedAtOf(BOB), issued, "the signature of the first second counts again");
    }

    function deployLens() internal returns (ILens deployed) {
        bytes memory code = bytes.concat(vm.getCode("contracts/lens/Lens.sol:Lens"), abi.encode(address(grants), address(0)));
        assembly ("memory-safe") { deployed := create(0, add(code, 0x20), mload(code)) }
    }

    /// F4: a word of no kind in `revoked` is taken for a block.
    function test_F4_AsIfAlias() public {
        ILens lens = deployLens();
        give(OWNER, BOB, READER, 0);
        bytes32[] memory revoked = new bytes32[](1);
        revoked[0] = bytes32(uint256(uint160(BOB)) | (1 << 255));
        bytes32[] memory subjects = new bytes32[](1);
        subjects[0] = wallet(BOB);
        uint8[] memory roles = lens.rolesAsIf(
            ILens.AsIf(FOLDER, uint40(block.timestamp), revoked, new address[](0)),
            subjects
        );
        vm.prank(OWNER);
        grants.revoke(FOLDER, list(revoked[0]));
        vm.assertEq(roleOf(BOB), READER, "the real transaction takes nothing");
        vm.assertEq(roles[0], 0, "as if says none");
    }
}

contract AuditRowsTest is GrantsTestBase {
    Looper internal looper;
    Looper internal looper2;

    function setUp() public override {
        super.setUp();
        looper = new Looper(grants);
        // An admin blocks first, so that the owner's block is another word than the one at the start of the transaction.
        bytes32 folder = looper.folder();
        vm.prank(address(looper));
        grants.grant(folder, wallet(ANNA), packTerms(ADMIN, 0, 0, FOREVER), 0);
        vm.warp(block.timestamp + 1);
        bytes memory all = looper.wallets(100);
        vm.prank(ANNA);
        grants.setBlocked(folder, true, all);
        looper2 = new Looper(grants);
        looper2.passes(100, 1);
    }

    /// F3: rows of the index for less than 2,000 gas each, by a contract that repeats a list in one transaction.
    function test_F3_RowsInALoop() public {
        vm.warp(block.timestamp + 12);
        // One GrantChange for each subject of each call.
        vm.assertTrue(looper2.toggle(100, 20) / 4000 < 1_400, "grantBatch and revoke");
        // One GrantChange and one Delivery for each subject of each call.
        vm.assertTrue(looper2.passes(100, 20) / 4000 < 1_500, "grantBatch with another digest");
        // One BlockChange for each wallet of each call, and every second one a BlockedWallet.
        vm.assertTrue(looper.blocks(100, 20) / 4000 < 1_200, "setBlocked");
        vm.assertTrue(looper2.delivers(100) / 100 < 5_300, "deliver: 30,600 in the table");
    }
}
