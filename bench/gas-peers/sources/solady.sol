// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Ownable} from "solady/src/auth/Ownable.sol";
import {EnumerableRoles} from "solady/src/auth/EnumerableRoles.sol";
import {OwnableRoles} from "solady/src/auth/OwnableRoles.sol";
import {TimedRoles} from "solady/src/auth/TimedRoles.sol";
import {ERC1155} from "solady/src/tokens/ERC1155.sol";

contract Flags is OwnableRoles {
    constructor(address owner) {
        _initializeOwner(owner);
    }
}

contract Timed is Ownable, TimedRoles {
    constructor(address owner) {
        _initializeOwner(owner);
    }
}

contract Listed is Ownable, EnumerableRoles {
    constructor(address owner) {
        _initializeOwner(owner);
    }
}

contract Items is ERC1155 {
    constructor(address) {}

    function uri(uint256) public pure override returns (string memory) {
        return "";
    }

    function mint(address to, uint256 id) external {
        _mint(to, id, 1, "");
    }
}
