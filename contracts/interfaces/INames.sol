// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

/// @title Names: a username bound to an account and to a key
/// @notice A name is one word: 3 to 30 bytes of ASCII `[a-z0-9-]` from the most significant byte on, zero
/// padded, with no hyphen at an edge and no two in a row. Nobody but its owner can change a name that is
/// registered: no deployer, no administrator and no other contract has any power here.
///
/// A *key digest* is the SHA-256 digest of a key binding record that is kept off chain; zero means that no
/// key is published. The *key epoch* counts the keys of a name, its *generation* counts the persons who had
/// it. The *subject* of a name, under which grants know it, is its 30 bytes followed by the generation
/// (uint16), so a grant ends when the name changes hands.
interface INames is IERC5267 {
    /* EVENTS */

    /// @notice `name` has a new owner who came by registration.
    event NameRegistered(
        bytes32 indexed name,
        address indexed owner,
        uint16 generation,
        uint32 keyEpoch,
        bytes32 keyDigest
    );

    /// @notice The owner of `name` replaced its key.
    event KeyRotated(bytes32 indexed name, address indexed owner, uint32 keyEpoch, bytes32 keyDigest);

    /// @notice `name` went from one account to another. `kind` 1: to another person, the generation moved;
    /// 2: to another wallet of the same person; 3: by recovery.
    event OwnerChanged(
        bytes32 indexed name,
        address indexed from,
        address indexed to,
        uint16 generation,
        uint32 keyEpoch,
        bytes32 keyDigest,
        uint8 kind
    );

    /// @notice `name` is offered to `to` until `expiresAt`; `to` = 0 withdraws the offer.
    event NameOffered(bytes32 indexed name, address indexed to, uint8 kind, uint40 expiresAt);

    /// @notice `owner` gave `name` up; it stays closed for a quarantine.
    event NameReleased(bytes32 indexed name, address indexed owner, uint16 generation);

    /// @notice `account` shows itself as `name`; zero = as no name.
    event PrimarySet(address indexed account, bytes32 indexed name);

    /// @notice `account` anchored `digest` as version `version` of its `kind`.
    event AnchorSet(address indexed account, uint8 indexed kind, uint32 version, bytes32 digest);

    /// @notice `name` has a recovery agent; `agent` = 0 means none any more.
    event RecoverySet(bytes32 indexed name, address indexed agent, uint24 delay, uint8 mode);

    /// @notice The owner asked to remove the agent; he can finish at `readyAt`.
    event RecoveryRemovalStarted(bytes32 indexed name, uint40 readyAt);

    /// @notice The agent asked to hand `name` to `newOwner`; it can be finished at `readyAt`.
    event RecoveryStarted(bytes32 indexed name, address indexed newOwner, bytes32 keyDigest, uint40 readyAt);

    /// @notice A pending recovery of `name` ended without effect.
    event RecoveryCancelled(bytes32 indexed name, address indexed by);

    /// @notice A policy for new names may be applied from `due` on.
    event PolicyAnnounced(address indexed policy, uint40 due);

    /// @notice New names are now subject to `policy`.
    event PolicySet(address indexed policy);

    /// @notice The policy for new names can never change again.
    event PolicyFrozen();

    /* ERRORS */

    /// @notice `name` is not 3 to 30 bytes of `[a-z0-9-]`, zero padded, without edge or double hyphens.
    error NamesInvalid(bytes32 name);
    /// @notice `name` already has an owner.
    error NamesTaken(bytes32 name);
    /// @notice `caller` does not own `name`.
    error NamesNotOwner(bytes32 name, address caller);
    /// @notice The key of `name` was rotated since the caller looked.
    error NamesEpoch(bytes32 name, uint32 expected, uint32 actual);
    /// @notice The anchor was replaced since the caller looked.
    error NamesVersion(address account, uint8 kind, uint32 expected, uint32 actual);
    /// @notice Anchors have kinds 0 to 7.
    error NamesKind(uint8 kind);
    /// @notice An option bit without a meaning is set.
    error NamesOptions(uint8 options);
    /// @notice New names need a commitment first.
    error NamesCommitNeeded();
    /// @notice The commitment can be used from `readyAt` on.
    error NamesCommitAge(uint256 readyAt);
    /// @notice The policy does not let the caller have `name`.
    error NamesPolicy(bytes32 name);
    /// @notice There is no live offer of `name` to the caller.
    error NamesNoOffer(bytes32 name);
    /// @notice `name` has a recovery agent, which closes this way.
    error NamesAgent(bytes32 name);
    /// @notice `caller` is not the recovery agent of `name`.
    error NamesNotAgent(bytes32 name, address caller);
    /// @notice The recovery delay is out of range.
    error NamesDelay(uint24 delay);
    /// @notice This can be done from `readyAt` on.
    error NamesNotDue(uint256 readyAt);
    /// @notice The recovery of `name` was started for another owner or key.
    error NamesTarget(bytes32 name);
    /// @notice A recovery is pending until `readyAt`.
    error NamesRecoveryPending(uint256 readyAt);
    /// @notice The signature was good until `deadline`.
    error NamesExpired(uint256 deadline);
    /// @notice `signer` did not sign this.
    error NamesBadSignature(address signer);
    /// @notice The policy is frozen.
    error NamesPolicyFrozen();

    /* REGISTRATION */

    /// @notice Takes a free name for the caller.
    /// @param name The name, see the head of this interface
    /// @param keyDigest Digest of the key binding; zero to publish a key later
    /// @param options Bit 0: also make `name` the caller's primary name. The other bits must be zero
    ///
    /// Requirements:
    /// - `name` has the shape of a name, else `NamesInvalid`;
    /// - it has no owner, else `NamesTaken`;
    /// - `options` has no unknown bit, else `NamesOptions`.
    ///
    /// Emits `NameRegistered`, with option bit 0 also `PrimarySet`.
    function register(bytes32 name, bytes32 keyDigest, uint8 options) external;

    /// @notice Takes a free name for `owner`, who signed for it. Anybody may send this and pay its gas.
    /// @dev The signed EIP-712 type is `Register` with `address owner`, `bytes32 name`, `bytes32 keyDigest`,
    /// `uint8 options`, `uint16 generation` and `uint40 deadline`, in this order. `generation` is the one that
    /// this registration makes: 1 for a name that was never registered. A signature therefore works once at
    /// most. The owner may be a contract (ERC-1271), also through an EIP-7702 delegation.
    /// @param owner Account that gets the name
    /// @param name As in `register`
    /// @param keyDigest As in `register`
    /// @param options As in `register`, for `owner`
    /// @param deadline Last second at which the signature is good, unix seconds
    /// @param signature `owner`'s signature
    ///
    /// Requirements:
    /// - those of `register`;
    /// - the deadline has not passed, else `NamesExpired`;
    /// - `owner` signed exactly this, else `NamesBadSignature`.
    ///
    /// Emits the events of `register`.
    function registerFor(
        address owner,
        bytes32 name,
        bytes32 keyDigest,
        uint8 options,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /* OWNED NAMES */

    /// @notice Replaces the key of a name.
    /// @param name A name of the caller
    /// @param expectedEpoch Key epoch that the caller knows; two writers can not overwrite each other
    /// @param keyDigest Digest of the new key binding; zero to publish none
    ///
    /// Requirements:
    /// - the caller owns `name`, else `NamesNotOwner`;
    /// - its key epoch is `expectedEpoch`, else `NamesEpoch`.
    ///
    /// Emits `KeyRotated`.
    function rotateKey(bytes32 name, uint32 expectedEpoch, bytes32 keyDigest) external;

    /// @notice Chooses the name by which the caller is shown, and by which one-call access checks know it.
    /// @param name A name of the caller; zero for none
    ///
    /// Requirements:
    /// - the caller owns `name`, or it is zero, else `NamesNotOwner`.
    ///
    /// Emits `PrimarySet`.
    function setPrimary(bytes32 name) external;

    /* ANCHORS */

    /// @notice Publishes a digest for the caller's account, which needs no name for it.
    /// @param kind 0: key binding; 1: vault; 2 to 7 are free
    /// @param expectedVersion Version that the caller knows, 0 before the first
    /// @param digest Digest of the anchored record; zero takes it back
    ///
    /// Requirements:
    /// - `kind` is at most 7, else `NamesKind`;
    /// - the version is `expectedVersion`, else `NamesVersion`.
    ///
    /// Emits `AnchorSet`.
    function setAnchor(uint8 kind, uint32 expectedVersion, bytes32 digest) external;

    /* VIEWS: none reverts on a name or account that is unknown */

    /// @notice All that is known of a name; zeros when it was never registered.
    /// @return owner Account that has it
    /// @return keyEpoch Number of its key, from 1 on
    /// @return generation Number of the person who has it, from 1 on
    /// @return keyDigest Digest of its key binding
    /// @return flags Bit 0: released; 1: has a recovery agent; 2: a recovery is pending
    function resolve(
        bytes32 name
    )
        external
        view
        returns (address owner, uint32 keyEpoch, uint16 generation, bytes32 keyDigest, uint8 flags);

    /// @notice The subject of a name; zero while nobody owns it.
    function subjectOf(bytes32 name) external view returns (bytes32);

    /// @notice The subject of the primary name of `account`; zero when it has none that it still owns.
    function subjectFor(address account) external view returns (bytes32);

    /// @notice The subject of `name` if `account` owns it, else zero.
    function subjectIfOwned(bytes32 name, address account) external view returns (bytes32);

    /// @notice The primary name of `account`; zero when it has none that it still owns.
    function nameOf(address account) external view returns (bytes32);

    /// @notice The anchor of `account`; zeros when there is none or `kind` is above 7.
    /// @return version How often it was set
    /// @return digest Its digest
    function anchorOf(address account, uint8 kind) external view returns (uint32 version, bytes32 digest);

    /// @notice Whether `name` has the shape of a name and can be registered now.
    function isAvailable(bytes32 name) external view returns (bool);
}
