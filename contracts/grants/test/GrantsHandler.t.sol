// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrants} from "../../interfaces/IGrants.sol";
import {TestBase} from "../../mocks/TestBase.sol";
import {GrantsModel} from "./GrantsModel.t.sol";

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
    function leaveAfterAdvance(uint8 whom) external {
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
        string memory operation,
        address caller,
        bytes memory call,
        bool expected
    ) private returns (bool) {
        _watch();
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
