// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @dev A contract account whose signatures are those of one key.
contract KeyWallet is IERC1271 {
    address private immutable _key;

    constructor(address key) {
        _key = key;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return
            ECDSA.recover(hash, signature) == _key ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @dev A contract account that answers every signature check with the same bytes.
contract JunkWallet {
    bytes private _answer;

    constructor(bytes memory answer) {
        _answer = answer;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return _answer;
    }
}

/// @dev Code without ERC-1271.
contract PlainCode {
    function ping() external pure returns (bool) {
        return true;
    }
}
