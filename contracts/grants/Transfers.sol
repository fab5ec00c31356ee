// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsTransfers} from "../interfaces/IGrantsTransfers.sol";
import {NonceBitmap} from "../lib/NonceBitmap.sol";
import {Epochs} from "./Epochs.sol";
import {Packed} from "./libraries/Packed.sol";
import {Signing} from "./Signing.sol";
import {FolderOffer, FolderOfferLib} from "./types/FolderOffer.sol";
import {FolderState} from "./types/FolderState.sol";

/// @title Transfers: folders that change hands
abstract contract Transfers is Epochs, Signing, IGrantsTransfers {
    using NonceBitmap for mapping(uint256 index => uint256 bits);

    bytes32 private constant SUCCESSION_TYPEHASH = keccak256(
        "Succession(address from,address to,uint256 nonce)"
    );
    uint256 private constant NONCE_BYTES = 32;

    mapping(bytes32 folder => FolderOffer offer) private _offers;

    /// @inheritdoc IGrantsTransfers
    function offerFolder(bytes32 folder, address to, uint40 expiresAt) external {
        Context memory context = _begin(folder, msg.sender);
        if (!context.standing.isOwner()) _deny(context);
        FolderOffer offer;
        if (to != address(0)) {
            if (to == context.owner) revert GrantsSubject(bytes32(uint256(uint160(to))));
            if (expiresAt <= block.timestamp) revert GrantsExpiry(expiresAt);
            offer = FolderOfferLib.pack(to, context.state.generation(), expiresAt);
        }
        _offers[folder] = offer;
        emit FolderOffered(folder, to, offer.expiresAt());
    }

    /// @inheritdoc IGrantsTransfers
    function acceptFolder(
        bytes32 folder,
        uint32 expectedEpoch,
        uint32 expectedNarrowed,
        bytes32 record,
        uint40 dueAt,
        bytes calldata succession
    ) external {
        FolderState state = _states[folder];
        address from = _ownerOf(folder, state);
        if (succession.length == 0) _checkOffer(folder, state);
        else _checkSuccession(folder, state, from, succession);
        _checkEpoch(state, expectedEpoch);
        _checkNarrowed(state, expectedNarrowed);
        state = state.move(dueAt, record != 0);
        _states[folder] = state;
        _owners[folder] = msg.sender;
        _records[folder] = record;
        emit FolderMoved(folder, from, msg.sender, record, FolderState.unwrap(state));
    }

    /// @inheritdoc IGrantsTransfers
    function offerOf(bytes32 folder) external view returns (address to, uint40 expiresAt) {
        FolderOffer offer = _offers[folder];
        if (!_isOpen(offer, _states[folder])) return (address(0), 0);
        return (offer.to(), offer.expiresAt());
    }

    function _checkOffer(bytes32 folder, FolderState state) private view {
        FolderOffer offer = _offers[folder];
        if (offer.to() != msg.sender || !_isOpen(offer, state)) revert GrantsNoOffer(folder);
    }

    function _isOpen(FolderOffer offer, FolderState state) private view returns (bool) {
        return offer.generation() == state.generation() && block.timestamp < offer.expiresAt();
    }

    /// @dev The nonce, then the first owner's signature. It is not used up: one succession is for all folders of its signer.
    function _checkSuccession(
        bytes32 folder,
        FolderState state,
        address from,
        bytes calldata succession
    ) private view {
        if (state.isMoved() || succession.length < NONCE_BYTES) revert GrantsNoOffer(folder);
        uint256 nonce = uint256(Packed.wordAt(succession, 0));
        if (_nonces[from].isUsed(nonce)) revert GrantsNonce(nonce);
        bytes32 message = keccak256(abi.encode(SUCCESSION_TYPEHASH, from, msg.sender, nonce));
        _checkSignature(from, message, succession[NONCE_BYTES:]);
    }
}
