// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {INames} from "../interfaces/INames.sol";
import {Signatures} from "../lib/Signatures.sol";
import {AnchorVersions} from "./types/AnchorVersions.sol";
import {NameOffer} from "./types/NameOffer.sol";
import {NameRecord, NameRecordLib} from "./types/NameRecord.sol";
import {PolicyWord} from "./types/PolicyWord.sol";
import {Recovery} from "./types/Recovery.sol";

/// @title What all parts of Names share
/// @notice The storage, and who may change it.
abstract contract NamesBase is INames, EIP712 {
    /// @dev All that is known of a name, in adjacent words.
    struct Name {
        NameRecord record;
        bytes32 keyDigest;
        NameOffer offer;
        Recovery recovery;
        bytes32 recoveryTarget;
    }

    /// @dev All anchors of an account, in adjacent words.
    struct Anchors {
        AnchorVersions versions;
        bytes32[8] digests;
    }

    mapping(bytes32 name => Name) internal _names;
    mapping(address account => bytes32 name) internal _primary;
    mapping(address account => Anchors) internal _anchors;
    mapping(bytes32 commitment => uint256 time) internal _committedAt;
    PolicyWord internal _policy;
    PolicyWord internal _announcedPolicy;

    /// @dev The record of `name`, if `account` owns it.
    function _owned(bytes32 name, address account) internal view returns (NameRecord record) {
        record = _names[name].record;
        if (record.owner() != account) revert NamesNotOwner(name, account);
    }

    /// @dev A recovery agent closes the ways on which a thief could run with the name.
    function _requireNoAgent(bytes32 name, NameRecord record) internal pure {
        if (record.has(NameRecordLib.HAS_AGENT)) revert NamesAgent(name);
    }

    function _requireNotExpired(uint40 deadline) internal view {
        if (block.timestamp > deadline) revert NamesExpired(deadline);
    }

    /// @dev `signer` must have signed the EIP-712 message with hash `message`.
    function _requireSignature(address signer, bytes32 message, bytes calldata signature) internal view {
        if (!Signatures.isValid(signer, _hashTypedDataV4(message), signature))
            revert NamesBadSignature(signer);
    }

    /// @dev Every change of owner but a registration. What else hangs on the name needs no clean-up: offers are bound
    /// to the key epoch, primary names and subjects to the owner.
    function _changeOwner(
        bytes32 name,
        NameRecord record,
        address to,
        uint16 generation,
        bytes32 keyDigest,
        uint8 kind
    ) internal {
        uint32 epoch = record.keyEpoch() + 1;
        Name storage slots = _names[name];
        slots.record = record.movedTo(to, epoch, generation);
        slots.keyDigest = keyDigest;
        emit OwnerChanged(name, record.owner(), to, generation, epoch, keyDigest, kind);
    }
}
