// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title IGrantsEvents
/// @notice Events of `Grants`. Every event carries what it has changed as it is afterwards, so that all storage but the
/// nonces can be rebuilt from the events alone. For the packed words see `IGrants`.
interface IGrantsEvents {
    /// @notice One subject was given terms.
    /// @param folder the folder's id
    /// @param subject the subject's typed word
    /// @param granter who gave them
    /// @param word the whole grant word after the call
    /// @param state the whole state word after the call
    /// @param pass digest of the pass that hands the epoch's secret to the subject; zero: the key follows later
    event Granted(
        bytes32 indexed folder,
        bytes32 indexed subject,
        address indexed granter,
        uint256 word,
        uint256 state,
        bytes32 pass
    );

    /// @notice Many subjects were given the same terms.
    ///
    /// Each one's grant word is the terms with the granter, the generation of `state` and the block's time as
    /// `issuedAt`. A subject that keeps an earlier `issuedAt` (see `grantBatch`) is named again by a `Granted` event
    /// that follows in the same call with the word as it is and no pass of its own.
    /// @param folder the folder's id
    /// @param granter who gave them
    /// @param terms the terms as they were passed
    /// @param state the whole state word after the call
    /// @param passes digest of the list of passes in the order of the subjects; zero: the keys follow later
    /// @param subjects 32 bytes each, applied in order
    event GrantedBatch(
        bytes32 indexed folder,
        address indexed granter,
        uint256 terms,
        uint256 state,
        bytes32 passes,
        bytes subjects
    );

    /// @notice The grant words of these subjects are now zero; blocks among them stay.
    /// @param folder the folder's id
    /// @param by who revoked
    /// @param epoch the key's epoch, unchanged
    /// @param narrowed the counter after the call
    /// @param stale whether a new epoch is owed now
    /// @param subjects 32 bytes each; those that held no grant are listed too
    event Revoked(
        bytes32 indexed folder,
        address indexed by,
        uint32 epoch,
        uint32 narrowed,
        bool stale,
        bytes subjects
    );

    /// @notice A new epoch of the folder's key has begun; `stale` and `scheduled` are cleared.
    /// @param folder the folder's id
    /// @param by the owner or admin who began it
    /// @param epoch the new epoch
    /// @param narrowed the counter, unchanged since the `Revoked` event of the same call if there is one
    /// @param record digest of the epoch's record
    /// @param dueAt from then on another epoch is owed; zero: never
    event Advanced(
        bytes32 indexed folder,
        address indexed by,
        uint32 epoch,
        uint32 narrowed,
        bytes32 record,
        uint40 dueAt
    );

    /// @notice A pass was made for a subject whose grant stays as it is.
    /// @param folder the folder's id
    /// @param subject the subject's typed word
    /// @param by who made the pass
    /// @param epoch the epoch whose secret it holds
    /// @param pass digest of the pass
    event Delivered(
        bytes32 indexed folder,
        bytes32 indexed subject,
        address indexed by,
        uint32 epoch,
        bytes32 pass
    );

    /// @notice The record of the next epoch was scheduled ahead of time, or withdrawn (`record` and `activateAt` zero; only
    /// the state word has changed then).
    /// @param folder the folder's id
    /// @param by the author
    /// @param record digest of the next record
    /// @param activateAt from then on anyone may activate it
    /// @param nextFor the value of `narrowed` it was made for
    /// @param state the whole state word after the call
    event Scheduled(
        bytes32 indexed folder,
        address indexed by,
        bytes32 record,
        uint40 activateAt,
        uint32 nextFor,
        uint256 state
    );

    /// @notice Wallets were shut out of every path into the folder, or no longer are.
    ///
    /// The word of a blocked wallet is now `by` alone. One that was blocked before keeps its word unless `by` is the owner.
    /// The word of a wallet that is let in again is zero; one that was not blocked keeps its word.
    /// @param folder the folder's id
    /// @param by who decided
    /// @param blocked whether they are blocked now
    /// @param state the whole state word after the call
    /// @param wallets 20 bytes each
    event BlockedSet(bytes32 indexed folder, address indexed by, bool blocked, uint256 state, bytes wallets);

    /// @notice An audience (a Merkle root over many subjects) was set, replaced or removed (`root` zero).
    /// @param folder the folder's id
    /// @param id the setter's address followed by a salt
    /// @param issuedAt when the setter's own grant was issued; zero for the owner
    /// @param root the root over the leaves
    /// @param manifest digest of the list of leaves
    /// @param state the whole state word after the call
    event AudienceSet(
        bytes32 indexed folder,
        bytes32 indexed id,
        uint40 issuedAt,
        bytes32 root,
        bytes32 manifest,
        uint256 state
    );

    /// @notice Leaves of an audience were revoked. The audience is the one that its latest `AudienceSet` event left.
    /// @param folder the folder's id
    /// @param id the audience
    /// @param by who revoked them
    /// @param root the root they belong to
    /// @param state the whole state word after the call
    /// @param indexes 4 bytes each
    event LeavesRevoked(
        bytes32 indexed folder,
        bytes32 indexed id,
        address indexed by,
        bytes32 root,
        uint256 state,
        bytes indexes
    );

    /// @notice Every grant and audience of the folder has ended: the generation moved on.
    /// @param folder the folder's id
    /// @param by the owner
    /// @param state the whole state word after the call
    event AllRevoked(bytes32 indexed folder, address indexed by, uint256 state);

    /// @notice The folder was offered to a new owner for as long as its generation lasts, or the offer withdrawn (`to` and
    /// `expiresAt` zero).
    /// @param folder the folder's id
    /// @param to who may accept
    /// @param expiresAt until when
    event FolderOffered(bytes32 indexed folder, address indexed to, uint40 expiresAt);

    /// @notice The folder has a new owner, generation and epoch.
    /// @param folder the folder's id
    /// @param from the owner before
    /// @param to the owner now
    /// @param record digest of the new epoch's record; zero while an admin still owes it
    /// @param state the whole state word after the call
    event FolderMoved(
        bytes32 indexed folder,
        address indexed from,
        address indexed to,
        bytes32 record,
        uint256 state
    );

    /// @notice Signed grants, relays and successions with these nonces are void.
    /// @param signer whose signatures
    /// @param word index of the bitmap word
    /// @param mask the bits that were set
    event NoncesVoided(address indexed signer, uint256 word, uint256 mask);
}
