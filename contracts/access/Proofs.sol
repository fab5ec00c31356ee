// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title Proofs
/// @notice The kinds of proof that `IGrants.hasAccess` takes, and how to build each.
library Proofs {
    /// @notice A grant to a name that the account owns.
    uint8 internal constant BY_NAME = 1;
    /// @notice A leaf of an audience.
    uint8 internal constant BY_AUDIENCE = 2;
    /// @notice A grant to a group that the account is in.
    uint8 internal constant BY_GROUP = 3;
    /// @notice A signed grant.
    uint8 internal constant BY_SIGNATURE = 4;
    /// @notice A grant to the members of another folder.
    uint8 internal constant BY_FOLDER = 5;

    /// @notice Proves a grant to a name that is not the account's primary one.
    function byName(bytes32 name) internal pure returns (bytes memory) {
        return abi.encodePacked(BY_NAME, name);
    }

    /// @notice Proves a leaf of an audience. `terms` are the low 48 bits of the terms of a grant.
    /// @param siblings from the leaf upwards
    function byAudience(
        bytes32 id,
        uint32 index,
        bytes32 subject,
        uint48 terms,
        bytes32[] memory siblings
    ) internal pure returns (bytes memory) {
        return abi.encodePacked(BY_AUDIENCE, id, index, subject, terms, siblings);
    }

    /// @notice Proves a grant to a group. `data` is what the adapter asks for.
    function byGroup(
        address adapter,
        bytes32 groupId,
        bytes memory data
    ) internal pure returns (bytes memory) {
        return abi.encodePacked(BY_GROUP, adapter, groupId, data);
    }

    /// @notice Proves a signed grant. `terms` are the low 48 bits of the terms of a grant.
    function bySignature(
        address signer,
        bytes32 subject,
        uint48 terms,
        uint256 nonce,
        bytes memory signature
    ) internal pure returns (bytes memory) {
        return abi.encodePacked(BY_SIGNATURE, signer, subject, terms, nonce, signature);
    }

    /// @notice Proves a grant to the members of another folder, by the account's wallet or primary name there.
    function byFolder(bytes32 folder) internal pure returns (bytes memory) {
        return abi.encodePacked(BY_FOLDER, folder);
    }

    /// @notice Proves a grant to the members of another folder, by another name that the account owns.
    function byFolder(bytes32 folder, bytes32 name) internal pure returns (bytes memory) {
        return abi.encodePacked(BY_FOLDER, folder, name);
    }
}
