// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title IGrantsTransfers
/// @notice Folders that change hands: offered and accepted, or taken over by a successor whom the first owner named.
interface IGrantsTransfers {
    /// @notice Offers the folder to a new owner, in place of an earlier offer, or withdraws the offer (`to` zero). An offer
    /// ends with the folder's generation.
    ///
    /// Requirements:
    /// - the caller is the owner, else `GrantsDenied`;
    /// - `to` is not the owner, else `GrantsSubject`;
    /// - unless withdrawing, `expiresAt` lies ahead, else `GrantsExpiry`.
    ///
    /// Emits `FolderOffered`.
    /// @param folder the folder's id
    /// @param to who may accept
    /// @param expiresAt from then on it is void. Not looked at when withdrawing
    function offerFolder(bytes32 folder, address to, uint40 expiresAt) external;

    /// @notice Takes a folder over. All grants, audiences and offers end; blocks stay. Generation, epoch and `narrowed` rise.
    ///
    /// A succession is a nonce (32 bytes) and a signature of the owner in the id over
    /// `Succession(address from,address to,uint256 nonce)`. One is enough for all folders that its signer has not given away
    /// by then, at any time, until the nonce is voided: it is kept like a key.
    ///
    /// Requirements:
    /// - the caller has an open offer, or brings a succession for a folder that has never moved, else `GrantsNoOffer`;
    /// - the nonce of the succession is not voided, else `GrantsNonce`, and it is signed, else `GrantsBadSignature`;
    /// - the epoch is `expectedEpoch`, else `GrantsEpoch`;
    /// - `narrowed` is `expectedNarrowed`, else `GrantsNarrowed`.
    ///
    /// Emits `FolderMoved`.
    /// @param folder the folder's id
    /// @param expectedEpoch the epoch for which the record was prepared
    /// @param expectedNarrowed the value of `narrowed` for which it was prepared
    /// @param record digest of the new epoch's record; zero: the folder stays stale until an advance
    /// @param dueAt from then on another epoch is owed; zero: never
    /// @param succession empty: by an offer
    function acceptFolder(
        bytes32 folder,
        uint32 expectedEpoch,
        uint32 expectedNarrowed,
        bytes32 record,
        uint40 dueAt,
        bytes calldata succession
    ) external;

    /// @notice The open offer. All zero: none.
    /// @param folder the folder's id
    /// @return to who may accept
    /// @return expiresAt from then on it is void
    function offerOf(bytes32 folder) external view returns (address to, uint40 expiresAt);
}
