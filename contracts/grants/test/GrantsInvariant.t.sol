// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrants} from "../../interfaces/IGrants.sol";
import {GrantsHandler} from "./GrantsHandler.t.sol";
import {GrantsModel} from "./GrantsModel.t.sol";
import {GrantsTestBase} from "./GrantsTestBase.t.sol";

/// @dev What always holds, over random histories of one folder. The model is the ghost state. G7 and G8, which no history
/// changes, are in `GrantsProofs` and `GrantsExternalCalls`.
contract GrantsInvariantTest is GrantsTestBase {
    GrantsHandler private _handler;

    function setUp() public override {
        super.setUp();
        address[] memory people = new address[](6);
        (people[0], people[1], people[2]) = (OWNER, ANNA, BOB);
        (people[3], people[4], people[5]) = (CARA, DAN, EVE);
        _handler = new GrantsHandler(grants, FOLDER, people);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev A history of 3,000 calls, in which every act goes through again and again.
    function test_GrantsInvariant_TheHandlerReachesEveryCall() public {
        uint256 random = 1;
        for (uint256 i = 0; i < 3_000; ++i) {
            random = uint256(keccak256(abi.encode(random)));
            _callAtRandom(random);
        }
        vm.assertEq(bytes(_handler.disagreement()).length, 0, _handler.disagreement());
        string[8] memory operations = [
            "grant",
            "revoke",
            "setBlocked",
            "advance",
            "schedule",
            "activate",
            "offer",
            "accept"
        ];
        for (uint256 i = 0; i < operations.length; ++i)
            vm.assertTrue(_handler.done(operations[i]) >= 10, operations[i]);
        vm.assertTrue(_handler.done("revokeAll") >= 10, "revokeAll");
        vm.assertTrue(_handler.done("deliver") >= 10, "deliver");
    }

    /// @dev G5: no function loops over stored state, so nothing costs more in a folder of 300 than in an empty one.
    function test_G5_NoCostGrowsWithTheFolder() public {
        uint256 few = _spendGasIn(FOLDER ^ bytes32(uint256(1)));
        for (uint160 i = 1; i <= 300; ++i) _give(FOLDER, address(i));
        uint256 many = _spendGasIn(FOLDER);
        vm.assertTrue(many < few + 20_000, "gas");
    }

    function _spendGasIn(bytes32 folder) private returns (uint256) {
        bytes[] memory operations = new bytes[](6);
        operations[0] = abi.encodeCall(IGrants(address(0)).revoke, (folder, list(wallet(DAN))));
        operations[1] = abi.encodeCall(IGrants(address(0)).setBlocked, (folder, true, abi.encodePacked(EVE)));
        operations[2] = abi.encodeCall(IGrants(address(0)).advance, (folder, 0, 2, RECORD, 0, ""));
        operations[3] = abi.encodeCall(
            IGrants(address(0)).schedule,
            (folder, 1, RECORD, uint40(block.timestamp), 0)
        );
        operations[4] = abi.encodeCall(
            IGrants(address(0)).activate,
            (folder, OWNER, RECORD, uint40(block.timestamp), 2)
        );
        operations[5] = abi.encodeCall(IGrants(address(0)).revokeAll, (folder));
        uint256 before = gasleft();
        _give(folder, DAN);
        grants.hasAccess(folder, DAN, READER);
        for (uint256 i = 0; i < operations.length; ++i) {
            vm.prank(OWNER);
            (bool success, ) = address(grants).call(operations[i]);
            vm.assertTrue(success, "done");
        }
        return before - gasleft();
    }

    function _give(bytes32 folder, address account) private {
        vm.prank(OWNER);
        grants.grant(folder, wallet(account), packTerms(READER, 0, 0, FOREVER), 0);
    }

    function _callAtRandom(uint256 random) private {
        (uint8 a, uint8 b, uint8 c) = (uint8(random), uint8(random >> 8), uint8(random >> 16));
        (uint8 d, uint16 e, uint8 f) = (uint8(random >> 24), uint16(random >> 32), uint8(random >> 48));
        uint256 drawn = (random >> 200) % 32;
        if (drawn < 12) _handler.grant(a, b, c, d, e, f);
        else if (drawn < 14) _handler.revoke(a, b);
        else if (drawn < 16) _handler.setBlocked(a, b, c % 4 == 0);
        else if (drawn < 20) _handler.advance(a, b, c % 2 == 0, e);
        else if (drawn < 26) {
            // Mostly scheduled in a folder that owes nothing, and followed by what may void it or not.
            if (a % 4 > 0) _handler.advance(0, b, false, 0);
            _handler.schedule(a, b, c % 8 == 0, d);
            if (e % 4 == 0) _handler.grant(a, b, c, d, e, f);
            _handler.wait(b);
            _handler.activate(a);
        } else if (drawn < 27) _handler.offer(a, b);
        else if (drawn < 28) _handler.accept(a, b % 2 == 0, c);
        else if (drawn < 29) _handler.revokeAll(a);
        else if (drawn < 30) _handler.deliver(a, b, c % 2 == 0);
        else _handler.wait(a);
    }

    function invariant_GrantsModel_AgreesOnEveryCall() public view {
        vm.assertEq(bytes(_handler.disagreement()).length, 0, _handler.disagreement());
    }

    /// @dev No one has access but the owner and whoever hangs on him by live grants.
    function invariant_G1_AccessIsALiveChain() public {
        vm.warp(_handler.time());
        address[] memory people = _handler.people();
        GrantsModel model = _handler.model();
        for (uint256 i = 0; i < people.length; ++i) {
            assertRole(people[i], model.powerOf(people[i]).role, "role of the chain");
        }
    }

    /// @dev A revoke closes the slot, a block closes every path.
    function invariant_G2_BlockedWalletsHaveNoPath() public {
        vm.warp(_handler.time());
        address[] memory people = _handler.people();
        GrantsModel model = _handler.model();
        bytes32 subject = nameSubject("all", 1);
        for (uint256 i = 0; i < people.length; ++i) {
            names.setPrimary(people[i], subject);
            names.setOwned("all", people[i], subject);
        }
        address owner = model.owner();
        vm.warp(_handler.time() + 1);
        vm.prank(owner);
        grants.grant(FOLDER, subject, packTerms(READER, 0, 0, FOREVER), 0);
        bytes memory proof = abi.encodePacked(uint8(1), bytes32("all"));
        for (uint256 i = 0; i < people.length; ++i) {
            bool isOpen = people[i] == owner || !model.isBlocked(people[i]);
            vm.assertTrue(grants.hasAccess(FOLDER, people[i], READER) == isOpen, "by primary name");
            vm.assertTrue(grants.hasAccess(FOLDER, people[i], READER, proof) == isOpen, "by proof");
        }
    }

    /// @dev Epochs move by compare-and-swap alone, and every field of the state is what the acts say.
    function invariant_G3_TheStateIsWhatTheCallsSay() public view {
        GrantsModel model = _handler.model();
        (
            bool isScheduled,
            address author,
            uint40 issuedAt,
            uint40 activateAt,
            uint40 nextDueAt,
            uint32 madeFor
        ) = model.plan();
        uint256 flags = (model.moved() ? 1 : 0) | (model.stale() ? 2 : 0) | (isScheduled ? 4 : 0);
        vm.assertEq(epochOf(), model.epoch(), "epochs move by advance and accept alone");
        vm.assertEq(narrowedOf(), model.narrowed(), "narrowed");
        vm.assertEq(dueAtOf(), model.dueAt(), "dueAt");
        vm.assertEq(flagsOf(), flags, "flags");
        (bytes32 digest, uint40 due) = grants.scheduleOf(FOLDER);
        bytes32 planned = keccak256(abi.encode(author, issuedAt, uint256(1), activateAt, madeFor));
        vm.assertEq(digest, isScheduled ? planned : bytes32(0), "schedule");
        vm.assertEq(due, nextDueAt, "when the epoch after it is owed");
        vm.assertEq(_handler.falls(), 0, "counters never fall");
    }

    /// @dev Grants of another generation are dead, all at once.
    function invariant_G4_GenerationsEndTheirGrants() public {
        vm.warp(_handler.time());
        vm.assertEq(generationOf(), _handler.model().generation(), "moves by revokeAll and accept alone");
        address[] memory people = _handler.people();
        for (uint256 i = 0; i < people.length; ++i) {
            uint16 generation = uint16(wordOf(people[i]) >> 232);
            bool isLive = people[i] != ownerOf() && roleOf(people[i]) > 0;
            vm.assertTrue(!isLive || generation == generationOf(), "of this one");
        }
    }

    /// @dev The folder belongs to whoever accepted it last, and to no one else.
    function invariant_G6_OwnersMoveByAcceptanceAlone() public {
        vm.warp(_handler.time());
        GrantsModel model = _handler.model();
        vm.assertTrue(ownerOf() == model.owner(), "owner");
        (address to, ) = grants.offerOf(FOLDER);
        vm.assertTrue(to == model.offeredTo(), "offer");
        if (model.moved() && model.owner() != OWNER)
            vm.assertEq(roleOf(OWNER), model.powerOf(OWNER).role, "the first owner keeps what he is granted");
    }

    /// @dev Whoever wrote the present key is owner or admin, or a new key is owed: at once, or since a date that has come.
    function invariant_G10_AKeyOutlivesNotTheRightOfItsAuthor() public {
        vm.warp(_handler.time());
        GrantsModel model = _handler.model();
        if (model.author() == address(0)) return;
        bool isOwed = isStale() || (dueAtOf() != 0 && dueAtOf() <= block.timestamp);
        vm.assertTrue(isOwed || roleOf(model.author()) == ADMIN, "a key of no one");
    }

    /// @dev A live grant is younger than the last moment at which its granter could not pass it on.
    function invariant_G11_WhatARightMadeEndsWithIt() public {
        vm.warp(_handler.time());
        address[] memory people = _handler.people();
        for (uint256 i = 0; i < people.length; ++i) {
            address granter = address(uint160(wordOf(people[i])));
            bool isLive = people[i] != ownerOf() && roleOf(people[i]) > 0;
            if (!isLive || granter == ownerOf()) continue;
            vm.assertTrue(issuedAtOf(people[i]) > _handler.lostAt(granter), "a right came back");
        }
    }

    /// @dev An admin may take whoever is no admin by the whole chain, whatever the word says.
    function invariant_G12_EffectiveRolesDecide() public {
        vm.warp(_handler.time());
        address[] memory people = _handler.people();
        for (uint256 i = 0; i < people.length; ++i) {
            for (uint256 j = 0; j < people.length; ++j) {
                (address admin, address member) = (people[i], people[j]);
                bool saysAdmin = (wordOf(member) >> 248) & 0xf == ADMIN;
                bool asks = saysAdmin && roleOf(member) > 0 && roleOf(member) < ADMIN;
                if (!asks || admin == ownerOf() || roleOf(admin) != ADMIN) continue;
                vm.prank(admin);
                (bool success, ) = address(grants).call(
                    abi.encodeCall(grants.revoke, (FOLDER, list(wallet(member))))
                );
                vm.assertTrue(success, "an admin is refused");
            }
        }
    }

    /// @dev A key that the owner or an admin hands over is owed again when the right of who gets it ends.
    function invariant_G13_ADeliveredKeyEndsWithItsRight() public view {
        vm.assertEq(_handler.unbounded(), 0, "a key without end");
    }

    /// @dev G9: asking never reverts, whoever asks about whom.
    function invariant_G9_AnswersNeverRevert() public {
        vm.warp(_handler.time());
        address[] memory people = _handler.people();
        for (uint8 kind = 0; kind < 7; ++kind) {
            for (uint256 i = 0; i < people.length; ++i) {
                bytes memory proof = abi.encodePacked(kind, people[i], wallet(people[i]), FOLDER, FOLDER);
                grants.hasAccess(FOLDER, people[i], READER, proof);
                grants.hasAccess(FOLDER, people[i], READER, abi.encodePacked(kind, FOLDER));
            }
        }
    }
}
