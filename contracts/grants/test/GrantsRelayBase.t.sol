// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {GrantsProofBase} from "./GrantsProofBase.t.sol";

/// @dev What people sign for someone else to bring: about a folder in its first epoch, until `UNTIL`.
abstract contract GrantsRelayBase is GrantsProofBase {
    uint40 internal constant UNTIL = NOW + 100;

    function grantMessage(
        address by,
        bytes32 folder,
        address account,
        uint256 nonce
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "GrantRequest(address by,bytes32 folder,bytes32 subject,uint256 terms,bytes32 pass,uint256 nonce,uint40 deadline)"
        );
        return keccak256(abi.encode(typehash, by, folder, wallet(account), reader(), PASS, nonce, UNTIL));
    }

    function revokeMessage(
        address by,
        bytes32 folder,
        bytes memory subjects,
        uint256 nonce
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "RevokeRequest(address by,bytes32 folder,bytes subjects,uint256 nonce,uint40 deadline)"
        );
        return keccak256(abi.encode(typehash, by, folder, keccak256(subjects), nonce, UNTIL));
    }

    function advanceMessage(
        address by,
        bytes32 folder,
        bytes32 record,
        bytes memory subjects,
        uint256 nonce
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "AdvanceRequest(address by,bytes32 folder,uint32 expectedEpoch,uint32 expectedNarrowed,bytes32 record,uint40 dueAt,bytes subjects,uint256 nonce,uint40 deadline)"
        );
        bytes memory head = abi.encode(typehash, by, folder, uint256(0), uint256(0), record, NOW + 7);
        return keccak256(bytes.concat(head, abi.encode(keccak256(subjects), nonce, UNTIL)));
    }
}
