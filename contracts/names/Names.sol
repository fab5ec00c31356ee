// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {INamePolicy} from "../interfaces/INamePolicy.sol";
import {INames} from "../interfaces/INames.sol";
import {INamesOwner} from "../interfaces/INamesOwner.sol";
import {INamesRecovery} from "../interfaces/INamesRecovery.sol";
import {INamesTransfer} from "../interfaces/INamesTransfer.sol";
import {NamesOwner} from "./NamesOwner.sol";
import {NamesRecovery} from "./NamesRecovery.sol";
import {NamesRegistration} from "./NamesRegistration.sol";
import {NamesTransfer} from "./NamesTransfer.sol";
import {AnchorVersions, AnchorVersionsLib} from "./types/AnchorVersions.sol";
import {NameRecord, NameRecordLib} from "./types/NameRecord.sol";
import {NameWord} from "./types/NameWord.sol";

/// @title Names
/// @notice See `INames`. Read `NamesBase` first, then `NamesRegistration`, this, `NamesTransfer`, `NamesRecovery`
/// and `NamesOwner`. There is no pause and no upgrade.
contract Names is NamesRegistration, NamesTransfer, NamesRecovery {
    using NameWord for bytes32;

    bytes32 private constant ROTATE_KEY_TYPEHASH = keccak256(
        "RotateKey(address owner,bytes32 name,uint16 generation,uint32 expectedEpoch,bytes32 keyDigest,uint40 deadline)"
    );
    bytes32 private constant SET_ANCHOR_TYPEHASH = keccak256(
        "SetAnchor(address account,uint8 kind,uint32 expectedVersion,bytes32 digest,uint40 deadline)"
    );

    /// @param owner Account that may change the policy for new names
    /// @param policy The first policy; zero for none
    constructor(address owner, INamePolicy policy) EIP712("Space Names", "1") NamesOwner(owner, policy) {}

    /* OWNED NAMES */

    /// @inheritdoc INames
    function rotateKey(bytes32 name, uint32 expectedEpoch, bytes32 keyDigest) external {
        _rotateKey(name, _owned(name, msg.sender), expectedEpoch, keyDigest);
    }

    /// @inheritdoc INames
    function rotateKeyFor(
        bytes32 name,
        uint32 expectedEpoch,
        bytes32 keyDigest,
        uint40 deadline,
        bytes calldata signature
    ) external {
        _requireNotExpired(deadline);
        NameRecord record = _names[name].record;
        address owner = record.owner();
        bytes32 message = keccak256(
            abi.encode(
                ROTATE_KEY_TYPEHASH,
                owner,
                name,
                record.generation(),
                expectedEpoch,
                keyDigest,
                deadline
            )
        );
        _requireSignature(owner, message, signature);
        _rotateKey(name, record, expectedEpoch, keyDigest);
    }

    /// @inheritdoc INames
    function setPrimary(bytes32 name) external {
        if (name != 0) _owned(name, msg.sender);
        _setPrimary(msg.sender, name);
    }

    /* ANCHORS */

    /// @inheritdoc INames
    function setAnchor(uint8 kind, uint32 expectedVersion, bytes32 digest) external {
        _setAnchor(msg.sender, kind, expectedVersion, digest);
    }

    /// @inheritdoc INames
    function setAnchorFor(
        address account,
        uint8 kind,
        uint32 expectedVersion,
        bytes32 digest,
        uint40 deadline,
        bytes calldata signature
    ) external {
        _requireNotExpired(deadline);
        bytes32 message = keccak256(
            abi.encode(SET_ANCHOR_TYPEHASH, account, kind, expectedVersion, digest, deadline)
        );
        _requireSignature(account, message, signature);
        _setAnchor(account, kind, expectedVersion, digest);
    }

    /* VIEWS */

    /// @inheritdoc INames
    function resolve(
        bytes32 name
    )
        external
        view
        returns (address owner, uint32 keyEpoch, uint16 generation, bytes32 keyDigest, uint8 flags)
    {
        NameRecord record = _names[name].record;
        return (
            record.owner(),
            record.keyEpoch(),
            record.generation(),
            _names[name].keyDigest,
            record.flags()
        );
    }

    /// @inheritdoc INames
    function subjectOf(bytes32 name) external view returns (bytes32) {
        NameRecord record = _names[name].record;
        return record.owner() == address(0) ? bytes32(0) : name.subject(record.generation());
    }

    /// @inheritdoc INames
    function subjectFor(address account) external view returns (bytes32) {
        bytes32 name = _primary[account];
        if (name == 0) return 0;
        NameRecord record = _names[name].record;
        return record.owner() == account ? name.subject(record.generation()) : bytes32(0);
    }

    /// @inheritdoc INames
    function subjectIfOwned(bytes32 name, address account) external view returns (bytes32) {
        NameRecord record = _names[name].record;
        return
            account != address(0) && record.owner() == account
                ? name.subject(record.generation())
                : bytes32(0);
    }

    /// @inheritdoc INames
    function nameOf(address account) external view returns (bytes32) {
        bytes32 name = _primary[account];
        return _names[name].record.owner() == account ? name : bytes32(0);
    }

    /// @inheritdoc INames
    function anchorOf(address account, uint8 kind) external view returns (uint32 version, bytes32 digest) {
        if (kind >= AnchorVersionsLib.KINDS) return (0, 0);
        Anchors storage anchors = _anchors[account];
        return (anchors.versions.versionOf(kind), anchors.digests[kind]);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return
            id == type(INames).interfaceId ||
            id == type(INamesTransfer).interfaceId ||
            id == type(INamesRecovery).interfaceId ||
            id == type(INamesOwner).interfaceId ||
            id == type(IERC5267).interfaceId ||
            id == type(IERC165).interfaceId;
    }

    /* INTERNAL */

    function _rotateKey(bytes32 name, NameRecord record, uint32 expectedEpoch, bytes32 keyDigest) private {
        uint32 epoch = record.keyEpoch();
        if (epoch != expectedEpoch) revert NamesEpoch(name, expectedEpoch, epoch);
        Name storage slots = _names[name];
        if (record.has(NameRecordLib.RECOVERY_PENDING)) revert NamesRecoveryPending(slots.recovery.readyAt());

        slots.record = record.withKeyEpoch(++epoch);
        slots.keyDigest = keyDigest;
        emit KeyRotated(name, record.owner(), epoch, keyDigest);
    }

    function _setAnchor(address account, uint8 kind, uint32 expectedVersion, bytes32 digest) private {
        if (kind >= AnchorVersionsLib.KINDS) revert NamesKind(kind);
        Anchors storage anchors = _anchors[account];
        AnchorVersions versions = anchors.versions;
        uint32 version = versions.versionOf(kind);
        if (version != expectedVersion) revert NamesVersion(account, kind, expectedVersion, version);

        anchors.versions = versions.withVersion(kind, ++version);
        anchors.digests[kind] = digest;
        emit AnchorSet(account, kind, version, digest);
    }
}
