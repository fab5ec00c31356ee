// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrants} from "../interfaces/IGrants.sol";
import {INames} from "../interfaces/INames.sol";

/// @title FolderAccess
/// @notice Asks Space whether an account may enter a folder, and reverts if not. Roles: 1 reader, 2 commenter, 3 writer,
/// 4 admin; each includes those below it.
///
/// Access is what an account has at this moment. A name can change hands, and tokens can be lent for one transaction, so
/// several accounts may enter one after the other by one grant: whoever counts members counts by `subjectOf`.
library FolderAccess {
    uint8 internal constant READER = 1;
    uint8 internal constant COMMENTER = 2;
    uint8 internal constant WRITER = 3;
    uint8 internal constant ADMIN = 4;

    /// @notice The account has not this role in this folder.
    error FolderAccessDenied(bytes32 folder, address account, uint8 role);

    /// @notice Reverts unless the account has the role as owner, by its wallet or by its primary name.
    function check(IGrants grants, bytes32 folder, address account, uint8 role) internal view {
        if (!grants.hasAccess(folder, account, role)) revert FolderAccessDenied(folder, account, role);
    }

    /// @notice Reverts unless the account has the role as owner or by the path that the proof names; an empty proof asks
    /// without one. `IGrants.hasAccess` says what a proof is, and `Proofs` builds it.
    function check(
        IGrants grants,
        bytes32 folder,
        address account,
        uint8 role,
        bytes calldata proof
    ) internal view {
        if (!grants.hasAccess(folder, account, role, proof)) revert FolderAccessDenied(folder, account, role);
    }

    /// @notice The subject by whose grant an account has a role without a proof: its wallet, or else its primary name.
    /// Reverts unless it has the role. A member that moves its name to another wallet keeps this subject.
    function subjectOf(
        IGrants grants,
        bytes32 folder,
        address account,
        uint8 role
    ) internal view returns (bytes32) {
        check(grants, folder, account, role);
        bytes32 wallet = bytes32(uint256(uint160(account)));
        if (grants.roleOf(folder, wallet) >= role) return wallet;
        return INames(grants.names()).primarySubjectFor(account);
    }
}

/// @title AccessGate
/// @notice For contracts with functions that only those may call who have access to a folder: by owner, wallet or primary
/// name, or by a proof (`Proofs`) that the caller brings. An empty proof asks without one.
abstract contract AccessGate {
    /// @notice Space's Grants on this chain.
    IGrants public immutable grants;

    constructor(IGrants grants_) {
        grants = grants_;
    }

    modifier onlyReader(bytes32 folder) {
        FolderAccess.check(grants, folder, msg.sender, FolderAccess.READER);
        _;
    }

    modifier onlyCommenter(bytes32 folder) {
        FolderAccess.check(grants, folder, msg.sender, FolderAccess.COMMENTER);
        _;
    }

    modifier onlyWriter(bytes32 folder) {
        FolderAccess.check(grants, folder, msg.sender, FolderAccess.WRITER);
        _;
    }

    modifier onlyAdmin(bytes32 folder) {
        FolderAccess.check(grants, folder, msg.sender, FolderAccess.ADMIN);
        _;
    }

    modifier onlyReaderBy(bytes32 folder, bytes calldata proof) {
        FolderAccess.check(grants, folder, msg.sender, FolderAccess.READER, proof);
        _;
    }

    modifier onlyCommenterBy(bytes32 folder, bytes calldata proof) {
        FolderAccess.check(grants, folder, msg.sender, FolderAccess.COMMENTER, proof);
        _;
    }

    modifier onlyWriterBy(bytes32 folder, bytes calldata proof) {
        FolderAccess.check(grants, folder, msg.sender, FolderAccess.WRITER, proof);
        _;
    }

    modifier onlyAdminBy(bytes32 folder, bytes calldata proof) {
        FolderAccess.check(grants, folder, msg.sender, FolderAccess.ADMIN, proof);
        _;
    }
}
