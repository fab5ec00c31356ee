// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title IGrantsAudiences
/// @notice Audiences: any number of members under one Merkle root, each proving itself when it asks for access.
///
/// The id of an audience begins with the address of its setter, followed by a salt (12 bytes). The audience belongs to the
/// folder's generation and to the setter's present grant: it ends with either, and what the setter loses its members lose.
///
/// A leaf is keccak256(keccak256(abi.encode(typehash, chainId, grants, folder, id, index, subject, terms))) with the typehash
/// of `AudienceLeaf(uint256 chainId,address grants,bytes32 folder,bytes32 id,uint32 index,bytes32 subject,uint256 terms)`.
/// Its subject is a wallet or a name; its terms are a role of 1 to 3 and an expiry, and give no more than the setter has. Pairs
/// are hashed in ascending order. The chain does not know when leaves expire: the account that advances sets `dueAt` accordingly.
interface IGrantsAudiences {
    /// @notice Sets, replaces or removes (`root` zero) an audience of the caller.
    ///
    /// Removing raises `narrowed` and sets `stale`. Replacing does not, because nothing here can tell what it takes away, and
    /// revoked leaves do not carry over to the new root: whom a new root leaves out is revoked in the old one first.
    ///
    /// Requirements:
    /// - the caller is the owner or a live admin, and the id begins with its address, else `GrantsDenied`;
    /// - the caller's own grant was not issued in this very second, else `GrantsNotDue`;
    /// - the audience's root is `expectedRoot`, else `GrantsRoot`.
    ///
    /// Emits `AudienceSet`.
    /// @param folder the folder's id
    /// @param id the caller's address followed by a salt
    /// @param expectedRoot the root that is there; zero: none
    /// @param root the root over the leaves
    /// @param manifest digest of the list of leaves
    function setAudience(
        bytes32 folder,
        bytes32 id,
        bytes32 expectedRoot,
        bytes32 root,
        bytes32 manifest
    ) external;

    /// @notice Revokes leaves of an audience. Raises `narrowed` and sets `stale`.
    ///
    /// Requirements:
    /// - the caller is the owner, a live admin or a live guardian, else `GrantsDenied`;
    /// - the audience's root is `expectedRoot` and not zero, else `GrantsRoot`: under another root an index is someone else;
    /// - `indexes` is not empty and whole, else `GrantsLength`.
    ///
    /// Emits `LeavesRevoked`.
    /// @param folder the folder's id
    /// @param id the audience
    /// @param expectedRoot the root to which the indexes belong
    /// @param indexes 4 bytes each
    function revokeLeaves(bytes32 folder, bytes32 id, bytes32 expectedRoot, bytes calldata indexes) external;

    /// @notice The root of an audience under the setter's present grant, whether that is live or not.
    /// @param folder the folder's id
    /// @param id the audience
    /// @return root zero: none
    function audienceOf(bytes32 folder, bytes32 id) external view returns (bytes32 root);

    /// @notice Whether a leaf is revoked in the audience's present root.
    /// @param folder the folder's id
    /// @param id the audience
    /// @param index the leaf's index
    /// @return whether it is
    function isDead(bytes32 folder, bytes32 id, uint32 index) external view returns (bool);
}
