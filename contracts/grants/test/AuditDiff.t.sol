// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {GrantsTestBase} from "./GrantsTestBase.t.sol";

/// @dev Random histories. Whoever wrote the present key as an admin and is no admin now: the folder is stale or due.
contract AuditDiffTest is GrantsTestBase {
    uint256 private seed;
    uint256 private done;
    address private author;
    address[5] private people = [ANNA, BOB, CARA, DAN, EVE];

    function draw(uint256 below) private returns (uint256) {
        seed = uint256(keccak256(abi.encode(seed)));
        return seed % below;
    }

    function roles() private view returns (bytes32) {
        return keccak256(abi.encode(roleOf(ANNA), roleOf(BOB), roleOf(CARA), roleOf(DAN), roleOf(EVE)));
    }

    function callOf(uint256 act, address by, address to) private returns (bytes memory) {
        uint40 expiry = draw(3) == 0 ? uint40(block.timestamp + draw(30)) : FOREVER;
        uint40 due = draw(2) == 0 ? 0 : expiry;
        bytes32 one = wallet(draw(2) == 0 ? to : by);
        if (act < 5) {
            uint8 role = draw(2) == 0 ? ADMIN : uint8(draw(5));
            uint8 depth = role == 0 ? 0 : uint8(draw(4));
            return abi.encodeCall(grants.grant, (FOLDER, wallet(to), packTerms(role, depth, role == 0 ? GUARDIAN : 0, expiry), PASS));
        }
        if (act == 5) return abi.encodeCall(grants.revoke, (FOLDER, list(one)));
        if (act == 6) return abi.encodeCall(grants.setBlocked, (FOLDER, draw(3) == 0, abi.encodePacked(to)));
        if (act < 9) {
            bytes memory gone = draw(2) == 0 ? bytes("") : list(one);
            return abi.encodeCall(grants.advance, (FOLDER, epochOf(), narrowedOf(), RECORD, due, gone));
        }
        if (act == 9) return abi.encodeCall(grants.deliver, (FOLDER, wallet(to), PASS));
        return abi.encodeCall(grants.deliverBatch, (FOLDER, PASS, due, list(wallet(to), one)));
    }

    function step() private {
        if (draw(3) != 0) vm.warp(block.timestamp + draw(7));
        address by = draw(3) == 0 ? OWNER : people[draw(5)];
        uint256 act = draw(11);
        bytes memory data = callOf(act, by, people[draw(5)]);
        bool before = isStale();
        bytes32 kept = roles();
        vm.prank(by);
        (bool ok, ) = address(grants).call(data);
        if (ok) ++done;
        if (ok && (act == 7 || act == 8)) author = by;
        if (ok && act >= 9) vm.assertTrue(isStale() == before && kept == roles(), "deliver");
        if (author == address(0) || author == OWNER || roleOf(author) == ADMIN) return;
        vm.assertTrue(isStale() || (dueAtOf() != 0 && dueAtOf() <= block.timestamp), "the key of one who has left");
    }

    mapping(uint256 run => mapping(address => mapping(uint40 issuedAt => bool))) private wasAdmin;
    mapping(uint256 run => mapping(address => mapping(uint40 issuedAt => bool))) private adminEnded;
    mapping(uint256 run => mapping(address => mapping(uint40 issuedAt => bool))) private hadDepth;
    mapping(uint256 run => mapping(address => mapping(uint40 issuedAt => bool))) private depthEnded;
    mapping(address => uint40[]) private times;
    uint256 private run;

    function watch(address who) private {
        uint40 now_ = issuedAtOf(who);
        bool admin = roleOf(who) == ADMIN;
        bool deep = roleOf(who) > 0 && (wordOf(who) >> 252) & 3 > 0;
        if (admin) vm.assertTrue(!adminEnded[run][who][now_], "an admin's time of issue revived");
        if (deep) vm.assertTrue(!depthEnded[run][who][now_], "a granter's time of issue revived");
        for (uint256 i = 0; i < times[who].length; ++i) {
            uint40 t = times[who][i];
            if (t >= block.timestamp) continue;
            if (wasAdmin[run][who][t] && !(admin && t == now_)) adminEnded[run][who][t] = true;
            if (hadDepth[run][who][t] && !(deep && t == now_)) depthEnded[run][who][t] = true;
        }
        if (!admin && !deep) return;
        // Nothing can hang on an issue in its own second.
        if (now_ == block.timestamp) return;
        if (!wasAdmin[run][who][now_] && !hadDepth[run][who][now_]) times[who].push(now_);
        if (admin) wasAdmin[run][who][now_] = true;
        if (deep) hadDepth[run][who][now_] = true;
    }

    function testFuzz_NoTimeOfIssueRevives(uint256 seed_) public {
        seed = seed_;
        for (uint256 i = 0; i < 60; ++i) {
            step();
            for (uint256 k = 0; k < 5; ++k) watch(people[k]);
        }
    }

    function testFuzz_AuthorGone(uint256 seed_) public {
        seed = seed_;
        author = address(0);
        for (uint256 i = 0; i < 80; ++i) step();
        vm.assertTrue(done > 8, "little was done");
    }
}
