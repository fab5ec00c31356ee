// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IGrants} from "../interfaces/IGrants.sol";
import {IGrantsAccess} from "../interfaces/IGrantsAccess.sol";
import {Access} from "./Access.sol";
import {Relays} from "./Relays.sol";
import {Transfers} from "./Transfers.sol";

/// @title Grants: who may do what in which folder
/// @dev Its parts in the order in which they read best: `GrantsBase` (folders, words, chains), `Members`, `Epochs`,
/// `Audiences`, `Signing`, `Transfers`, `Relays`, `Access`.
contract Grants is Transfers, Relays, Access, IGrants, IERC165 {
    constructor(address names_) Access(names_) {}

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return
            id == type(IGrantsAccess).interfaceId ||
            id == type(IERC165).interfaceId ||
            id == type(IERC5267).interfaceId;
    }
}
