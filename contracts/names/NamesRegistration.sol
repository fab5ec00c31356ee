// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INames} from "../interfaces/INames.sol";
import {NamesOwner} from "./NamesOwner.sol";
import {NameRecord, NameRecordLib} from "./types/NameRecord.sol";
import {NameWord} from "./types/NameWord.sol";

/// @title Names that come and go
/// @notice Registration, with and without a commitment, and release.
abstract contract NamesRegistration is NamesOwner {
    using NameWord for bytes32;

    bytes32 private constant REGISTER_TYPEHASH = keccak256(
        "Register(address owner,bytes32 name,bytes32 keyDigest,uint8 options,uint16 generation,uint40 deadline)"
    );

    /// @dev The only option bit of a registration.
    uint8 private constant SET_PRIMARY = 1;
    uint256 private constant MAX_COMMIT_AGE = 1 days;
    uint256 private constant QUARANTINE = 90 days;

    /* REGISTRATION */

    /// @inheritdoc INames
    function register(bytes32 name, bytes32 keyDigest, uint8 options) external {
        (Name storage slots, uint16 generation) = _free(name);
        if (_hasPolicy()) _requireNoCommitment(name);
        _register(slots, msg.sender, name, keyDigest, options, generation);
    }

    /// @inheritdoc INames
    function registerFor(
        address owner,
        bytes32 name,
        bytes32 keyDigest,
        uint8 options,
        uint40 deadline,
        bytes calldata signature
    ) external {
        _requireNotExpired(deadline);
        (Name storage slots, uint16 generation) = _free(name);
        bytes32 message = keccak256(
            abi.encode(REGISTER_TYPEHASH, owner, name, keyDigest, options, generation, deadline)
        );
        _requireSignature(owner, message, signature);
        if (_hasPolicy()) {
            uint256 age = _commitAge(msg.sender, owner, name);
            if (age != 0) _useCommitment(owner, name, keyDigest, options, keccak256(signature), age);
        }
        _register(slots, owner, name, keyDigest, options, generation);
    }

    /// @inheritdoc INames
    function commit(bytes32 commitment) external {
        if (commitmentOf(commitment) == 0) _committedAt[commitment] = block.timestamp;
    }

    /// @inheritdoc INames
    function registerCommitted(bytes32 name, bytes32 keyDigest, uint8 options, bytes32 salt) external {
        (Name storage slots, uint16 generation) = _free(name);
        uint256 age = _hasPolicy() ? _commitAge(msg.sender, msg.sender, name) : 0;
        _useCommitment(msg.sender, name, keyDigest, options, salt, age);
        _register(slots, msg.sender, name, keyDigest, options, generation);
    }

    /// @inheritdoc INames
    function release(bytes32 name) external {
        NameRecord record = _owned(name, msg.sender);
        _requireNoAgent(name, record);
        record = record.released();
        Name storage slots = _names[name];
        slots.record = record;
        slots.keyDigest = 0;
        emit NameReleased(name, msg.sender, record.generation());
    }

    /* VIEWS */

    /// @inheritdoc INames
    function isAvailable(bytes32 name) external view returns (bool) {
        NameRecord record = _names[name].record;
        return name.isValid() && record.owner() == address(0) && block.timestamp >= _closedUntil(record);
    }

    /// @inheritdoc INames
    function commitmentOf(bytes32 commitment) public view returns (uint256) {
        uint256 time = _committedAt[commitment];
        return block.timestamp > time + MAX_COMMIT_AGE ? 0 : time;
    }

    /* INTERNAL */

    function _setPrimary(address account, bytes32 name) internal {
        _primary[account] = name;
        emit PrimarySet(account, name);
    }

    /// @dev Where `name` is kept and the generation that its registration makes, if it is free.
    function _free(bytes32 name) private view returns (Name storage slots, uint16 generation) {
        if (!name.isValid()) revert NamesInvalid(name);
        slots = _names[name];
        NameRecord record = slots.record;
        if (record.isUnknown()) return (slots, 1);
        if (record.owner() != address(0)) revert NamesTaken(name);
        uint256 readyAt = _closedUntil(record);
        if (block.timestamp < readyAt) revert NamesNotDue(readyAt);
        return (slots, record.generation() + 1);
    }

    /// @dev When the quarantine of a name that no one has ends.
    function _closedUntil(NameRecord record) private pure returns (uint256) {
        return record.has(NameRecordLib.RELEASED) ? record.since() + QUARANTINE : 0;
    }

    function _requireNoCommitment(bytes32 name) private view {
        if (_commitAge(msg.sender, msg.sender, name) != 0) revert NamesCommitNeeded();
    }

    function _useCommitment(
        address owner,
        bytes32 name,
        bytes32 keyDigest,
        uint8 options,
        bytes32 salt,
        uint256 age
    ) private {
        bytes32 commitment = keccak256(abi.encode(owner, name, keyDigest, options, salt));
        uint256 time = commitmentOf(commitment);
        if (time == 0) revert NamesCommitNeeded();
        if (block.timestamp < time + age) revert NamesCommitAge(time + age);
        delete _committedAt[commitment];
    }

    function _register(
        Name storage slots,
        address owner,
        bytes32 name,
        bytes32 keyDigest,
        uint8 options,
        uint16 generation
    ) private {
        NameRecord record = NameRecordLib.registered(owner, generation);
        slots.record = record;
        slots.keyDigest = keyDigest;
        emit NameRegistered(name, owner, generation, 1, keyDigest);
        if (options == 0) return;
        if (options != SET_PRIMARY) revert NamesOptions(options);
        _setPrimary(owner, name);
    }
}
