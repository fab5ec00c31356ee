// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {INamesOwner} from "./INamesOwner.sol";
import {INamesRecovery} from "./INamesRecovery.sol";
import {INamesTransfer} from "./INamesTransfer.sol";

/// @title Names: a username bound to an account and to a key
/// @notice A name is one word: 3 to 30 bytes of ASCII `[a-z0-9-]` from the most significant byte on, zero
/// padded, with no hyphen at an edge and no two in a row. No one but its owner, and the recovery agent whom
/// the owner chose, can change a name that is registered: no deployer, no administrator and no other contract
/// has any power here. What the owner of the contract can and can not do is written in `INamesOwner`.
///
/// A *key digest* is the SHA-256 digest of a key binding record that is kept off chain; zero means that no
/// key is published. The *key epoch* counts the keys of a name, its *generation* counts the persons who had
/// it. The *subject* of a name, under which grants know it, is its 30 bytes followed by the generation
/// (uint16), so a grant ends when the name changes hands.
///
/// Every function that takes a signature does what another one does for its caller. A signature is good for
/// one state of the name or anchor (generation, key epoch, version), so it works once, and a change made
/// meanwhile voids it. The signer may be a contract (ERC-1271), also through an EIP-7702 delegation.
///
/// A free name is anyone's: names without a policy go to whoever registers first.
interface INames is IERC165, IERC5267, INamesTransfer, INamesRecovery, INamesOwner {
    /* EVENTS */

    /// @notice `name` has a new owner who came by registration.
    event NameRegistered(
        bytes32 indexed name,
        address indexed owner,
        uint16 generation,
        uint32 keyEpoch,
        bytes32 keyDigest
    );

    /// @notice `owner` gave `name` up; it stays closed for 90 days, without a key. `generation` is a new one, which
    /// no one has.
    event NameReleased(bytes32 indexed name, address indexed owner, uint16 generation);

    /// @notice The owner of `name` replaced its key.
    event KeyRotated(bytes32 indexed name, address indexed owner, uint32 keyEpoch, bytes32 keyDigest);

    /// @notice `account` shows itself as `name`; zero = as no name.
    event PrimarySet(address indexed account, bytes32 indexed name);

    /// @notice `account` anchored `digest` as version `version` of its `kind`.
    event AnchorSet(address indexed account, uint8 indexed kind, uint32 version, bytes32 digest);

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
    /// @notice There is no such kind of anchor, of transfer, or mode of recovery.
    error NamesKind(uint8 kind);
    /// @notice An option bit without a meaning is set.
    error NamesOptions(uint8 options);
    /// @notice A commitment is needed, and there is none that can still be used.
    error NamesCommitNeeded();
    /// @notice The commitment can be used from `readyAt` on.
    error NamesCommitAge(uint256 readyAt);
    /// @notice The policy does not let the caller have `name`.
    error NamesPolicy(bytes32 name);
    /// @notice `name` has a recovery agent, which closes this way.
    error NamesAgent(bytes32 name);
    /// @notice This can be done from `readyAt` on.
    error NamesNotDue(uint256 readyAt);
    /// @notice A recovery is pending until `readyAt`.
    error NamesRecoveryPending(uint256 readyAt);
    /// @notice The signature was good until `deadline`.
    error NamesExpired(uint256 deadline);
    /// @notice `signer` did not sign this.
    error NamesBadSignature(address signer);

    /* REGISTRATION */

    /// @notice Takes a free name for the caller.
    /// @param name The name, see the head of this interface
    /// @param keyDigest Digest of the key binding; zero to publish a key later
    /// @param options Bit 0: also make `name` the caller's primary name. The other bits must be zero
    ///
    /// Requirements:
    /// - `name` has the shape of a name, else `NamesInvalid`;
    /// - it has no owner, else `NamesTaken`;
    /// - if it was released, 90 days have passed since, else `NamesNotDue`;
    /// - the policy allows it, else `NamesPolicy`, and wants no commitment, else `NamesCommitNeeded`;
    /// - `options` has no unknown bit, else `NamesOptions`.
    ///
    /// Emits `NameRegistered`, with option bit 0 also `PrimarySet`.
    function register(bytes32 name, bytes32 keyDigest, uint8 options) external;

    /// @notice Takes a free name for `owner`, who signed for it. Anyone may send this and pay its gas.
    /// @dev The signed EIP-712 type is `Register` with `address owner`, `bytes32 name`, `bytes32 keyDigest`,
    /// `uint8 options`, `uint16 generation` and `uint40 deadline`, in this order. `generation` is the one that
    /// this registration makes: 1 for a name that was never registered.
    ///
    /// Where the policy wants a commitment, it is that of `registerCommitted` with
    /// `salt = keccak256(signature)`. The signature is known to no one before this call, so it serves as salt;
    /// who signs with bytes that can be guessed (a pre-approving contract wallet) lets the name be guessed too.
    /// @param owner Account that gets the name
    /// @param name As in `register`
    /// @param keyDigest As in `register`
    /// @param options As in `register`, for `owner`
    /// @param deadline Last second at which the signature is good, unix seconds
    /// @param signature `owner`'s signature
    ///
    /// Requirements:
    /// - the deadline has not passed, else `NamesExpired`;
    /// - those of `register`, but a commitment may be wanted;
    /// - `owner` signed exactly this, else `NamesBadSignature`;
    /// - if the policy wants a commitment, there is one that is not older than a day, else
    ///   `NamesCommitNeeded`, and as old as the policy wants, else `NamesCommitAge`.
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

    /// @notice Announces a registration without saying which, so that no one who watches can be faster.
    /// @dev One that can still be used is left as it is, so that no one can make it younger.
    /// @param commitment `keccak256(abi.encode(owner, name, keyDigest, options, salt))`
    function commit(bytes32 commitment) external;

    /// @notice Takes a free name for the caller, who committed to it.
    /// @param name As in `register`
    /// @param keyDigest As in `register`
    /// @param options As in `register`
    /// @param salt 32 bytes that no one can guess
    ///
    /// Requirements:
    /// - those of `register`, but the policy may want a commitment;
    /// - there is a commitment to exactly this, with the caller as owner, that is not older than a day, else
    ///   `NamesCommitNeeded`;
    /// - it is as old as the policy wants, else `NamesCommitAge`.
    ///
    /// Emits the events of `register`. The commitment is used up.
    function registerCommitted(bytes32 name, bytes32 keyDigest, uint8 options, bytes32 salt) external;

    /// @notice Gives a name up. It is closed for 90 days, then anyone can register it, with a new generation.
    /// @param name A name of the caller
    ///
    /// Requirements:
    /// - the caller owns `name`, else `NamesNotOwner`;
    /// - it has no recovery agent, else `NamesAgent`.
    ///
    /// Emits `NameReleased`.
    function release(bytes32 name) external;

    /* OWNED NAMES */

    /// @notice Replaces the key of a name.
    /// @param name A name of the caller
    /// @param expectedEpoch Key epoch that the caller knows; two writers can not overwrite each other
    /// @param keyDigest Digest of the new key binding; zero to publish none
    ///
    /// Requirements:
    /// - the caller owns `name`, else `NamesNotOwner`;
    /// - its key epoch is `expectedEpoch`, else `NamesEpoch`;
    /// - no recovery is pending, else `NamesRecoveryPending`.
    ///
    /// Emits `KeyRotated`.
    function rotateKey(bytes32 name, uint32 expectedEpoch, bytes32 keyDigest) external;

    /// @notice Does the same for the owner of `name`, who signed. Anyone may send this and pay its gas.
    /// @dev The signed EIP-712 type is `RotateKey` with `address owner`, `bytes32 name`, `uint16 generation`,
    /// `uint32 expectedEpoch`, `bytes32 keyDigest` and `uint40 deadline`, in this order.
    /// @param name The name
    /// @param expectedEpoch As in `rotateKey`
    /// @param keyDigest As in `rotateKey`
    /// @param deadline Last second at which the signature is good, unix seconds
    /// @param signature The owner's signature
    ///
    /// Requirements:
    /// - the deadline has not passed, else `NamesExpired`;
    /// - `name` has an owner, who signed exactly this, else `NamesBadSignature`;
    /// - the last two of `rotateKey`.
    ///
    /// Emits `KeyRotated`.
    function rotateKeyFor(
        bytes32 name,
        uint32 expectedEpoch,
        bytes32 keyDigest,
        uint40 deadline,
        bytes calldata signature
    ) external;

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

    /// @notice Does the same for `account`, which signed. Anyone may send this and pay its gas.
    /// @dev The signed EIP-712 type is `SetAnchor` with `address account`, `uint8 kind`,
    /// `uint32 expectedVersion`, `bytes32 digest` and `uint40 deadline`, in this order.
    /// @param account Account whose anchor it is
    /// @param kind As in `setAnchor`
    /// @param expectedVersion As in `setAnchor`
    /// @param digest As in `setAnchor`
    /// @param deadline Last second at which the signature is good, unix seconds
    /// @param signature The account's signature
    ///
    /// Requirements:
    /// - the deadline has not passed, else `NamesExpired`;
    /// - `account` signed exactly this, else `NamesBadSignature`;
    /// - those of `setAnchor`.
    ///
    /// Emits `AnchorSet`.
    function setAnchorFor(
        address account,
        uint8 kind,
        uint32 expectedVersion,
        bytes32 digest,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /* VIEWS: none reverts on a name or account that is unknown */

    /// @notice Who has a name; zeros when it was never registered. Of a released name only `generation` and
    /// `flags` are not zero.
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

    /// @notice The subject of a name; zero while no one owns it.
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

    /// @notice Whether `name` has the shape of a name, no owner, and no quarantine. The policy may still refuse
    /// it to someone.
    function isAvailable(bytes32 name) external view returns (bool);

    /// @notice When `commitment` was made; 0 when there is none, or it is too old to be used.
    function commitmentOf(bytes32 commitment) external view returns (uint256);
}
