// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @dev How a digest is signed. From `Empty` on it is the good signature of the right key, spoiled.
enum Manner {
    Plain,
    OtherKey,
    TwoKeys,
    Marked,
    Empty,
    Compact,
    Long,
    Malleable,
    SmallV,
    OtherV,
    Zeros
}

uint256 constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

/// @dev Makes of `good`, which is r, the lower s, and a v of 27 or 28, what is almost a signature of the same digest.
function spoil(bytes memory good, Manner manner) pure returns (bytes memory) {
    (bytes32 r, bytes32 s) = abi.decode(good, (bytes32, bytes32));
    uint8 v = uint8(good[64]);
    if (manner == Manner.Compact) return abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
    if (manner == Manner.Long) return bytes.concat(good, hex"00");
    if (manner == Manner.Malleable) return abi.encodePacked(r, CURVE_ORDER - uint256(s), 27 + 28 - v);
    if (manner == Manner.SmallV) return abi.encodePacked(r, s, v - 27);
    if (manner == Manner.OtherV) return abi.encodePacked(r, s, v + 2);
    if (manner == Manner.Zeros) return new bytes(65);
    return "";
}

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

/// @dev A contract account with several keys, like a Safe: a signature is that of each key, one after the other. It
/// reverts, as a Safe does, when one is wrong.
contract SafeWallet is IERC1271 {
    error WrongSignature();

    address[] private _keys;

    constructor(address[] memory keys) {
        _keys = keys;
    }

    function isValidSignature(bytes32 hash, bytes calldata signatures) external view returns (bytes4) {
        if (signatures.length != 65 * _keys.length) revert WrongSignature();
        for (uint256 i = 0; i < _keys.length; ++i) {
            if (ECDSA.recover(hash, signatures[65 * i:65 * (i + 1)]) != _keys[i]) revert WrongSignature();
        }
        return IERC1271.isValidSignature.selector;
    }
}

/// @dev Code for EIP-7702 that signs with the account's own key, after a mark of its own.
contract MarkedDelegate is IERC1271 {
    bytes1 public constant MARK = 0x99;

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        bool valid = signature[0] == MARK && ECDSA.recover(hash, signature[1:]) == address(this);
        return valid ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
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

/// @dev A contract account that reverts with what would be the right answer.
contract RevertingWallet {
    fallback() external {
        bytes32 word = bytes32(IERC1271.isValidSignature.selector);
        assembly ("memory-safe") {
            mstore(0x00, word)
            revert(0x00, 0x20)
        }
    }
}

/// @dev Code without ERC-1271.
contract PlainCode {
    function ping() external pure returns (bool) {
        return true;
    }
}
