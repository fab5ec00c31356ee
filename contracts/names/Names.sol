// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {INames} from "../interfaces/INames.sol";
import {Signatures} from "../lib/Signatures.sol";
import {AnchorVersions, AnchorVersionsLib} from "./types/AnchorVersions.sol";
import {NameRecord, NameRecordLib} from "./types/NameRecord.sol";
import {NameWord} from "./types/NameWord.sol";

/// @title Names
/// @notice See `INames`. There is no owner, no pause and no upgrade: a registered name is its owner's alone.
contract Names is INames, EIP712 {
    using NameWord for bytes32;

    bytes32 private constant REGISTER_TYPEHASH = keccak256(
        "Register(address owner,bytes32 name,bytes32 keyDigest,uint8 options,uint16 generation,uint40 deadline)"
    );

    /// @dev The only option bit of a registration.
    uint8 private constant SET_PRIMARY = 1;

    mapping(bytes32 name => NameRecord) private _record;
    mapping(bytes32 name => bytes32) private _keyDigest;
    mapping(address account => bytes32 name) private _primary;
    mapping(address account => AnchorVersions) private _anchorVersions;
    mapping(address account => mapping(uint8 kind => bytes32)) private _anchorDigest;

    constructor() EIP712("Space Names", "1") {}

    /* REGISTRATION */

    /// @inheritdoc INames
    function register(bytes32 name, bytes32 keyDigest, uint8 options) external {
        _register(msg.sender, name, keyDigest, options, _freeGeneration(name, options));
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
        if (block.timestamp > deadline) revert NamesExpired(deadline);
        uint16 generation = _freeGeneration(name, options);

        bytes32 message = keccak256(
            abi.encode(REGISTER_TYPEHASH, owner, name, keyDigest, options, generation, deadline)
        );
        if (!Signatures.isValid(owner, _hashTypedDataV4(message), signature)) revert NamesBadSignature(owner);

        _register(owner, name, keyDigest, options, generation);
    }

    /* OWNED NAMES */

    /// @inheritdoc INames
    function rotateKey(bytes32 name, uint32 expectedEpoch, bytes32 keyDigest) external {
        NameRecord record = _record[name];
        if (record.owner() != msg.sender) revert NamesNotOwner(name, msg.sender);
        uint32 epoch = record.keyEpoch();
        if (epoch != expectedEpoch) revert NamesEpoch(name, expectedEpoch, epoch);

        _record[name] = record.withKeyEpoch(++epoch);
        _keyDigest[name] = keyDigest;
        emit KeyRotated(name, msg.sender, epoch, keyDigest);
    }

    /// @inheritdoc INames
    function setPrimary(bytes32 name) external {
        if (name != 0 && _record[name].owner() != msg.sender) revert NamesNotOwner(name, msg.sender);
        _setPrimary(msg.sender, name);
    }

    /* ANCHORS */

    /// @inheritdoc INames
    function setAnchor(uint8 kind, uint32 expectedVersion, bytes32 digest) external {
        if (kind >= AnchorVersionsLib.KINDS) revert NamesKind(kind);
        AnchorVersions versions = _anchorVersions[msg.sender];
        uint32 version = versions.versionOf(kind);
        if (version != expectedVersion) revert NamesVersion(msg.sender, kind, expectedVersion, version);

        _anchorVersions[msg.sender] = versions.withVersion(kind, ++version);
        _anchorDigest[msg.sender][kind] = digest;
        emit AnchorSet(msg.sender, kind, version, digest);
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
        NameRecord record = _record[name];
        return (record.owner(), record.keyEpoch(), record.generation(), _keyDigest[name], record.flags());
    }

    /// @inheritdoc INames
    function subjectOf(bytes32 name) external view returns (bytes32) {
        NameRecord record = _record[name];
        return record.owner() == address(0) ? bytes32(0) : name.subject(record.generation());
    }

    /// @inheritdoc INames
    function subjectFor(address account) external view returns (bytes32) {
        bytes32 name = _primary[account];
        return name == 0 ? name : subjectIfOwned(name, account);
    }

    /// @inheritdoc INames
    function subjectIfOwned(bytes32 name, address account) public view returns (bytes32) {
        NameRecord record = _record[name];
        return
            account != address(0) && record.owner() == account
                ? name.subject(record.generation())
                : bytes32(0);
    }

    /// @inheritdoc INames
    function nameOf(address account) external view returns (bytes32) {
        bytes32 name = _primary[account];
        return _record[name].owner() == account ? name : bytes32(0);
    }

    /// @inheritdoc INames
    function anchorOf(address account, uint8 kind) external view returns (uint32 version, bytes32 digest) {
        return (_anchorVersions[account].versionOf(kind), _anchorDigest[account][kind]);
    }

    /// @inheritdoc INames
    function isAvailable(bytes32 name) external view returns (bool) {
        return name.isValid() && _record[name].owner() == address(0);
    }

    /* INTERNAL */

    /// @dev The generation that a registration of `name` makes, if it is allowed.
    function _freeGeneration(bytes32 name, uint8 options) private view returns (uint16) {
        if (options & ~SET_PRIMARY != 0) revert NamesOptions(options);
        if (!name.isValid()) revert NamesInvalid(name);
        NameRecord record = _record[name];
        if (record.owner() != address(0)) revert NamesTaken(name);
        return record.generation() + 1;
    }

    function _register(
        address owner,
        bytes32 name,
        bytes32 keyDigest,
        uint8 options,
        uint16 generation
    ) private {
        NameRecord record = NameRecordLib.registered(owner, generation);
        _record[name] = record;
        _keyDigest[name] = keyDigest;
        emit NameRegistered(name, owner, generation, record.keyEpoch(), keyDigest);
        if (options & SET_PRIMARY != 0) _setPrimary(owner, name);
    }

    function _setPrimary(address account, bytes32 name) private {
        _primary[account] = name;
        emit PrimarySet(account, name);
    }
}
