// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {INames} from "../../interfaces/INames.sol";
import {TestBase} from "../../mocks/TestBase.sol";
import {TypedData} from "../../mocks/TypedData.sol";

/// @dev What people sign for `names`.
abstract contract NamesSigning is TestBase {
    /// @dev What `Transfer` and `Receive` are about.
    struct Change {
        bytes32 name;
        address from;
        address to;
        uint16 generation;
        uint32 keyEpoch;
        bytes32 keyDigest;
        uint8 kind;
        uint40 deadline;
    }

    string internal constant CHANGE_FIELDS =
        "(bytes32 name,address from,address to,uint16 generation,uint32 keyEpoch,bytes32 keyDigest,uint8 kind,uint40 deadline)";

    INames internal names;

    /* The digests are built from EIP-712 itself, not from the contract's constants. */

    function registerMessage(
        address owner,
        bytes32 name,
        bytes32 keyDigest,
        uint8 options,
        uint16 generation,
        uint40 deadline
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "Register(address owner,bytes32 name,bytes32 keyDigest,uint8 options,uint16 generation,uint40 deadline)"
        );
        return keccak256(abi.encode(typehash, owner, name, keyDigest, options, generation, deadline));
    }

    function rotateMessage(
        address owner,
        bytes32 name,
        uint16 generation,
        uint32 expectedEpoch,
        bytes32 keyDigest,
        uint40 deadline
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "RotateKey(address owner,bytes32 name,uint16 generation,uint32 expectedEpoch,bytes32 keyDigest,uint40 deadline)"
        );
        return keccak256(abi.encode(typehash, owner, name, generation, expectedEpoch, keyDigest, deadline));
    }

    function anchorMessage(
        address account,
        uint8 kind,
        uint32 expectedVersion,
        bytes32 digest,
        uint40 deadline
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "SetAnchor(address account,uint8 kind,uint32 expectedVersion,bytes32 digest,uint40 deadline)"
        );
        return keccak256(abi.encode(typehash, account, kind, expectedVersion, digest, deadline));
    }

    function transferMessage(Change memory change) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes.concat("Transfer", bytes(CHANGE_FIELDS))), change));
    }

    function receiveMessage(Change memory change) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes.concat("Receive", bytes(CHANGE_FIELDS))), change));
    }

    function digestOf(bytes32 message) internal view returns (bytes32) {
        return TypedData.digest("Space Names", address(names), message);
    }

    function sign(uint256 privateKey, bytes32 message) internal view returns (bytes memory) {
        return TypedData.sign(privateKey, digestOf(message));
    }
}
