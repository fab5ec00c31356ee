// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title Names whose owner lost the key, or had it stolen
/// @notice The owner of a name may set an *agent* (a friend's wallet, a Safe, a guardian contract) who can hand
/// the name to another wallet after a delay. The owner chooses whom to trust less when setting it up:
/// - *mode* 0, veto: the owner can cancel a recovery until it is finished. Good against a bad agent, not
///   against a thief, who can cancel as well. The delay is 2 days at least.
/// - *mode* 1, decisive: the owner cannot stop the agent. Good against a thief of the owner's key, not against
///   a bad agent. The delay is 7 days at least.
///
/// While there is an agent, the name can not be transferred, offered, accepted or released, so a thief cannot
/// run with it. The agent leaves by its own call at once, or by the owner's wish after the delay. A pending
/// recovery closes `rotateKey`, since the key would be replaced anyway, and shows in the flags of `resolve`.
///
/// In veto mode an agent cannot hold off its own removal: while it is under way, and for one more delay after
/// it could have been finished, the agent cannot start a recovery. In decisive mode starting one ends the removal.
interface INamesRecovery {
    /* EVENTS */

    /// @notice `name` has a recovery agent; `agent` = 0 means none any more.
    event RecoverySet(bytes32 indexed name, address indexed agent, uint24 delay, uint8 mode);

    /// @notice The owner asked to remove the agent, and can finish at `readyAt`.
    event RecoveryRemovalStarted(bytes32 indexed name, uint40 readyAt);

    /// @notice The agent asked to hand `name` to `newOwner`; it can be finished at `readyAt`. A removal of the
    /// agent that was under way has ended.
    event RecoveryStarted(bytes32 indexed name, address indexed newOwner, bytes32 keyDigest, uint40 readyAt);

    /// @notice A pending recovery of `name` ended without effect.
    event RecoveryCancelled(bytes32 indexed name, address indexed by);

    /* ERRORS */

    /// @notice `caller` is not the recovery agent of `name`.
    error NamesNotAgent(bytes32 name, address caller);
    /// @notice The recovery delay is too short for its mode.
    error NamesDelay(uint24 delay);
    /// @notice No recovery of `name` is pending, or none to this owner and key.
    error NamesTarget(bytes32 name);

    /* SETTING UP */

    /// @notice Names the account that can recover a name.
    /// @param name A name of the caller
    /// @param agent Account that can
    /// @param delay Seconds that a recovery, and the removal of the agent, take
    /// @param mode 0 or 1, see the head of this interface
    ///
    /// Requirements:
    /// - the caller owns `name`, else `NamesNotOwner`;
    /// - it has no agent, else `NamesAgent`;
    /// - `agent` is not zero, else `NamesNotAgent`;
    /// - `mode` is 0 or 1, else `NamesKind`;
    /// - `delay` is at least that of the mode, else `NamesDelay`.
    ///
    /// Emits `RecoverySet`.
    function setRecovery(bytes32 name, address agent, uint24 delay, uint8 mode) external;

    /// @notice Removes the agent of a name: the agent at once, the owner by calling twice, with the delay
    /// between.
    /// @dev A pending recovery ends: when the agent leaves, and in veto mode also when the owner asks for the
    /// removal.
    /// @param name A name with an agent
    ///
    /// Requirements:
    /// - the caller owns `name`, else `NamesNotOwner`, or is its agent;
    /// - it has an agent, else `NamesNotAgent`;
    /// - for the owner in decisive mode, no recovery is pending, else `NamesRecoveryPending`;
    /// - for the owner's second call, the delay has passed since the first, else `NamesNotDue`.
    ///
    /// Emits `RecoveryCancelled` if a recovery ended; then `RecoverySet` with agent 0, or for the owner's first
    /// call `RecoveryRemovalStarted`.
    function removeRecovery(bytes32 name) external;

    /* RECOVERING */

    /// @notice Begins to hand a name to another account.
    /// @param name A name of which the caller is the agent
    /// @param newOwner Account that is to get it
    /// @param keyDigest Digest of its key binding
    ///
    /// Requirements:
    /// - the caller is the agent of `name`, else `NamesNotAgent`;
    /// - `newOwner` is not zero, else `NamesTarget`;
    /// - no recovery is pending, else `NamesRecoveryPending`;
    /// - in veto mode, the owner is not removing the agent (see the head of this interface), else `NamesNotDue`.
    ///
    /// Emits `RecoveryStarted`.
    function startRecovery(bytes32 name, address newOwner, bytes32 keyDigest) external;

    /// @notice Ends a pending recovery without effect.
    /// @param name The name
    ///
    /// Requirements:
    /// - the caller is the agent of `name` or, in veto mode, its owner, else `NamesNotAgent`;
    /// - a recovery is pending, else `NamesTarget`.
    ///
    /// Emits `RecoveryCancelled`.
    function cancelRecovery(bytes32 name) external;

    /// @notice Finishes a recovery. Anyone may call. The agent stays, the generation too.
    /// @param name The name
    /// @param newOwner As in `startRecovery`
    /// @param keyDigest As in `startRecovery`
    ///
    /// Requirements:
    /// - a recovery to exactly this owner and key is pending, else `NamesTarget`;
    /// - its delay has passed, else `NamesNotDue`.
    ///
    /// Emits `OwnerChanged` of kind 3.
    function finishRecovery(bytes32 name, address newOwner, bytes32 keyDigest) external;

    /* VIEWS */

    /// @notice The recovery of `name`; zeros when it has no agent.
    /// @return agent Account that can recover
    /// @return delay Seconds that it takes
    /// @return mode 0: the owner can veto; 1: the owner cannot
    /// @return flags Bit 0: a recovery is pending; 1: the owner is removing the agent
    /// @return readyAt When what is pending can be finished; 0 when nothing is
    /// @return target Of a pending recovery, `keccak256(abi.encode(newOwner, keyDigest))`
    function recoveryOf(
        bytes32 name
    )
        external
        view
        returns (address agent, uint24 delay, uint8 mode, uint8 flags, uint40 readyAt, bytes32 target);
}
