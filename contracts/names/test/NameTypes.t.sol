// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INamePolicy} from "../../interfaces/INamePolicy.sol";
import {TestBase} from "../../mocks/TestBase.sol";
import {AnchorVersions} from "../types/AnchorVersions.sol";
import {NameOffer, NameOfferLib} from "../types/NameOffer.sol";
import {NameRecord, NameRecordLib} from "../types/NameRecord.sol";
import {PolicyWord, PolicyWordLib} from "../types/PolicyWord.sol";
import {Recovery, RecoveryLib} from "../types/Recovery.sol";

/// @dev Each field of the packed words: where it is, and that nothing else moves with it.
contract NameTypesTest is TestBase {
    uint256 private constant NOW = 1_800_000_000;

    function setUp() public {
        vm.warp(NOW);
    }

    /* NameRecord */

    function testFuzz_Record_ReadsEveryField(uint256 word) public pure {
        NameRecord record = NameRecord.wrap(word);
        vm.assertEq(record.owner(), address(uint160(word)), "owner");
        vm.assertEq(record.keyEpoch(), uint32(word >> 160), "keyEpoch");
        vm.assertEq(record.generation(), uint16(word >> 192), "generation");
        vm.assertEq(record.since(), uint40(word >> 208), "since");
        vm.assertEq(record.flags(), uint8(word >> 248), "flags");
        vm.assertEq(record.isUnknown(), word == 0, "isUnknown");
    }

    function testFuzz_Record_Registered(address owner, uint16 generation) public view {
        _is(
            NameRecordLib.registered(owner, generation),
            uint256(uint160(owner)) | (1 << 160) | (uint256(generation) << 192) | (NOW << 208)
        );
    }

    function testFuzz_Record_Released(uint256 word) public view {
        uint256 generation = bound((word >> 192) & 0xffff, 0, type(uint16).max - 1);
        word = (word & ~(uint256(0xffff) << 192)) | (generation << 192);
        _is(NameRecord.wrap(word).released(), ((generation + 1) << 192) | (NOW << 208) | (1 << 248));
    }

    function testFuzz_Record_MovedTo(uint256 word, address to, uint32 epoch, uint16 generation) public pure {
        uint256 moved = uint256(uint160(to)) | (uint256(epoch) << 160) | (uint256(generation) << 192);
        _is(NameRecord.wrap(word).movedTo(to, epoch, generation), moved | ((word >> 208) << 208));
    }

    function testFuzz_Record_WithKeyEpoch(uint256 word, uint32 epoch) public pure {
        uint256 cleared = word & ~(uint256(type(uint32).max) << 160);
        _is(NameRecord.wrap(word).withKeyEpoch(epoch), cleared | (uint256(epoch) << 160));
    }

    function testFuzz_Record_Flags(uint256 word, uint8 bit) public pure {
        uint8 flag = uint8(1 << (bit % 8));
        uint256 mask = uint256(flag) << 248;
        NameRecord record = NameRecord.wrap(word);
        _is(record.with(flag), word | mask);
        _is(record.without(flag), word & ~mask);
        vm.assertEq(record.has(flag), word & mask != 0, "has");
    }

    /// @dev Every field at 0, 1, max - 1 and max, with all its neighbours at 0 and at max.
    function test_Record_Edges() public pure {
        uint8[5] memory starts = [0, 160, 192, 208, 248];
        uint8[5] memory widths = [160, 32, 16, 40, 8];
        for (uint256 i = 0; i < 5; ++i) {
            uint256 max = (1 << widths[i]) - 1;
            uint256[4] memory values = [0, 1, max - 1, max];
            for (uint256 j = 0; j < 8; ++j) {
                uint256 others = j < 4 ? 0 : ~(max << starts[i]);
                uint256 word = others | (values[j % 4] << starts[i]);
                NameRecord record = NameRecord.wrap(word);
                uint256 other = j < 4 ? 0 : ~uint256(0);
                vm.assertEq(uint160(record.owner()), i == 0 ? values[j % 4] : uint160(other), "owner");
                vm.assertEq(record.keyEpoch(), i == 1 ? values[j % 4] : uint32(other), "keyEpoch");
                vm.assertEq(record.generation(), i == 2 ? values[j % 4] : uint16(other), "generation");
                vm.assertEq(record.since(), i == 3 ? values[j % 4] : uint40(other), "since");
                vm.assertEq(record.flags(), i == 4 ? values[j % 4] : uint8(other), "flags");
            }
        }
    }

    /* NameOffer */

    function testFuzz_NameOffer_Packs(uint256 record, address to, uint8 kind, uint40 expiresAt) public pure {
        NameOffer made = NameOfferLib.make(NameRecord.wrap(record), to, kind, expiresAt);
        uint256 generation = (record >> 192) & 0xffff;
        uint256 epoch = (record >> 160) & 0xffffffff;
        vm.assertEq(
            NameOffer.unwrap(made),
            uint256(uint160(to)) |
                (generation << 160) |
                (epoch << 176) |
                (uint256(expiresAt) << 208) |
                (uint256(kind) << 248),
            "offer word"
        );
        vm.assertEq(made.to(), to, "to");
        vm.assertEq(made.kind(), kind, "kind");
        vm.assertEq(made.expiresAt(), expiresAt, "expiresAt");
    }

    function testFuzz_NameOffer_LivesWithItsState(uint256 record, uint256 later, address to) public view {
        vm.assume(to != address(0));
        NameOffer made = NameOfferLib.make(NameRecord.wrap(record), to, 1, uint40(NOW));
        vm.assertEq(made.isLive(NameRecord.wrap(record)), true, "at once");
        bool same = (record >> 160) & 0xffffffffffff == (later >> 160) & 0xffffffffffff;
        vm.assertEq(made.isLive(NameRecord.wrap(later)), same, "under another state");
        made = NameOfferLib.make(NameRecord.wrap(record), to, 1, uint40(NOW - 1));
        vm.assertEq(made.isLive(NameRecord.wrap(record)), false, "expired");
        made = NameOfferLib.make(NameRecord.wrap(record), address(0), 1, uint40(NOW));
        vm.assertEq(made.isLive(NameRecord.wrap(record)), false, "to no one");
    }

    /* Recovery */

    function testFuzz_Recovery_Packs(
        address agent,
        uint16 generation,
        uint24 delay,
        uint8 mode,
        uint8 flag
    ) public view {
        Recovery made = RecoveryLib.make(agent, generation, delay, mode);
        uint256 idle =
            uint256(uint160(agent)) |
                (uint256(generation) << 160) |
                (uint256(delay) << 176) |
                (uint256(mode) << 240);
        vm.assertEq(Recovery.unwrap(made), idle, "idle word");
        Recovery pending = made.pending(flag);
        vm.assertEq(
            Recovery.unwrap(pending),
            idle | ((NOW + delay) << 200) | (uint256(flag) << 248),
            "pending word"
        );
        vm.assertEq(pending.agent(), agent, "agent");
        vm.assertEq(pending.delay(), delay, "delay");
        vm.assertEq(pending.mode(), mode, "mode");
        vm.assertEq(pending.flags(), flag, "flags");
        vm.assertEq(pending.readyAt(), NOW + delay, "readyAt");
        vm.assertEq(Recovery.unwrap(pending.idle()), idle, "idle again");
        vm.assertEq(Recovery.unwrap(pending.pending(1)), Recovery.unwrap(made.pending(1)), "pending again");
    }

    /* PolicyWord */

    function testFuzz_Policy_Packs(address policy, uint40 due) public pure {
        PolicyWord word = PolicyWordLib.inForce(INamePolicy(policy));
        vm.assertEq(PolicyWord.unwrap(word), uint160(policy), "in force");
        vm.assertEq(word.isFrozen(), false, "not frozen");
        word = word.frozen();
        vm.assertEq(PolicyWord.unwrap(word), uint256(uint160(policy)) | (1 << 160), "frozen word");
        vm.assertEq(word.isFrozen(), true, "frozen");
        vm.assertEq(address(word.policy()), policy, "policy");
        word = PolicyWordLib.announced(INamePolicy(policy), due);
        vm.assertEq(
            PolicyWord.unwrap(word),
            uint256(uint160(policy)) | (uint256(due) << 168),
            "announced word"
        );
        vm.assertEq(word.due(), due, "due");
        vm.assertEq(word.isFrozen(), false, "announced is not frozen");
        vm.assertEq(address(word.policy()), policy, "policy");
    }

    /* AnchorVersions */

    function testFuzz_Versions_Packs(uint256 word, uint8 kind, uint32 version) public pure {
        kind = uint8(bound(kind, 0, 7));
        AnchorVersions versions = AnchorVersions.wrap(word).withVersion(kind, version);
        uint256 mask = uint256(type(uint32).max) << (32 * uint256(kind));
        vm.assertEq(
            AnchorVersions.unwrap(versions),
            (word & ~mask) | (uint256(version) << (32 * uint256(kind))),
            "word"
        );
        vm.assertEq(versions.versionOf(kind), version, "versionOf");
    }

    function _is(NameRecord record, uint256 word) private pure {
        vm.assertEq(NameRecord.unwrap(record), word, "record word");
    }
}
