// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INamePolicy} from "../../contracts/interfaces/INamePolicy.sol";
import {AnchorVersions} from "../../contracts/names/types/AnchorVersions.sol";
import {NameOffer, NameOfferLib} from "../../contracts/names/types/NameOffer.sol";
import {NameRecord, NameRecordLib} from "../../contracts/names/types/NameRecord.sol";
import {PolicyWord, PolicyWordLib} from "../../contracts/names/types/PolicyWord.sol";
import {Recovery, RecoveryLib} from "../../contracts/names/types/Recovery.sol";
import {Checks} from "./Checks.sol";

/// @dev The words of Names.
contract NamesWordsChecks is Checks {
    function check_anchorVersions(uint256 raw, uint8 kind, uint8 other, uint32 version) public pure {
        if (kind > 7 || other > 7) return;
        AnchorVersions word = AnchorVersions.wrap(raw);
        uint256 at = uint256(kind) * 32;
        assert(word.versionOf(kind) == read(raw, at, 32));
        AnchorVersions changed = word.withVersion(kind, version);
        assertOnly(raw, AnchorVersions.unwrap(changed), field(at, 32), uint256(version) << at);
        assert(changed.versionOf(other) == (other == kind ? version : word.versionOf(other)));
    }

    function check_recordIsRead(uint256 raw, uint8 flag) public pure {
        NameRecord word = NameRecord.wrap(raw);
        assert(uint160(word.owner()) == read(raw, 0, 160));
        assert(word.keyEpoch() == read(raw, 160, 32));
        assert(word.generation() == read(raw, 192, 16));
        assert(word.since() == read(raw, 208, 40));
        assert(word.flags() == read(raw, 248, 8));
        assert(word.has(flag) == (read(raw, 248, 8) & flag != 0));
        assert(word.isUnknown() == (raw == 0));
    }

    function check_recordChangesAlone(uint256 raw, uint32 epoch, uint8 flag) public pure {
        NameRecord word = NameRecord.wrap(raw);
        uint256 changed = NameRecord.unwrap(word.withKeyEpoch(epoch));
        assertOnly(raw, changed, field(160, 32), uint256(epoch) << 160);
        assert(NameRecord.unwrap(word.with(flag)) == raw | (uint256(flag) << 248));
        assert(NameRecord.unwrap(word.without(flag)) == raw & ~(uint256(flag) << 248));
    }

    function check_recordMoves(uint256 raw, address owner, uint32 epoch, uint16 generation) public pure {
        uint256 moved = NameRecord.unwrap(NameRecord.wrap(raw).movedTo(owner, epoch, generation));
        uint256 value = uint160(owner) | (uint256(epoch) << 160) | (uint256(generation) << 192);
        assertOnly(raw, moved, field(0, 208), value);
    }

    function check_recordBegins(address owner, uint16 generation, uint40 time) public {
        warp(time);
        NameRecord word = NameRecordLib.registered(owner, generation);
        assert(word.owner() == owner && word.generation() == generation);
        assert(word.keyEpoch() == 1 && word.since() == time && word.flags() == 0);
    }

    function check_recordEnds(uint256 raw, uint40 time) public {
        warp(time);
        NameRecord before = NameRecord.wrap(raw);
        if (before.generation() == type(uint16).max) return;
        NameRecord word = before.released();
        assert(word.owner() == address(0) && word.generation() == before.generation() + 1);
        assert(word.keyEpoch() == 0 && word.since() == time && word.flags() == 1);
    }

    function check_offer(uint256 raw, address to, uint8 kind, uint40 expiresAt, uint40 time) public {
        warp(time);
        NameRecord record = NameRecord.wrap(raw);
        NameOffer word = NameOfferLib.make(record, to, kind, expiresAt);
        uint256 bits = NameOffer.unwrap(word);
        assert(word.to() == to && word.expiresAt() == expiresAt && word.kind() == kind);
        assert(read(bits, 160, 16) == record.generation() && read(bits, 176, 32) == record.keyEpoch());
        assert(word.isLive(record) == (to != address(0) && time <= expiresAt));
    }

    function check_offerDiesWithItsName(uint256 raw, uint256 record, uint40 time) public {
        warp(time);
        bool sameName =
            read(raw, 160, 16) == read(record, 192, 16) && read(raw, 176, 32) == read(record, 160, 32);
        bool live = NameOffer.wrap(raw).isLive(NameRecord.wrap(record));
        assert(live == (sameName && read(raw, 0, 160) != 0 && time <= read(raw, 208, 40)));
    }

    function check_policy(uint256 raw, address policy, uint40 due) public pure {
        PolicyWord word = PolicyWord.wrap(raw);
        assert(uint160(address(word.policy())) == read(raw, 0, 160));
        assert(word.isFrozen() == (read(raw, 160, 1) == 1));
        assert(word.due() == read(raw, 168, 40));
        assert(PolicyWord.unwrap(word.frozen()) == raw | (1 << 160));
        assert(PolicyWord.unwrap(PolicyWordLib.inForce(INamePolicy(policy))) == uint160(policy));
        uint256 announced = PolicyWord.unwrap(PolicyWordLib.announced(INamePolicy(policy), due));
        assert(announced == uint160(policy) | (uint256(due) << 168));
    }

    function check_recoveryIsRead(uint256 raw) public pure {
        Recovery word = Recovery.wrap(raw);
        assert(uint160(word.agent()) == read(raw, 0, 160));
        assert(word.delay() == read(raw, 176, 24));
        assert(word.readyAt() == read(raw, 200, 40));
        assert(word.mode() == read(raw, 240, 8));
        assert(word.flags() == read(raw, 248, 8));
        assertOnly(raw, Recovery.unwrap(word.idle()), field(200, 40) | field(248, 8), 0);
    }

    function check_recoveryIsMade(address agent, uint16 generation, uint24 delay, uint8 mode) public pure {
        uint256 raw = Recovery.unwrap(RecoveryLib.make(agent, generation, delay, mode));
        assert(read(raw, 0, 160) == uint160(agent) && read(raw, 160, 16) == generation);
        assert(read(raw, 176, 24) == delay && read(raw, 240, 8) == mode);
        assert(read(raw, 200, 40) == 0 && read(raw, 248, 8) == 0);
    }

    function check_recoveryWaits(uint256 raw, uint8 flag, uint40 time) public {
        if (time > type(uint40).max - type(uint24).max) return;
        warp(time);
        Recovery word = Recovery.wrap(raw);
        uint256 value = ((uint256(time) + read(raw, 176, 24)) << 200) | (uint256(flag) << 248);
        assertOnly(raw, Recovery.unwrap(word.pending(flag)), field(200, 40) | field(248, 8), value);
    }
}
