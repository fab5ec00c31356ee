// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IGrants} from "../interfaces/IGrants.sol";

/// @title FolderAccess
/// @notice Asks Space whether an account may enter a folder, and reverts if not. Roles: 1 reader, 2 commenter, 3 writer,
/// 4 admin; each includes those below it.
library FolderAccess {
    /// @notice The account has not this role in this folder.
    error FolderAccessDenied(bytes32 folder, address account, uint8 role);

    /// @notice Reverts unless the account has the role as owner, by its wallet or by its primary name.
    function check(IGrants grants, bytes32 folder, address account, uint8 role) internal view {
        if (!grants.hasAccess(folder, account, role)) revert FolderAccessDenied(folder, account, role);
    }

    /// @notice Reverts unless the account has the role as owner or by the path that the proof names; `IGrants.hasAccess`
    /// says what a proof is.
    function check(
        IGrants grants,
        bytes32 folder,
        address account,
        uint8 role,
        bytes calldata proof
    ) internal view {
        if (!grants.hasAccess(folder, account, role, proof)) revert FolderAccessDenied(folder, account, role);
    }
}

/// @title AccessGate
/// @notice For contracts with functions that only those may call who have access to a folder.
abstract contract AccessGate {
    /// @notice Space's Grants on this chain.
    IGrants public immutable grants;

    constructor(IGrants grants_) {
        grants = grants_;
    }

    modifier onlyReader(bytes32 folder) {
        FolderAccess.check(grants, folder, msg.sender, 1);
        _;
    }

    modifier onlyWriter(bytes32 folder) {
        FolderAccess.check(grants, folder, msg.sender, 3);
        _;
    }
}
