// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrants} from "../../interfaces/IGrants.sol";
import {GrantsModel} from "./GrantsModel.t.sol";
import {GrantsTestBase} from "./GrantsTestBase.t.sol";
import {TestBase} from "../../mocks/TestBase.sol";

/// @dev Lets six people do anything to one folder, in `Grants` and in the model, and remembers where these disagree.
contract GrantsHandler is TestBase {
    uint40 private constant FOREVER = 2 ** 36 - 1;
    bytes32 private constant RECORD = bytes32(uint256(1));

    IGrants private immutable _grants;
    GrantsModel public immutable model;
    bytes32 private immutable _folder;
    address[] private _people;

    /// @dev Kept here because a warp outlives a call that reverts.
    uint40 public time = 1_000_000;
    string public disagreement;
    /// @dev How often a counter of the folder was lower than before. Kept here, because what an invariant writes down is
    /// forgotten.
    uint256 public falls;
    /// @dev How often a key was handed over for longer than the right of who got it.
    uint256 public unbounded;
    /// @dev When an account was last seen without the right to pass on.
    mapping(address account => uint40 time) private _lostAt;
    uint32 private _epoch;
    uint32 private _narrowed;
    uint16 private _generation;
    /// @dev How often each call went through.
    mapping(string act => uint256 times) public done;

    constructor(IGrants grants, bytes32 folder, address[] memory people_) {
        _grants = grants;
        _folder = folder;
        _people = people_;
        model = new GrantsModel(people_[0]);
    }

    function grant(uint8 by, uint8 to, uint8 role, uint8 depth, uint16 lifetime, uint8 random) public {
        vm.warp(time);
        GrantsModel.Held memory terms;
        terms.expiry = lifetime % 3 == 0 ? time + (lifetime % 60) : FOREVER;
        terms.guardian = random % 8 == 0;
        if (!terms.guardian) (terms.role, terms.depth) = (role % 5, depth % 4);
        address granter = _person(by, random);
        address account = _people[to % _people.length];
        bool expected = model.mayGrant(granter, account, terms);
        uint256 packed = uint256(terms.expiry) | (uint256(terms.role) << 40) | (uint256(terms.depth) << 44);
        if (terms.guardian) packed |= 1 << 47;
        bytes memory call = abi.encodeCall(
            IGrants(address(0)).grant,
            (_folder, _subject(account), packed, 0)
        );
        if (_try("grant", granter, call, expected)) model.grant(granter, account, terms);
    }

    /// @dev The owner makes someone an admin, who passes on some of it in the next second: chance alone seldom makes a chain.
    function grantOn(uint8 to, uint8 further, uint8 role, uint8 depth, uint16 lifetime) external {
        grant(0, to, 4, 3, 1, 3);
        ++time;
        grant(to, further, role, depth, lifetime, 1);
    }

    /// @dev The owner leaves an admin with writing, so that the words of those below say more than their chain.
    function demote(uint8 whom) public {
        vm.warp(time);
        address account = _people[whom % _people.length];
        if (model.powerOf(account).role != 4 || account == model.owner()) return;
        (, uint40 expiry, , , , uint8 depth, , ) = model.held(account);
        grant(0, whom, 3, depth, expiry == FOREVER ? 1 : 3, 3);
    }

    /// @dev The same for an admin who made another one, beside a third.
    function demoteAbove(uint8 whom, uint8 below, uint8 beside) external {
        grant(0, whom, 4, 3, 1, 3);
        ++time;
        grant(whom, below, 4, 1, 1, 1);
        grant(0, beside, 4, 0, 1, 3);
        demote(whom);
    }

    /// @dev The key of an epoch that knows of no end goes to somebody whose right ends.
    function deliverLate(uint8 to, bool asList) external {
        grant(0, to, 1, 0, 30, 3);
        advance(0, to, false, 0);
        deliver(0, to, asList);
    }

    /// @dev An admin begins an epoch and leaves in the same call.
    function leave(uint8 whom) external {
        vm.warp(time);
        address account = _people[whom % _people.length];
        if (model.powerOf(account).role != 4 || account == model.owner()) return;
        bytes memory call = abi.encodeCall(
            IGrants(address(0)).advance,
            (_folder, model.epoch(), model.narrowed(), RECORD, 0, abi.encodePacked(_subject(account)))
        );
        uint40 limited = model.limitDue(account, 0);
        if (!_try("advance", account, call, true)) return;
        model.revoke(account, account);
        model.advance(account, limited);
    }

    /// @dev The owner lets the right of somebody with a team lapse, and admits it again.
    function lapse(uint8 to, uint8 further, uint8 depth) external {
        grant(0, to, 4, 3, 1, 3);
        ++time;
        grant(to, further, 3, depth, 1, 1);
        grant(0, to, 4, 3, 3, 3);
        time += 4;
        vm.warp(time);
        _watch();
        grant(0, to, 4, 3, 1, 3);
    }

    function revoke(uint8 by, uint8 from) external {
        vm.warp(time);
        (address caller, address account) = (_person(by, by), _people[from % _people.length]);
        bool expected = _mayRevoke(caller, account);
        bytes memory call = abi.encodeCall(
            IGrants(address(0)).revoke,
            (_folder, abi.encodePacked(_subject(account)))
        );
        if (_try("revoke", caller, call, expected)) model.revoke(caller, account);
    }

    function setBlocked(uint8 by, uint8 whom, bool blocked) external {
        vm.warp(time);
        (address caller, address account) = (_person(by, by), _people[whom % _people.length]);
        bool expected = blocked ? model.mayBlock(caller, account) : model.mayUnblock(caller, account);
        bytes memory call = abi.encodeCall(
            IGrants(address(0)).setBlocked,
            (_folder, blocked, abi.encodePacked(account))
        );
        if (_try("setBlocked", caller, call, expected)) model.setBlocked(caller, account, blocked);
    }

    /// @dev Two of eight were prepared for another epoch, or before something was taken away.
    function advance(uint8 by, uint8 from, bool revokes, uint16 dueIn) public {
        vm.warp(time);
        (address caller, address account) = (_person(by, by), _people[from % _people.length]);
        uint40 dueAt = dueIn % 2 == 0 ? 0 : time + dueIn;
        bool expected = model.powerOf(caller).role == 4;
        if (revokes) expected = expected && _mayRevoke(caller, account);
        (uint32 epoch, uint32 narrowed) = (model.epoch(), model.narrowed());
        if (dueIn % 8 == 5) ++epoch;
        if (dueIn % 8 == 7) ++narrowed;
        expected = expected && dueIn % 8 != 5 && dueIn % 8 != 7;
        bytes memory subjects = revokes ? abi.encodePacked(_subject(account)) : bytes("");
        bytes memory call = abi.encodeCall(
            IGrants(address(0)).advance,
            (_folder, epoch, narrowed, RECORD, dueAt, subjects)
        );
        uint40 limited = model.limitDue(caller, dueAt);
        if (!_try("advance", caller, call, expected)) return;
        if (revokes) model.revoke(caller, account);
        model.advance(caller, limited);
    }

    function schedule(uint8 by, uint8 delay, bool withdraws, uint8 dueIn) external {
        vm.warp(time);
        address caller = _person(by, by);
        uint40 activateAt = withdraws ? 0 : time + (delay % 15);
        uint40 dueAt = dueIn % 2 == 0 ? 0 : activateAt + dueIn;
        bool expected = model.powerOf(caller).role == 4 && (withdraws || !model.stale());
        bytes memory call = abi.encodeCall(
            IGrants(address(0)).schedule,
            (_folder, model.epoch(), withdraws ? bytes32(0) : RECORD, activateAt, dueAt)
        );
        if (!_try("schedule", caller, call, expected)) return;
        if (withdraws) model.withdraw();
        else model.schedule(caller, activateAt, dueAt);
    }

    function activate(uint8 by) external {
        vm.warp(time);
        (, address author, , uint40 activateAt, , uint32 madeFor) = model.plan();
        bytes memory call = abi.encodeCall(
            IGrants(address(0)).activate,
            (_folder, author, RECORD, activateAt, madeFor)
        );
        address caller = _people[by % _people.length];
        if (_try("activate", caller, call, model.mayActivate())) model.activate();
    }

    function revokeAll(uint8 by) external {
        vm.warp(time);
        address caller = _person(by, by);
        bytes memory call = abi.encodeCall(IGrants(address(0)).revokeAll, (_folder));
        if (_try("revokeAll", caller, call, caller == model.owner())) model.revokeAll();
    }

    function offer(uint8 by, uint8 to) external {
        vm.warp(time);
        (address caller, address account) = (_person(by, by), _people[to % _people.length]);
        bool expected = caller == model.owner() && account != caller;
        bytes memory call = abi.encodeCall(IGrants(address(0)).offerFolder, (_folder, account, FOREVER));
        if (_try("offer", caller, call, expected)) model.offer(account);
    }

    function accept(uint8 by, bool settled, uint8 dueIn) external {
        vm.warp(time);
        address caller = by % 4 == 0 ? _people[by % _people.length] : model.offeredTo();
        if (caller == address(0)) return;
        // Without a record the counters do not matter.
        uint32 off = settled ? 0 : dueIn % 3;
        bytes memory call = abi.encodeCall(
            IGrants(address(0)).acceptFolder,
            (_folder, model.epoch() + off, model.narrowed() + off, settled ? RECORD : bytes32(0), dueIn, "")
        );
        if (_try("accept", caller, call, caller == model.offeredTo())) model.accept(caller, settled, dueIn);
    }

    /// @dev A key that the owner or an admin hands over ends with the right of who gets it.
    function deliver(uint8 by, uint8 to, bool asList) public {
        vm.warp(time);
        (address caller, address account) = (_person(by, by), _people[to % _people.length]);
        bool isAdmin = model.powerOf(caller).role == 4;
        bool expected = model.mayDeliver(caller, account) && (isAdmin || !asList);
        bytes memory call =
            asList
                ? abi.encodeCall(
                    IGrants(address(0)).deliverBatch,
                    (_folder, RECORD, 0, abi.encodePacked(_subject(account)))
                )
                : abi.encodeCall(IGrants(address(0)).deliver, (_folder, _subject(account), RECORD));
        if (!_try("deliver", caller, call, expected)) return;
        model.deliver(caller, account);
        GrantsModel.Power memory power = model.powerOf(account);
        (, , , , uint40 dueAt, , ) = _grants.folderOf(_folder);
        bool ends = isAdmin && power.live && power.expiry != FOREVER;
        if (ends && (dueAt == 0 || dueAt > power.expiry)) ++unbounded;
    }

    function wait(uint8 seconds_) external {
        time += seconds_ % 20;
        vm.warp(time);
        _watch();
    }

    /// @dev What the account that is one of `people` granted until then must be dead.
    function lostAt(address account) external view returns (uint40) {
        return _lostAt[account];
    }

    function people() external view returns (address[] memory) {
        return _people;
    }

    function _try(
        string memory act,
        address caller,
        bytes memory call,
        bool expected
    ) private returns (bool) {
        _watch();
        vm.prank(caller);
        (bool success, ) = address(_grants).call(call);
        if (success) ++done[act];
        if (success != expected)
            disagreement = string.concat(act, success ? ": not in the model" : ": only in the model");
        _watch();
        return success && expected;
    }

    function _watch() private {
        (, uint32 epoch, uint32 narrowed, uint16 generation, , , ) = _grants.folderOf(_folder);
        if (epoch < _epoch || narrowed < _narrowed || generation < _generation) ++falls;
        (_epoch, _narrowed, _generation) = (epoch, narrowed, generation);
        for (uint256 i = 0; i < _people.length; ++i) {
            if (model.powerOf(_people[i]).depth == 0) _lostAt[_people[i]] = time;
        }
    }

    function _mayRevoke(address caller, address account) private view returns (bool) {
        return model.mayTake(caller, account) || (caller == account && model.holdsAGrant(caller));
    }

    /// @dev Mostly the owner, or little would go through.
    function _person(uint8 by, uint8 random) private view returns (address) {
        return random % 3 == 0 ? model.owner() : _people[by % _people.length];
    }

    function _subject(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }
}

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
            _actAtRandom(random);
        }
        vm.assertEq(bytes(_handler.disagreement()).length, 0, _handler.disagreement());
        string[8] memory acts = [
            "grant",
            "revoke",
            "setBlocked",
            "advance",
            "schedule",
            "activate",
            "offer",
            "accept"
        ];
        for (uint256 i = 0; i < acts.length; ++i) vm.assertTrue(_handler.done(acts[i]) >= 10, acts[i]);
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
        bytes[] memory acts = new bytes[](6);
        acts[0] = abi.encodeCall(IGrants(address(0)).revoke, (folder, list(wallet(DAN))));
        acts[1] = abi.encodeCall(IGrants(address(0)).setBlocked, (folder, true, abi.encodePacked(EVE)));
        acts[2] = abi.encodeCall(IGrants(address(0)).advance, (folder, 0, 2, RECORD, 0, ""));
        acts[3] = abi.encodeCall(
            IGrants(address(0)).schedule,
            (folder, 1, RECORD, uint40(block.timestamp), 0)
        );
        acts[4] = abi.encodeCall(
            IGrants(address(0)).activate,
            (folder, OWNER, RECORD, uint40(block.timestamp), 2)
        );
        acts[5] = abi.encodeCall(IGrants(address(0)).revokeAll, (folder));
        uint256 before = gasleft();
        _give(folder, DAN);
        grants.hasAccess(folder, DAN, READER);
        for (uint256 i = 0; i < acts.length; ++i) {
            vm.prank(OWNER);
            (bool success, ) = address(grants).call(acts[i]);
            vm.assertTrue(success, "done");
        }
        return before - gasleft();
    }

    function _give(bytes32 folder, address account) private {
        vm.prank(OWNER);
        grants.grant(folder, wallet(account), packTerms(READER, 0, 0, FOREVER), 0);
    }

    function _actAtRandom(uint256 random) private {
        (uint8 a, uint8 b, uint8 c) = (uint8(random), uint8(random >> 8), uint8(random >> 16));
        (uint8 d, uint16 e, uint8 f) = (uint8(random >> 24), uint16(random >> 32), uint8(random >> 48));
        uint256 act = (random >> 200) % 32;
        if (act < 12) _handler.grant(a, b, c, d, e, f);
        else if (act < 14) _handler.revoke(a, b);
        else if (act < 16) _handler.setBlocked(a, b, c % 4 == 0);
        else if (act < 20) _handler.advance(a, b, c % 2 == 0, e);
        else if (act < 26) {
            // Mostly scheduled in a folder that owes nothing, and followed by what may void it or not.
            if (a % 4 > 0) _handler.advance(0, b, false, 0);
            _handler.schedule(a, b, c % 8 == 0, d);
            if (e % 4 == 0) _handler.grant(a, b, c, d, e, f);
            _handler.wait(b);
            _handler.activate(a);
        } else if (act < 27) _handler.offer(a, b);
        else if (act < 28) _handler.accept(a, b % 2 == 0, c);
        else if (act < 29) _handler.revokeAll(a);
        else if (act < 30) _handler.deliver(a, b, c % 2 == 0);
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
        vm.assertTrue(isOwed || roleOf(model.author()) == ADMIN, "a key of nobody");
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
