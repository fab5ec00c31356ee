// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INamesRecovery} from "../interfaces/INamesRecovery.sol";
import {NamesBase} from "./NamesBase.sol";
import {NameRecord, NameRecordLib} from "./types/NameRecord.sol";
import {Recovery, RecoveryLib} from "./types/Recovery.sol";

/// @title Names whose owner lost the key, or had it stolen
/// @notice See `INamesRecovery`.
abstract contract NamesRecovery is NamesBase {
    uint24 private constant MIN_VETO_DELAY = 2 days;
    uint24 private constant MIN_DECISIVE_DELAY = 7 days;

    /// @dev The kind of a change of owner by recovery.
    uint8 private constant BY_RECOVERY = 3;

    /* SETTING UP */

    /// @inheritdoc INamesRecovery
    function setRecovery(bytes32 name, address agent, uint24 delay, uint8 mode) external {
        NameRecord record = _owned(name, msg.sender);
        _requireNoAgent(name, record);
        if (agent == address(0)) revert NamesNotAgent(name, agent);
        if (mode > RecoveryLib.DECISIVE) revert NamesKind(mode);
        uint24 least = mode == RecoveryLib.VETO ? MIN_VETO_DELAY : MIN_DECISIVE_DELAY;
        if (delay < least) revert NamesDelay(delay);

        Name storage slots = _names[name];
        slots.record = record.with(NameRecordLib.HAS_AGENT);
        slots.recovery = RecoveryLib.make(agent, record.generation(), delay, mode);
        emit RecoverySet(name, agent, delay, mode);
    }

    /// @inheritdoc INamesRecovery
    function removeRecovery(bytes32 name) external {
        Name storage slots = _names[name];
        Recovery recovery = slots.recovery;
        uint8 flags = recovery.flags();

        if (msg.sender == recovery.agent()) {
            if (flags == RecoveryLib.RECOVERING) _cancel(name, slots, recovery);
            _remove(name, slots);
            return;
        }
        _owned(name, msg.sender);
        if (recovery.agent() == address(0)) revert NamesNotAgent(name, msg.sender);
        if (flags == RecoveryLib.REMOVING) {
            if (block.timestamp < recovery.readyAt()) revert NamesNotDue(recovery.readyAt());
            _remove(name, slots);
            return;
        }
        if (flags == RecoveryLib.RECOVERING) {
            if (recovery.mode() != RecoveryLib.VETO) revert NamesRecoveryPending(recovery.readyAt());
            _cancel(name, slots, recovery);
        }
        recovery = recovery.pending(RecoveryLib.REMOVING);
        slots.recovery = recovery;
        emit RecoveryRemovalStarted(name, recovery.readyAt());
    }

    /* RECOVERING */

    /// @inheritdoc INamesRecovery
    function startRecovery(bytes32 name, address newOwner, bytes32 keyDigest) external {
        Name storage slots = _names[name];
        Recovery recovery = slots.recovery;
        if (msg.sender != recovery.agent()) revert NamesNotAgent(name, msg.sender);
        if (newOwner == address(0)) revert NamesTarget(name);
        uint8 flags = recovery.flags();
        if (flags == RecoveryLib.RECOVERING) revert NamesRecoveryPending(recovery.readyAt());
        if (flags == RecoveryLib.REMOVING && recovery.mode() == RecoveryLib.VETO) {
            // The owner had the time to finish. Not finishing may mean that the key was lost meanwhile.
            uint256 opensAt = uint256(recovery.readyAt()) + recovery.delay();
            if (block.timestamp < opensAt) revert NamesNotDue(opensAt);
        }

        recovery = recovery.pending(RecoveryLib.RECOVERING);
        slots.record = slots.record.with(NameRecordLib.RECOVERY_PENDING);
        slots.recovery = recovery;
        slots.recoveryTarget = _target(newOwner, keyDigest);
        emit RecoveryStarted(name, newOwner, keyDigest, recovery.readyAt());
    }

    /// @inheritdoc INamesRecovery
    function cancelRecovery(bytes32 name) external {
        Name storage slots = _names[name];
        Recovery recovery = slots.recovery;
        bool vetoes = recovery.mode() == RecoveryLib.VETO && msg.sender == slots.record.owner();
        if (msg.sender != recovery.agent() && !vetoes) revert NamesNotAgent(name, msg.sender);
        if (recovery.flags() != RecoveryLib.RECOVERING) revert NamesTarget(name);
        _cancel(name, slots, recovery);
    }

    /// @inheritdoc INamesRecovery
    function finishRecovery(bytes32 name, address newOwner, bytes32 keyDigest) external {
        Name storage slots = _names[name];
        Recovery recovery = slots.recovery;
        if (slots.recoveryTarget != _target(newOwner, keyDigest)) revert NamesTarget(name);
        if (block.timestamp < recovery.readyAt()) revert NamesNotDue(recovery.readyAt());

        slots.recovery = recovery.idle();
        slots.recoveryTarget = 0;
        NameRecord record = slots.record.without(NameRecordLib.RECOVERY_PENDING);
        _changeOwner(name, record, newOwner, record.generation(), keyDigest, BY_RECOVERY);
    }

    /* VIEWS */

    /// @inheritdoc INamesRecovery
    function recoveryOf(
        bytes32 name
    )
        external
        view
        returns (address agent, uint24 delay, uint8 mode, uint8 flags, uint40 readyAt, bytes32 target)
    {
        Name storage slots = _names[name];
        Recovery recovery = slots.recovery;
        return (
            recovery.agent(),
            recovery.delay(),
            recovery.mode(),
            recovery.flags(),
            recovery.readyAt(),
            slots.recoveryTarget
        );
    }

    /* INTERNAL */

    function _target(address newOwner, bytes32 keyDigest) private pure returns (bytes32) {
        return keccak256(abi.encode(newOwner, keyDigest));
    }

    /// @dev Ends a pending recovery.
    function _cancel(bytes32 name, Name storage slots, Recovery recovery) private {
        slots.record = slots.record.without(NameRecordLib.RECOVERY_PENDING);
        slots.recovery = recovery.idle();
        slots.recoveryTarget = 0;
        emit RecoveryCancelled(name, msg.sender);
    }

    /// @dev Ends the agent.
    function _remove(bytes32 name, Name storage slots) private {
        slots.record = slots.record.without(NameRecordLib.HAS_AGENT);
        slots.recovery = RecoveryLib.NONE;
        emit RecoverySet(name, address(0), 0, 0);
    }
}
