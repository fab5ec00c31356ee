// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INamesTransfer} from "../interfaces/INamesTransfer.sol";
import {NamesBase} from "./NamesBase.sol";
import {NameOffer, NameOfferLib} from "./types/NameOffer.sol";
import {NameRecord, NameRecordLib} from "./types/NameRecord.sol";

/// @title Names that change hands
/// @notice See `INamesTransfer`.
abstract contract NamesTransfer is NamesBase {
    bytes32 private constant TRANSFER_TYPEHASH = keccak256(
        "Transfer(bytes32 name,address from,address to,uint16 generation,uint32 keyEpoch,bytes32 keyDigest,uint8 kind,uint40 deadline)"
    );
    bytes32 private constant RECEIVE_TYPEHASH = keccak256(
        "Receive(bytes32 name,address from,address to,uint16 generation,uint32 keyEpoch,bytes32 keyDigest,uint8 kind,uint40 deadline)"
    );

    /// @dev Kinds of a change of owner.
    uint8 private constant TO_PERSON = 1;
    uint8 private constant TO_WALLET = 2;

    /* TRANSFERRING */

    /// @inheritdoc INamesTransfer
    function transfer(
        bytes32 name,
        address to,
        bytes32 keyDigest,
        uint8 kind,
        uint40 deadline,
        bytes calldata receiverSignature
    ) external {
        _requireNotExpired(deadline);
        NameRecord record = _owned(name, msg.sender);
        bytes32 message = _message(RECEIVE_TYPEHASH, name, record, to, keyDigest, kind, deadline);
        _requireSignature(to, message, receiverSignature);
        _transfer(name, record, to, keyDigest, kind);
    }

    /// @inheritdoc INamesTransfer
    function transferFor(
        bytes32 name,
        address to,
        bytes32 keyDigest,
        uint8 kind,
        uint40 deadline,
        bytes calldata ownerSignature,
        bytes calldata receiverSignature
    ) external {
        _requireNotExpired(deadline);
        NameRecord record = _names[name].record;
        bytes32 message = _message(TRANSFER_TYPEHASH, name, record, to, keyDigest, kind, deadline);
        _requireSignature(record.owner(), message, ownerSignature);
        message = _message(RECEIVE_TYPEHASH, name, record, to, keyDigest, kind, deadline);
        _requireSignature(to, message, receiverSignature);
        _transfer(name, record, to, keyDigest, kind);
    }

    /// @inheritdoc INamesTransfer
    function offer(bytes32 name, address to, uint8 kind, uint40 expiresAt) external {
        NameRecord record = _owned(name, msg.sender);
        if (to == address(0)) {
            _names[name].offer = NameOfferLib.NONE;
            emit NameOffered(name, to, 0, 0);
            return;
        }
        _requireKind(kind);
        _requireNotExpired(expiresAt);
        _requireNoAgent(name, record);
        _names[name].offer = NameOfferLib.make(record, to, kind, expiresAt);
        emit NameOffered(name, to, kind, expiresAt);
    }

    /// @inheritdoc INamesTransfer
    function accept(bytes32 name, bytes32 keyDigest) external {
        Name storage slots = _names[name];
        NameRecord record = slots.record;
        NameOffer made = slots.offer;
        if (made.to() != msg.sender || !made.isLive(record)) revert NamesNoOffer(name);
        _transfer(name, record, msg.sender, keyDigest, made.kind());
    }

    /* VIEWS */

    /// @inheritdoc INamesTransfer
    function offerOf(bytes32 name) external view returns (address to, uint8 kind, uint40 expiresAt) {
        NameRecord record = _names[name].record;
        NameOffer made = _names[name].offer;
        if (!made.isLive(record) || record.has(NameRecordLib.HAS_AGENT)) return (address(0), 0, 0);
        return (made.to(), made.kind(), made.expiresAt());
    }

    /* INTERNAL */

    function _message(
        bytes32 typehash,
        bytes32 name,
        NameRecord record,
        address to,
        bytes32 keyDigest,
        uint8 kind,
        uint40 deadline
    ) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    typehash,
                    name,
                    record.owner(),
                    to,
                    record.generation(),
                    record.keyEpoch(),
                    keyDigest,
                    kind,
                    deadline
                )
            );
    }

    function _requireKind(uint8 kind) private pure {
        if (kind != TO_PERSON && kind != TO_WALLET) revert NamesKind(kind);
    }

    /// @dev Both sides have agreed.
    function _transfer(bytes32 name, NameRecord record, address to, bytes32 keyDigest, uint8 kind) private {
        _requireKind(kind);
        _requireNoAgent(name, record);
        uint16 generation = record.generation();
        if (kind == TO_PERSON) ++generation;
        _changeOwner(name, record, to, generation, keyDigest, kind);
    }
}
