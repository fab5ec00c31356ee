// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev The rules of names, written down a second time: who may do what, and what it does. Times are given.
contract NamesModel {
    struct Held {
        address owner;
        uint16 generation;
        uint32 epoch;
        bytes32 key;
        uint256 closedUntil;
    }

    struct Guard {
        address agent;
        uint24 delay;
        uint8 mode;
        uint8 pending;
        uint256 readyAt;
        bytes32 target;
    }

    struct Offered {
        address to;
        uint8 kind;
        uint256 until;
        uint16 generation;
        uint32 epoch;
    }

    uint8 private constant RECOVERING = 1;
    uint8 private constant REMOVING = 2;

    mapping(bytes32 name => Held) private _held;
    mapping(bytes32 name => Guard) private _guard;
    mapping(bytes32 name => Offered) private _offered;

    /* WHO MAY */

    function isFree(bytes32 name, uint256 time) public view returns (bool) {
        return _held[name].owner == address(0) && time >= _held[name].closedUntil;
    }

    function mayRelease(bytes32 name, address by) external view returns (bool) {
        return _held[name].owner == by && _guard[name].agent == address(0);
    }

    function mayRotate(bytes32 name, address by, uint32 expected) external view returns (bool) {
        return _held[name].owner == by && _held[name].epoch == expected && _guard[name].pending != RECOVERING;
    }

    function mayTransfer(bytes32 name, address by) external view returns (bool) {
        return by != address(0) && _held[name].owner == by && _guard[name].agent == address(0);
    }

    function mayOffer(
        bytes32 name,
        address by,
        address to,
        uint256 until,
        uint256 time
    ) external view returns (bool) {
        if (_held[name].owner != by) return false;
        return to == address(0) || (until >= time && _guard[name].agent == address(0));
    }

    function mayAccept(bytes32 name, address by, uint256 time) public view returns (bool) {
        Offered memory made = _offered[name];
        Held memory held = _held[name];
        return
            made.to == by &&
            made.until >= time &&
            made.generation == held.generation &&
            made.epoch == held.epoch &&
            _guard[name].agent == address(0);
    }

    function maySetRecovery(
        bytes32 name,
        address by,
        address agent,
        uint24 delay,
        uint8 mode
    ) external view returns (bool) {
        if (_held[name].owner != by || _guard[name].agent != address(0) || agent == address(0)) return false;
        return mode == 0 ? delay >= 2 days : delay >= 7 days;
    }

    function mayRemove(bytes32 name, address by, uint256 time) external view returns (bool) {
        Guard memory guard = _guard[name];
        if (guard.agent == address(0)) return false;
        if (by == guard.agent) return true;
        if (by != _held[name].owner) return false;
        if (guard.pending == REMOVING) return time >= guard.readyAt;
        return guard.pending != RECOVERING || guard.mode == 0;
    }

    function mayStart(bytes32 name, address by, address to, uint256 time) external view returns (bool) {
        Guard memory guard = _guard[name];
        if (by != guard.agent || to == address(0) || guard.pending == RECOVERING) return false;
        return guard.pending != REMOVING || guard.mode != 0 || time >= guard.readyAt + guard.delay;
    }

    function mayCancel(bytes32 name, address by) external view returns (bool) {
        Guard memory guard = _guard[name];
        bool vetoes = guard.mode == 0 && by == _held[name].owner;
        return guard.pending == RECOVERING && (by == guard.agent || vetoes);
    }

    function mayFinish(bytes32 name, address to, bytes32 key, uint256 time) external view returns (bool) {
        Guard memory guard = _guard[name];
        return
            guard.pending == RECOVERING &&
            guard.target == keccak256(abi.encode(to, key)) &&
            time >= guard.readyAt;
    }

    /* WHAT IT DOES */

    function register(bytes32 name, address owner, bytes32 key) external {
        Held storage held = _held[name];
        (held.owner, held.epoch, held.key) = (owner, 1, key);
        ++held.generation;
    }

    function release(bytes32 name, uint256 time) external {
        Held storage held = _held[name];
        (held.owner, held.epoch, held.key) = (address(0), 0, 0);
        ++held.generation;
        held.closedUntil = time + 90 days;
    }

    function rotate(bytes32 name, bytes32 key) public {
        ++_held[name].epoch;
        _held[name].key = key;
    }

    function transfer(bytes32 name, address to, bytes32 key, uint8 kind) public {
        if (kind == 1) ++_held[name].generation;
        _held[name].owner = to;
        rotate(name, key);
    }

    function offer(bytes32 name, address to, uint8 kind, uint256 until) external {
        Held memory held = _held[name];
        delete _offered[name];
        if (to != address(0)) _offered[name] = Offered(to, kind, until, held.generation, held.epoch);
    }

    function accept(bytes32 name, bytes32 key) external {
        transfer(name, _offered[name].to, key, _offered[name].kind);
    }

    function setRecovery(bytes32 name, address agent, uint24 delay, uint8 mode) external {
        _guard[name] = Guard(agent, delay, mode, 0, 0, 0);
    }

    function remove(bytes32 name, address by, uint256 time) external {
        Guard storage guard = _guard[name];
        if (by == guard.agent || guard.pending == REMOVING) {
            delete _guard[name];
            return;
        }
        _pend(guard, REMOVING, time, 0);
    }

    function start(bytes32 name, address to, bytes32 key, uint256 time) external {
        _pend(_guard[name], RECOVERING, time, keccak256(abi.encode(to, key)));
    }

    function cancel(bytes32 name) public {
        Guard storage guard = _guard[name];
        (guard.pending, guard.readyAt, guard.target) = (0, 0, 0);
    }

    function finish(bytes32 name, address to, bytes32 key) external {
        cancel(name);
        transfer(name, to, key, 3);
    }

    function _pend(Guard storage guard, uint8 what, uint256 time, bytes32 target) private {
        (guard.pending, guard.readyAt, guard.target) = (what, time + guard.delay, target);
    }

    /* VIEWS */

    function heldOf(bytes32 name) external view returns (Held memory) {
        return _held[name];
    }

    function guardOf(bytes32 name) external view returns (Guard memory) {
        return _guard[name];
    }

    /// @dev The offer as `offerOf` shows it.
    function offeredOf(bytes32 name, uint256 time) external view returns (Offered memory made) {
        made = _offered[name];
        if (made.to == address(0) || !mayAccept(name, made.to, time)) delete made;
    }
}
