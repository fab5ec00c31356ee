// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INames} from "../../interfaces/INames.sol";
import {NameRule} from "../../mocks/NameRule.sol";
import {NamesModel} from "./NamesModel.t.sol";
import {NamesSigning} from "./NamesSigning.t.sol";

/// @dev Lets four people do anything to three names, in `Names` and in the model, and remembers where these disagree.
/// Half of the calls are made by whoever may make them, the other half by anyone.
contract NamesHandler is NamesSigning {
    uint40 private constant FOREVER = type(uint40).max;
    uint256 private constant PEOPLE = 4;
    bytes32 private constant KEY = keccak256("committed");

    NamesModel public immutable model = new NamesModel();
    bytes32[3] private _words = [bytes32("ada"), "bob-2", "0-carol"];
    bytes[] private _spent;
    mapping(bytes32 commitment => uint256 time) private _committed;
    uint256 private _digests;

    /// @dev Kept here because a warp outlives a call that reverts.
    uint256 public time = 1_800_000_000;
    string public disagreement;
    /// @dev Words that were registered and are no names.
    uint256 public intruders;
    /// @dev Generations, or key epochs below them, that were lower than before. Counted here, because what an invariant
    /// writes down is forgotten.
    uint256 public falls;
    mapping(bytes32 name => uint256) private _counters;
    /// @dev Calls that did something, by what they did.
    mapping(string what => uint256) public done;

    constructor(INames names_) {
        names = names_;
    }

    /* REGISTRATION */

    function register(uint8 by, uint8 which, bool signed) external {
        (address caller, bytes32 name) = (person(by), wordOf(which));
        bytes32 key = _digest();
        bool expected = model.isFree(name, time);
        bytes memory call = abi.encodeCall(INames.register, (name, key, 0));
        if (signed) {
            uint16 generation = model.heldOf(name).generation + 1;
            bytes memory signature = sign(
                _keyOf(by),
                registerMessage(caller, name, key, 0, generation, FOREVER)
            );
            call = abi.encodeCall(INames.registerFor, (caller, name, key, 0, FOREVER, signature));
        }
        if (!_perform(caller, signed, call, expected, "register")) return;
        model.register(name, caller, key);
    }

    /// @dev Half of them are nearly names. The names of the model are left to it: chance tries whatever word it has seen,
    /// and they would have an owner that the model does not know.
    function registerAnyWord(bytes32 word, bool nearly) external {
        // Any third byte, and one of eight digits at the end.
        bytes32 chosen = word & bytes32((uint256(0x7f) << 232) | (uint256(0x07) << 200));
        if (nearly) word = chosen | "ab" | "\x00\x00\x00d-z0";
        for (uint256 i = 0; i < _words.length; ++i) if (word == _words[i]) return;
        vm.warp(time);
        try names.register(word, 0, 0) {
            if (!NameRule.isName(word)) ++intruders;
            ++done["register any"];
        } catch {
            // Taken by an earlier call, or no name.
        }
    }

    /// @dev Only a commitment of the caller himself, a day old at most and not used yet, lets him register.
    function commit(uint8 by, uint8 which, uint8 salt) public {
        bytes32 commitment = _commitment(person(by), wordOf(which), salt);
        vm.warp(time);
        names.commit(commitment);
        if (!_isFresh(commitment)) _committed[commitment] = time;
    }

    function registerCommitted(uint8 by, uint8 which, uint8 salt, bool commits) external {
        if (commits) commit(by, which, salt);
        (address caller, bytes32 name) = (person(by), wordOf(which));
        bytes32 commitment = _commitment(caller, name, salt);
        bool expected = _isFresh(commitment) && model.isFree(name, time);
        bytes memory call = abi.encodeCall(INames.registerCommitted, (name, KEY, 0, _salt(salt)));
        if (!_perform(caller, false, call, expected, "registerCommitted")) return;
        delete _committed[commitment];
        model.register(name, caller, KEY);
    }

    function release(uint8 by, uint8 which, bool right) external {
        bytes32 name = wordOf(which);
        address caller = right ? _owner(name, by) : person(by);
        bytes memory call = abi.encodeWithSelector(INames.release.selector, name);
        if (_perform(caller, false, call, model.mayRelease(name, caller), "release"))
            model.release(name, time);
    }

    /* KEYS */

    function rotate(uint8 by, uint8 which, uint8 off, bool signed) external {
        bytes32 name = wordOf(which);
        address caller = off % 4 == 3 ? person(by) : _owner(name, by);
        NamesModel.Held memory held = model.heldOf(name);
        uint32 epoch = held.epoch + (off % 4 == 2 ? 1 : 0);
        bytes32 key = _digest();
        bool expected = model.mayRotate(name, caller, epoch);
        bytes memory call = abi.encodeCall(INames.rotateKey, (name, epoch, key));
        if (signed) {
            bytes32 message = rotateMessage(held.owner, name, held.generation, epoch, key, FOREVER);
            call = abi.encodeCall(
                INames.rotateKeyFor,
                (name, epoch, key, FOREVER, sign(_keyOfAccount(caller), message))
            );
        }
        if (_perform(caller, signed, call, expected, "rotate")) model.rotate(name, key);
    }

    /* CHANGES OF OWNER */

    function transfer(uint8 by, uint8 to, uint8 which, uint8 random, bool signed) external {
        bytes32 name = wordOf(which);
        address caller = random % 8 == 7 ? person(by) : _owner(name, by);
        uint8 kind = (random % 2) + 1;
        bool agreed = random % 8 != 6;
        bytes32 key = _digest();
        NamesModel.Held memory held = model.heldOf(name);
        Change memory change = Change(
            name,
            held.owner,
            person(to),
            held.generation,
            held.epoch,
            key,
            kind,
            FOREVER
        );
        bytes memory consent = sign(agreed ? _keyOf(to) : 0xBAD, receiveMessage(change));
        bool expected = agreed && model.mayTransfer(name, caller);
        bytes memory call = abi.encodeWithSelector(
            names.transfer.selector,
            name,
            change.to,
            key,
            kind,
            FOREVER,
            consent
        );
        if (signed) {
            bytes memory order = sign(_keyOfAccount(caller), transferMessage(change));
            call = abi.encodeWithSelector(
                names.transferFor.selector,
                name,
                change.to,
                key,
                kind,
                FOREVER,
                order,
                consent
            );
        }
        if (_perform(caller, signed, call, expected, "transfer")) model.transfer(name, change.to, key, kind);
    }

    function offer(uint8 by, uint8 to, uint8 which, uint8 random) external {
        bytes32 name = wordOf(which);
        address caller = random % 8 == 7 ? person(by) : _owner(name, by);
        address receiver = random % 8 == 6 ? address(0) : person(to);
        uint8 kind = (random % 2) + 1;
        uint40 until = uint40(random % 8 == 5 ? time - 1 : time + 30 days);
        bytes memory call = abi.encodeWithSelector(names.offer.selector, name, receiver, kind, until);
        bool expected = model.mayOffer(name, caller, receiver, until, time);
        if (_perform(caller, false, call, expected, "offer")) model.offer(name, receiver, kind, until);
    }

    function accept(uint8 by, uint8 which) external {
        bytes32 name = wordOf(which);
        address offered = model.offeredOf(name, time).to;
        address caller = by % 2 == 0 && offered != address(0) ? offered : person(by);
        bytes32 key = _digest();
        bytes memory call = abi.encodeWithSelector(names.accept.selector, name, key);
        bool expected = model.mayAccept(name, caller, time);
        if (_perform(caller, false, call, expected, "accept")) model.accept(name, key);
    }

    /* RECOVERY */

    function setRecovery(uint8 by, uint8 agent, uint8 which, uint8 random) external {
        bytes32 name = wordOf(which);
        address caller = random % 8 == 7 ? person(by) : _owner(name, by);
        uint24 delay = uint24((random % 10) * 1 days);
        bytes memory call = abi.encodeWithSelector(
            names.setRecovery.selector,
            name,
            person(agent),
            delay,
            random % 2
        );
        bool expected = model.maySetRecovery(name, caller, person(agent), delay, random % 2);
        if (!_perform(caller, false, call, expected, "setRecovery")) return;
        model.setRecovery(name, person(agent), delay, random % 2);
    }

    function removeRecovery(uint8 by, uint8 which, uint8 random) external {
        bytes32 name = wordOf(which);
        address caller = _ownerOrAgent(name, by, random);
        bytes memory call = abi.encodeWithSelector(names.removeRecovery.selector, name);
        bool expected = model.mayRemove(name, caller, time);
        if (_perform(caller, false, call, expected, "removeRecovery")) model.remove(name, caller, time);
    }

    function startRecovery(uint8 by, uint8 to, uint8 which, bool right) external {
        bytes32 name = wordOf(which);
        address agent = model.guardOf(name).agent;
        address caller = right && agent != address(0) ? agent : person(by);
        bytes32 key = keccak256(abi.encode(to % PEOPLE));
        bytes memory call = abi.encodeWithSelector(names.startRecovery.selector, name, person(to), key);
        bool expected = model.mayStart(name, caller, person(to), time);
        if (_perform(caller, false, call, expected, "startRecovery"))
            model.start(name, person(to), key, time);
    }

    function cancelRecovery(uint8 by, uint8 which, uint8 random) external {
        bytes32 name = wordOf(which);
        address caller = _ownerOrAgent(name, by, random);
        bytes memory call = abi.encodeWithSelector(names.cancelRecovery.selector, name);
        if (_perform(caller, false, call, model.mayCancel(name, caller), "cancelRecovery"))
            model.cancel(name);
    }

    function finishRecovery(uint8 by, uint8 to, uint8 which, bool waits) external {
        bytes32 name = wordOf(which);
        if (waits) time += 5 days;
        bytes32 key = keccak256(abi.encode(to % PEOPLE));
        bytes memory call = abi.encodeWithSelector(names.finishRecovery.selector, name, person(to), key);
        bool expected = model.mayFinish(name, person(to), key, time);
        if (_perform(person(by), false, call, expected, "finishRecovery"))
            model.finish(name, person(to), key);
    }

    /* THE WORLD */

    /// @dev N7: what a signature did once it never does again.
    function replay(uint8 by, uint256 which) external {
        if (_spent.length == 0) return;
        _perform(person(by), false, _spent[which % _spent.length], false, "replay");
    }

    function wait(uint16 hours_) external {
        time += uint256(hours_ % 1000) * 1 hours;
    }

    /* VIEWS */

    function wordOf(uint8 which) public view returns (bytes32) {
        return _words[which % _words.length];
    }

    function person(uint8 index) public pure returns (address) {
        return vm.addr(_keyOf(index));
    }

    /* INTERNAL */

    /// @dev Makes the call, by a stranger if it is signed, and compares with what the model says.
    function _perform(
        address caller,
        bool signed,
        bytes memory call,
        bool expected,
        string memory what
    ) private returns (bool success) {
        vm.warp(time);
        if (!signed) vm.prank(caller);
        (success, ) = address(names).call(call);
        if (success != expected) {
            disagreement = string.concat(
                what,
                success ? ": done, against the model" : ": refused, against the model"
            );
        }
        if (success) ++done[what];
        if (success && signed) _spent.push(call);
        for (uint8 i = 0; i < _words.length; ++i) _watch(_words[i]);
    }

    function _watch(bytes32 name) private {
        (, uint32 epoch, uint16 generation, , ) = names.resolve(name);
        uint256 counters = (uint256(generation) << 32) | epoch;
        if (counters < _counters[name]) ++falls;
        _counters[name] = counters;
    }

    function _owner(bytes32 name, uint8 otherwise) private view returns (address) {
        address owner = model.heldOf(name).owner;
        return owner == address(0) ? person(otherwise) : owner;
    }

    function _ownerOrAgent(bytes32 name, uint8 by, uint8 random) private view returns (address) {
        address agent = model.guardOf(name).agent;
        if (random % 3 == 0 && agent != address(0)) return agent;
        return random % 3 == 1 ? _owner(name, by) : person(by);
    }

    function _isFresh(bytes32 commitment) private view returns (bool) {
        return _committed[commitment] != 0 && _committed[commitment] + 1 days >= time;
    }

    function _commitment(address owner, bytes32 name, uint8 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(owner, name, KEY, 0, _salt(salt)));
    }

    function _salt(uint8 salt) private pure returns (bytes32) {
        return bytes32(uint256(salt % 4));
    }

    function _digest() private returns (bytes32) {
        return keccak256(abi.encode(++_digests));
    }

    function _keyOf(uint8 index) private pure returns (uint256) {
        return 0x5EED + (index % PEOPLE);
    }

    function _keyOfAccount(address account) private pure returns (uint256) {
        for (uint8 i = 0; i < PEOPLE; ++i) if (person(i) == account) return _keyOf(i);
        return 0xBAD;
    }
}
