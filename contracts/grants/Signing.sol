// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IGrantsErrors} from "../interfaces/IGrantsErrors.sol";
import {IGrantsEvents} from "../interfaces/IGrantsEvents.sol";
import {NonceBitmap} from "../lib/NonceBitmap.sol";
import {Signatures} from "../lib/Signatures.sol";

/// @title Signing: what all signed messages share
abstract contract Signing is IGrantsErrors, IGrantsEvents, EIP712 {
    using NonceBitmap for mapping(uint256 index => uint256 bits);

    /// @dev One space of nonces per signer, whatever is signed.
    mapping(address signer => mapping(uint256 index => uint256 bits)) internal _nonces;

    constructor() EIP712("Space Grants", "1") {}

    function _checkSignature(address signer, bytes32 message, bytes calldata signature) internal view {
        if (!Signatures.isValid(signer, _hashTypedDataV4(message), signature))
            revert GrantsBadSignature(signer);
    }
}
