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
    uint32 private _epoch;
    uint32 private _narrowed;
    uint16 private _generation;
    /// @dev How often each call went through.
    mapping(string operation => uint256 times) public done;

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

    function revoke(uint8 by, uint8 from) external {
        vm.warp(time);
        (address caller, address account) = (_person(by, by), _people[from % _people.length]);
        bool expected = caller == account || model.mayTake(caller, account);
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
    function advance(uint8 by, uint8 from, bool revokes, uint16 dueIn) external {
        vm.warp(time);
        (address caller, address account) = (_person(by, by), _people[from % _people.length]);
        uint40 dueAt = dueIn % 2 == 0 ? 0 : time + dueIn;
        bool expected = model.powerOf(caller).role == 4;
        if (revokes) expected = expected && (caller == account || model.mayTake(caller, account));
        (uint32 epoch, uint32 narrowed) = (model.epoch(), model.narrowed());
        if (dueIn % 8 == 5) ++epoch;
        if (dueIn % 8 == 7) ++narrowed;
        expected = expected && dueIn % 8 != 5 && dueIn % 8 != 7;
        bytes memory subjects = revokes ? abi.encodePacked(_subject(account)) : bytes("");
        bytes memory call = abi.encodeCall(
            IGrants(address(0)).advance,
            (_folder, epoch, narrowed, RECORD, dueAt, subjects)
        );
        if (!_try("advance", caller, call, expected)) return;
        if (revokes) model.revoke(caller, account);
        model.advance(dueAt);
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
        bytes memory call = abi.encodeCall(IGrants(address(0)).activate, (_folder));
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
        bytes memory call = abi.encodeCall(
            IGrants(address(0)).acceptFolder,
            (_folder, model.epoch(), model.narrowed(), settled ? RECORD : bytes32(0), dueIn, "")
        );
        if (_try("accept", caller, call, caller == model.offeredTo())) model.accept(caller, settled, dueIn);
    }

    function wait(uint8 seconds_) external {
        time += seconds_ % 20;
    }

    function people() external view returns (address[] memory) {
        return _people;
    }

    function _try(
        string memory operation,
        address caller,
        bytes memory call,
        bool expected
    ) private returns (bool) {
        vm.prank(caller);
        (bool success, ) = address(_grants).call(call);
        if (success) ++done[operation];
        if (success != expected)
            disagreement = string.concat(operation, success ? ": not in the model" : ": only in the model");
        _watch();
        return success && expected;
    }

    function _watch() private {
        (, uint32 epoch, uint32 narrowed, uint16 generation, , , ) = _grants.folderOf(_folder);
        if (epoch < _epoch || narrowed < _narrowed || generation < _generation) ++falls;
        (_epoch, _narrowed, _generation) = (epoch, narrowed, generation);
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

    /// @dev A history of 3,000 calls, in which every operation goes through again and again.
    function test_NamesInvariant_TheHandlerReachesEveryCall() public {
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
        operations[4] = abi.encodeCall(IGrants(address(0)).activate, (folder));
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
        uint256 choice = (random >> 200) % 32;
        if (choice < 12) _handler.grant(a, b, c, d, e, f);
        else if (choice < 14) _handler.revoke(a, b);
        else if (choice < 16) _handler.setBlocked(a, b, c % 4 == 0);
        else if (choice < 20) _handler.advance(a, b, c % 2 == 0, e);
        else if (choice < 26) {
            // Mostly scheduled in a folder that owes nothing, and followed by what may void it or not.
            if (a % 4 > 0) _handler.advance(0, b, false, 0);
            _handler.schedule(a, b, c % 8 == 0, d);
            if (e % 4 == 0) _handler.grant(a, b, c, d, e, f);
            _handler.wait(b);
            _handler.activate(a);
        } else if (choice < 27) _handler.offer(a, b);
        else if (choice < 28) _handler.accept(a, b % 2 == 0, c);
        else if (choice < 29) _handler.revokeAll(a);
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

    /// @dev Epochs move by compare-and-swap alone, and every field of the state is what the operations say.
    function invariant_G3_TheStateIsWhatTheCallsSay() public view {
        GrantsModel model = _handler.model();
        (bool isScheduled, address author, uint40 activateAt, uint40 nextDueAt, uint32 madeFor) = model
            .plan();
        uint256 flags = (model.moved() ? 1 : 0) | (model.stale() ? 2 : 0) | (isScheduled ? 4 : 0);
        vm.assertEq(epochOf(), model.epoch(), "epochs move by advance and accept alone");
        vm.assertEq(narrowedOf(), model.narrowed(), "narrowed");
        vm.assertEq(dueAtOf(), model.dueAt(), "dueAt");
        vm.assertEq(flagsOf(), flags, "flags");
        (address by, , uint40 activatesAt, uint32 nextFor, uint40 due) = grants.scheduleOf(FOLDER);
        vm.assertTrue(by == author && activatesAt == activateAt, "schedule");
        vm.assertTrue(nextFor == madeFor && due == nextDueAt, "what it was made for");
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
