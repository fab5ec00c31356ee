// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title IGrants
/// @notice Says who may read, comment on, write or administer which folder, and which epoch of its key is current.
///
/// The contract has no owner, cannot be paused or upgraded and never takes money.
///
/// **Folder**: a 32-byte id, the owner's address (20 bytes) followed by a salt (12 bytes). It exists without any
/// transaction; a folder whose prefix is zero belongs to nobody.
///
/// **Subject**: a typed 32-byte word.
///
/// | first byte      | kind                                      | rest                                         |
/// | --------------- | ----------------------------------------- | -------------------------------------------- |
/// | `0x00`          | wallet (links are wallets of their own)   | 11 zero bytes, address                       |
/// | `0-9` or `a-z`  | name                                      | name to 30 bytes, zero padded, generation 16 |
/// | `0x01`          | group                                     | 31 bytes of keccak256(adapter, groupId)      |
/// | `0x02`          | tag                                       | reserved, refused                            |
/// | `0x03`          | folder used as a group                    | 31 bytes of keccak256(folder)                |
///
/// **Role**: 1 reader, 2 commenter, 3 writer, 4 admin; each includes those below it. The owner has all of them.
///
/// **State word** (LSB first): keyEpoch 32 · narrowed 32 · generation 16 · dueAt 40 · flags 8 (bit 0 moved, bit 1
/// stale, bit 2 scheduled) · spare 128.
///
/// **Grant word** (LSB first): granter 160 · expiry 36 · issuedAt 36 · generation 16 · role 4 · depth 2 · flags 2
/// (bit 0 from now on, bit 1 guardian). An expiry of 2^36-1 means none.
///
/// **Terms** (LSB first): expiry 36 · spare 4 · role 4 · depth 2 · flags 2, as in the grant word.
///
/// A grant is **live** while it is not expired, belongs to the folder's generation and its granter is the owner or
/// holds a live grant of greater depth that is not younger. Its role counts only as far as every grant above it
/// reaches. When a link of the chain dies, so does all that hangs on it, with no further transaction.
///
/// Whatever an owner, admin or guardian takes away raises `narrowed` and sets `stale`; members who know the present
/// key may then be gone, so writers seal nothing until `advance` has started a new epoch. The same holds from `dueAt`
/// on.
///
/// Who may do what ("live" as above; a right to overwrite is a right to revoke):
///
/// | act                              | owner | live admin                   | other live granter | guardian | itself   |
/// | -------------------------------- | ----- | ---------------------------- | ------------------ | -------- | -------- |
/// | grant to a new or dead subject   | yes   | up to its own terms          | same               | -        | -        |
/// | overwrite or revoke, up to writer| yes   | yes                          | its own grants     | revoke   | renounce |
/// | overwrite or revoke an admin     | yes   | if on the admin's chain      | -                  | revoke   | renounce |
/// | overwrite or revoke a guardian   | yes   | -                            | -                  | -        | renounce |
/// | grant the guardian flag          | yes   | -                            | -                  | -        | -        |
/// | advance                          | yes   | yes                          | -                  | -        | -        |
/// | deliver                          | yes   | yes                          | its own grants     | -        | -        |
interface IGrants {
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
    /// that follows in the same call with the word as it is.
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

    /// @notice The grant words of these subjects are now zero.
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

    /// @notice The record of the next epoch was laid down ahead of time, or withdrawn (`record` and `activateAt` zero).
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

    /// @notice Wallets were shut out of every path into the folder, or let in again.
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

    /// @notice Leaves of an audience were struck out.
    /// @param folder the folder's id
    /// @param id the audience
    /// @param by who struck them out
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

    /// @notice The folder was offered to a new owner, or the offer withdrawn (`to` zero).
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

    /// @notice The caller has not the right to do this in this folder.
    error GrantsDenied(bytes32 folder, address caller);
    /// @notice Another epoch is current than the caller prepared for: read the folder again.
    error GrantsEpoch(uint32 expected, uint32 actual);
    /// @notice Something was taken away since the caller prepared: read the folder again.
    error GrantsNarrowed(uint32 expected, uint32 actual);
    /// @notice Not a subject that can be meant here: unknown or reserved kind, dirty padding, zero, the caller itself,
    /// the owner, or (for `deliver`) one without a live role.
    error GrantsSubject(bytes32 subject);
    /// @notice Spare bits of the terms are set, or a guardian is to be something else besides.
    error GrantsTerms(uint256 terms);
    /// @notice The role is none, above the granter's own, or not for this kind of subject.
    error GrantsRole(uint8 role);
    /// @notice The depth is not below the granter's own, or the subject is no wallet and cannot pass grants on.
    error GrantsDepth(uint8 depth);
    /// @notice The expiry has passed, or is later than the granter's own.
    error GrantsExpiry(uint40 expiry);
    /// @notice A packed list is empty or not a multiple of its stride.
    error GrantsLength(uint256 length);
    /// @notice The digest of the record must not be zero.
    error GrantsRecord();
    /// @notice The digest of the pass must not be zero.
    error GrantsPass();
    /// @notice A new epoch is owed first.
    error GrantsStale();
    /// @notice Too early.
    error GrantsNotDue(uint40 activateAt);
    /// @notice Another root is set than the caller expects.
    error GrantsRoot(bytes32 actual);
    /// @notice There is no offer for the caller.
    error GrantsNoOffer(bytes32 folder);
    /// @notice The nonce has been used or voided.
    error GrantsNonce(uint256 nonce);
    /// @notice The signature's deadline has passed.
    error GrantsExpired(uint40 deadline);
    /// @notice The signature is not the signer's.
    error GrantsBadSignature(address signer);
    /// @notice Too little gas to ask another contract reliably. The only way in which `hasAccess` reverts.
    error GrantsGas();

    /// @notice Gives a subject access, or changes the terms it has.
    ///
    /// `issuedAt` becomes the block's time, unless the subject's word is of this generation, is live or the caller's
    /// own, and is not older than the caller's own grant: then it is kept. So a renewal keeps the subject's team and a
    /// re-admission does not revive it.
    ///
    /// Requirements:
    /// - the caller is the owner, or holds a live grant of depth ≥ 1, else `GrantsDenied`;
    /// - a live word of the subject is one that the caller may revoke, else `GrantsDenied`;
    /// - the guardian flag comes from the owner, else `GrantsDenied`, with role 0, depth 0 and no other flag, and spare
    ///   bits are zero, else `GrantsTerms`;
    /// - the role is 1 to 4 and not above the caller's own, else `GrantsRole`;
    /// - the depth is below the caller's own, for the owner at most 3, else `GrantsDepth`;
    /// - the expiry lies ahead and is not later than the caller's own, else `GrantsExpiry`;
    /// - the subject is of a known kind, not zero, not the caller and not the owner, else `GrantsSubject`;
    /// - a subject that is no wallet gets neither admin nor guardian, else `GrantsRole`, and no depth, else
    ///   `GrantsDepth`.
    ///
    /// The caller's own role and expiry are the least on its chain.
    ///
    /// By the owner or an admin: an expiry lowers `dueAt` to it (and clears `scheduled`); lowering a live role, depth or
    /// expiry, or cutting off what hangs on the subject, raises `narrowed` and sets `stale`.
    ///
    /// Emits `Granted`.
    /// @param folder the folder's id
    /// @param subject the subject's typed word
    /// @param terms expiry, role, depth and flags
    /// @param pass digest of the subject's pass; zero: the key follows by `deliver`
    function grant(bytes32 folder, bytes32 subject, uint256 terms, bytes32 pass) external;

    /// @notice Gives many subjects the same terms, all or nothing.
    ///
    /// The effects are those of `grant` for each subject in order; `narrowed` rises once at most.
    ///
    /// Requirements:
    /// - those of `grant`;
    /// - `subjects` is not empty and whole, else `GrantsLength`.
    ///
    /// Emits `GrantedBatch`, then `Granted` for each subject that keeps its `issuedAt`.
    /// @param folder the folder's id
    /// @param terms expiry, role, depth and flags
    /// @param passes digest of the list of passes; zero: the keys follow by `deliver`
    /// @param subjects 32 bytes each
    function grantBatch(bytes32 folder, uint256 terms, bytes32 passes, bytes calldata subjects) external;

    /// @notice Hands a subject the present key without touching its grant.
    ///
    /// Requirements:
    /// - `pass` is not zero, else `GrantsPass`;
    /// - the caller is the owner, a live admin, or the subject's granter, else `GrantsDenied`;
    /// - the subject has a live role, else `GrantsSubject`.
    ///
    /// Emits `Delivered`.
    /// @param folder the folder's id
    /// @param subject the subject's typed word
    /// @param pass digest of the subject's pass
    function deliver(bytes32 folder, bytes32 subject, bytes32 pass) external;

    /// @notice Takes access away. Never expects a counter, so that nobody can outrun it.
    ///
    /// By the owner, an admin or a guardian it always raises `narrowed` once and sets `stale`, even where the subjects
    /// hold nothing: one that is about to be revoked cannot leave first and so keep a key that stays in use. By anyone
    /// else (renouncing, or revoking what he granted) it leaves the folder's state alone.
    ///
    /// Requirements:
    /// - the caller may revoke each word that is there (table above), else `GrantsDenied`; any live granter, admin or
    ///   guardian may clear dead words;
    /// - `subjects` is not empty and whole, else `GrantsLength`.
    ///
    /// Emits `Revoked`.
    /// @param folder the folder's id
    /// @param subjects 32 bytes each
    function revoke(bytes32 folder, bytes calldata subjects) external;

    /// @notice Begins a new epoch of the folder's key, revoking at the same time.
    ///
    /// Requirements:
    /// - the caller is the owner or a live admin, and may revoke each of `subjects`, else `GrantsDenied`;
    /// - the epoch is `expectedEpoch`, else `GrantsEpoch`;
    /// - `narrowed` is `expectedNarrowed`, so that nobody's revocation is missing in the record, else `GrantsNarrowed`;
    /// - `record` is not zero, else `GrantsRecord`;
    /// - `subjects` is empty or whole, else `GrantsLength`.
    ///
    /// Emits `Revoked` if there are subjects, then `Advanced`.
    /// @param folder the folder's id
    /// @param expectedEpoch the epoch for which the record was prepared
    /// @param expectedNarrowed the value of `narrowed` for which it was prepared
    /// @param record digest of the new epoch's record
    /// @param dueAt from then on another epoch is owed (the earliest expiry among the members); zero: never
    /// @param subjects 32 bytes each
    function advance(
        bytes32 folder,
        uint32 expectedEpoch,
        uint32 expectedNarrowed,
        bytes32 record,
        uint40 dueAt,
        bytes calldata subjects
    ) external;

    /// @notice All that a writer checks before it seals, in one call. Never reverts.
    /// @param folder the folder's id
    /// @return owner who owns it; zero: nobody
    /// @return keyEpoch epoch of its key
    /// @return narrowed how often something was taken away
    /// @return generation of its grants
    /// @return dueAt from then on a new epoch is owed; zero: never
    /// @return flags bit 0 moved, bit 1 stale, bit 2 scheduled
    /// @return record digest of the epoch's record; zero until the first advance
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

    /// @notice The `Names` contract that tells which account has which name.
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
    /// name. False for account zero and for roles other than 1 to 4.
    ///
    /// Requirements:
    /// - when the name has to be asked for, there is gas to do it reliably, else `GrantsGas`. Nothing else reverts.
    /// @param folder the folder's id
    /// @param account who wants in
    /// @param role the least role that will do
    /// @return whether it has that role
    function hasAccess(bytes32 folder, address account, uint8 role) external view returns (bool);

    /// @notice Whether an account has at least this role, as owner or by the path that a proof names.
    ///
    /// Kind 1: the byte `0x01` and the 32-byte name, which the account must own. Everything else proves nothing.
    ///
    /// Requirements:
    /// - when the name has to be asked for, there is gas to do it reliably, else `GrantsGas`. Nothing else reverts.
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
