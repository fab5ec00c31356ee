// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

contract Roles is AccessControl {
    constructor(address admin) {
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
    }
}

contract Manager is AccessManager {
    constructor(address admin) AccessManager(admin) {}
}

contract Items is ERC1155 {
    constructor(address) ERC1155("") {}

    function mint(address to, uint256 id) external {
        _mint(to, id, 1, "");
    }
}
