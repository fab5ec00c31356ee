// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsRelays} from "../interfaces/IGrantsRelays.sol";
import {NonceBitmap} from "../lib/NonceBitmap.sol";
import {Epochs} from "./Epochs.sol";
import {Signing} from "./Signing.sol";

/// @title Relays: signed calls that another account sends
abstract contract Relays is Epochs, Signing, IGrantsRelays {
    using NonceBitmap for mapping(uint256 index => uint256 bits);

    bytes32 private constant GRANT_TYPEHASH = keccak256(
        "GrantRequest(address by,bytes32 folder,bytes32 subject,uint256 terms,bytes32 pass,"
        "uint256 nonce,uint40 deadline)"
    );
    bytes32 private constant REVOKE_TYPEHASH = keccak256(
        "RevokeRequest(address by,bytes32 folder,bytes subjects,uint256 nonce,uint40 deadline)"
    );
    bytes32 private constant ADVANCE_TYPEHASH = keccak256(
        "AdvanceRequest(address by,bytes32 folder,uint32 expectedEpoch,uint32 expectedNarrowed,bytes32 record,"
        "uint40 dueAt,bytes subjects,uint256 nonce,uint40 deadline)"
    );

    /// @inheritdoc IGrantsRelays
    function grantFor(
        address by,
        bytes32 folder,
        bytes32 subject,
        uint256 terms,
        bytes32 pass,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external {
        bytes32 message = keccak256(
            abi.encode(GRANT_TYPEHASH, by, folder, subject, terms, pass, nonce, deadline)
        );
        _authorize(by, message, nonce, deadline, signature);
        _grant(by, folder, subject, terms, pass);
    }

    /// @inheritdoc IGrantsRelays
    function revokeFor(
        address by,
        bytes32 folder,
        bytes calldata subjects,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external {
        bytes32 message = keccak256(
            abi.encode(REVOKE_TYPEHASH, by, folder, keccak256(subjects), nonce, deadline)
        );
        _authorize(by, message, nonce, deadline, signature);
        _revoke(by, folder, subjects);
    }

    /// @inheritdoc IGrantsRelays
    function advanceFor(
        address by,
        bytes32 folder,
        uint32 expectedEpoch,
        uint32 expectedNarrowed,
        bytes32 record,
        uint40 dueAt,
        bytes calldata subjects,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external {
        bytes32 message = keccak256(
            abi.encode(
                ADVANCE_TYPEHASH,
                by,
                folder,
                expectedEpoch,
                expectedNarrowed,
                record,
                dueAt,
                keccak256(subjects),
                nonce,
                deadline
            )
        );
        _authorize(by, message, nonce, deadline, signature);
        _advance(by, folder, expectedEpoch, expectedNarrowed, record, dueAt, subjects);
    }

    /// @inheritdoc IGrantsRelays
    function voidNonces(uint256 word, uint256 mask) external {
        _nonces[msg.sender].voidAll(word, mask);
        emit NoncesVoided(msg.sender, word, mask);
    }

    /// @inheritdoc IGrantsRelays
    function nonceUsed(address signer, uint256 nonce) external view returns (bool) {
        return _nonces[signer].isUsed(nonce);
    }

    function _authorize(
        address by,
        bytes32 message,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) private {
        if (block.timestamp > deadline) revert GrantsExpired(deadline);
        if (!_nonces[by].tryUse(nonce)) revert GrantsNonce(nonce);
        _checkSignature(by, message, signature);
    }
}
