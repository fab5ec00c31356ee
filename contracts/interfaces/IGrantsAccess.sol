// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title IGrantsAccess
/// @notice The answers: what other contracts, and writers before they seal, ask for. Its ERC-165 id is the one that `Grants`
/// announces.
interface IGrantsAccess {
    /// @notice All that a writer checks before it seals, in one call. Never reverts.
    /// @param folder the folder's id
    /// @return owner who owns it; zero: no one
    /// @return keyEpoch epoch of its key
    /// @return narrowed how often something was taken away
    /// @return generation of its grants
    /// @return dueAt from then on a new epoch is owed; zero: never
    /// @return flags bit 0 moved, bit 1 stale, bit 2 scheduled
    /// @return record digest of the epoch's record; zero until the first advance, and after a transfer while it is owed
    function folderOf(
        bytes32 folder
    )
        external
        view
        returns (
            address owner,
            uint32 keyEpoch,
            uint32 narrowed,
            uint16 generation,
            uint40 dueAt,
            uint8 flags,
            bytes32 record
        );

    /// @notice The `Names` contract that says which account owns which name.
    function names() external view returns (address);

    /// @notice The grant word as it is stored, live or not.
    /// @param folder the folder's id
    /// @param subject the subject's typed word
    /// @return word zero: none
    function grantOf(bytes32 folder, bytes32 subject) external view returns (uint256 word);

    /// @notice The role that the subject has by its own grant and the chain above it. The owner's wallet has 4.
    /// @param folder the folder's id
    /// @param subject the subject's typed word
    /// @return role zero: none
    function roleOf(bytes32 folder, bytes32 subject) external view returns (uint8 role);

    /// @notice Whether an account has at least this role: as owner, by its wallet's grant, or by a grant to its primary
    /// name. False for account zero, for roles other than 1 to 4, and for wallets that are blocked here.
    ///
    /// Requirements:
    /// - when the name has to be asked for, there is gas to do it reliably, else `GrantsGas`. Nothing else reverts.
    /// @param folder the folder's id
    /// @param account who wants in
    /// @param role the least role that will do
    /// @return whether it has that role
    function hasAccess(bytes32 folder, address account, uint8 role) external view returns (bool);

    /// @notice Whether an account has at least this role, as owner or by the path that a proof names. False for account zero,
    /// for roles other than 1 to 4, for wallets that are blocked here, and for bytes that are no proof.
    ///
    /// | kind | the rest of the proof                                                  | shows                             |
    /// | ---- | ---------------------------------------------------------------------- | --------------------------------- |
    /// | 1    | name 32                                                                | a grant to a name that it owns    |
    /// | 2    | id 32 · index 4 · subject 32 · terms 6 · siblings 32 each              | a leaf of an audience             |
    /// | 3    | adapter 20 · groupId 32 · data                                         | a grant to a group that it is in  |
    /// | 4    | signer 20 · subject 32 · terms 6 · nonce 32 · signature                | a signed grant                    |
    /// | 5    | folder 32                                                              | a grant to the readers of a folder|
    ///
    /// Subjects of leaves and signed grants are its wallet or a name that it owns; their terms are the low 48 bits of the
    /// terms of a grant, with a role of 1 to 3, neither depth nor flags.
    ///
    /// A **signed grant** is `SignedGrant(address signer,bytes32 folder,bytes32 subject,uint8 role,uint40 expiry,
    /// uint16 generation,uint40 signerIssuedAt,uint256 nonce)` (no space after the comma) by the owner (`signerIssuedAt` 0) or
    /// a live granter (when its own grant was issued). It counts as far as the signer's chain reaches, until the nonce is voided.
    ///
    /// In the other folder of kind 5 its owner counts, and any account with a live role there by its wallet's own grant.
    ///
    /// Requirements:
    /// - when another contract has to be asked, there is gas to do it reliably (50,000 for `Names`, 100,000 for an adapter,
    ///   250,000 for a signer with code, and one part in 63 more), else `GrantsGas`. Nothing else reverts.
    /// @param folder the folder's id
    /// @param account who wants in
    /// @param role the least role that will do
    /// @param proof its kind and what that kind needs
    /// @return whether it has that role
    function hasAccess(
        bytes32 folder,
        address account,
        uint8 role,
        bytes calldata proof
    ) external view returns (bool);
}
