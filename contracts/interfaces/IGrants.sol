// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrantsAccess} from "./IGrantsAccess.sol";
import {IGrantsAudiences} from "./IGrantsAudiences.sol";
import {IGrantsEpochs} from "./IGrantsEpochs.sol";
import {IGrantsErrors} from "./IGrantsErrors.sol";
import {IGrantsEvents} from "./IGrantsEvents.sol";
import {IGrantsMembers} from "./IGrantsMembers.sol";
import {IGrantsRelays} from "./IGrantsRelays.sol";
import {IGrantsTransfers} from "./IGrantsTransfers.sol";

/// @title IGrants
/// @notice Says who may read, comment on, write or administer which folder, and which epoch of its key is current.
///
/// The contract has no owner, cannot be paused or upgraded and never takes money: no one can give or take access but those
/// whom a folder's own grants empower.
///
/// **Folder**: a 32-byte id, the owner's address (20 bytes) followed by a salt (12 bytes). It exists without any
/// transaction; a folder whose prefix is zero belongs to no one.
///
/// **Subject**: a typed 32-byte word.
///
/// | first byte      | kind                                      | rest                                         |
/// | --------------- | ----------------------------------------- | -------------------------------------------- |
/// | `0x00`          | wallet (links are wallets of their own)   | 11 zero bytes, address                       |
/// | `0-9` or `a-z`  | name                                      | name to 30 bytes, zero padded, generation 16 |
/// | `0x01`          | group                                     | low 31 bytes of keccak256(abi.encode(adapter, groupId)) |
/// | `0x02`          | tag                                       | reserved, refused                            |
/// | `0x03`          | folder used as a group                    | low 31 bytes of keccak256(abi.encode(folder)) |
///
/// **Role**: 1 reader, 2 commenter, 3 writer, 4 admin; each includes those below it. The owner has all of them.
///
/// **State word** (LSB first): keyEpoch 32 · narrowed 32 · generation 16 · dueAt 40 · flags 8 (bit 0 moved, bit 1
/// stale, bit 2 scheduled) · nextDueAt 40 (`dueAt` of the scheduled epoch) · spare 88.
///
/// **Grant word** (LSB first): granter 160 · expiry 36 · issuedAt 36 · generation 16 · role 4 · depth 2 · flags 2
/// (bit 0 from now on, bit 1 guardian). An expiry of 2^36-1 means none. A word that holds a granter and nothing else is a
/// block by that account.
///
/// **Terms** (LSB first): expiry 36 · spare 4 · role 4 · depth 2 · flags 2, as in the grant word.
///
/// A grant is **live** while it is not expired, belongs to the folder's generation and its granter is the owner or
/// holds a live grant of greater depth that is older. Its role counts only as far as every grant above it
/// reaches. When a link of the chain dies, so does all that hangs on it, with no further transaction.
///
/// Whatever an owner, admin or guardian takes away raises `narrowed` and sets `stale`; members who know the present
/// key may then be gone, so writers seal nothing until `advance` has started a new epoch. The same holds from `dueAt`
/// on.
///
/// Who may do what ("live" as above; a right to overwrite is a right to revoke):
///
/// | call                             | owner | live admin                   | other live granter | guardian | itself   |
/// | -------------------------------- | ----- | ---------------------------- | ------------------ | -------- | -------- |
/// | grant to a new or dead subject   | yes   | up to its own terms          | same               | -        | -        |
/// | overwrite or revoke, up to writer| yes   | yes                          | its own grants     | revoke   | renounce |
/// | overwrite or revoke an admin     | yes   | if on the admin's chain      | -                  | revoke   | renounce |
/// | overwrite or revoke a guardian   | yes   | -                            | -                  | -        | renounce |
/// | grant the guardian flag          | yes   | -                            | -                  | -        | -        |
/// | block a wallet                   | yes   | no admin, no guardian        | -                  | no guardian | -     |
/// | lift a block                     | yes   | not the owner's              | -                  | -        | -        |
/// | advance, schedule, set audience  | yes   | yes                          | -                  | -        | -        |
/// | revoke leaves                    | yes   | yes                          | -                  | yes      | -        |
/// | revoke all, offer the folder     | yes   | -                            | -                  | -        | -        |
/// | deliver                          | yes   | yes                          | its own grants     | -        | -        |
interface IGrants is
    IGrantsErrors,
    IGrantsEvents,
    IGrantsMembers,
    IGrantsEpochs,
    IGrantsAudiences,
    IGrantsTransfers,
    IGrantsRelays,
    IGrantsAccess
{}
