// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev Who a grant is for. The first byte is the kind:
///
/// | first byte      | kind              | rest                                                |
/// | --------------- | ----------------- | --------------------------------------------------- |
/// | 0x00            | wallet            | 11 zero bytes, address, not zero                    |
/// | `0-9` or `a-z`  | name              | the name to 30 bytes, zero padded, generation from 1|
/// | 0x01            | group             | low 31 bytes of keccak256(abi.encode(adapter, groupId)) |
/// | 0x02            | tag               | reserved                                            |
/// | 0x03            | folder as a group | low 31 bytes of keccak256(abi.encode(folder))           |
type Subject is bytes32;

using {
    SubjectLib.isWallet,
    SubjectLib.isName,
    SubjectLib.isKnown,
    SubjectLib.nameWord,
    equals as ==
} for Subject global;

function equals(Subject a, Subject b) pure returns (bool) {
    return Subject.unwrap(a) == Subject.unwrap(b);
}

library SubjectLib {
    uint256 private constant GROUP = 0x01;
    uint256 private constant FOLDER = 0x03;
    uint256 private constant DIGITS_FROM = 0x30;
    uint256 private constant LETTERS_FROM = 0x61;

    function wallet(address account) internal pure returns (Subject) {
        return Subject.wrap(bytes32(uint256(uint160(account))));
    }

    /// @dev All accounts that an adapter counts in.
    function group(address adapter, bytes32 groupId) internal pure returns (Subject) {
        return _digest(GROUP, keccak256(abi.encode(adapter, groupId)));
    }

    /// @dev The owner and the live readers of another folder.
    function folder(bytes32 id) internal pure returns (Subject) {
        return _digest(FOLDER, keccak256(abi.encode(id)));
    }

    function isWallet(Subject self) internal pure returns (bool) {
        uint256 word = uint256(Subject.unwrap(self));
        return word != 0 && word <= type(uint160).max;
    }

    function isName(Subject self) internal pure returns (bool) {
        uint256 word = uint256(Subject.unwrap(self));
        if (uint16(word) == 0) return false;
        uint256 kind = word >> 248;
        // Below zero it wraps around and is far above.
        unchecked {
            return kind - DIGITS_FROM < 10 || kind - LETTERS_FROM < 26;
        }
    }

    /// @dev The name that a name's subject begins with.
    function nameWord(Subject self) internal pure returns (bytes32) {
        return bytes32(uint256(Subject.unwrap(self)) & ~uint256(type(uint16).max));
    }

    /// @dev Whether grants can be made to it.
    function isKnown(Subject self) internal pure returns (bool) {
        uint256 kind = uint256(Subject.unwrap(self)) >> 248;
        return self.isWallet() || self.isName() || kind == GROUP || kind == FOLDER;
    }

    /// @dev The kind, then the low 31 bytes of a digest.
    function _digest(uint256 kind, bytes32 digest) private pure returns (Subject) {
        return Subject.wrap(bytes32((kind << 248) | (uint256(digest) & type(uint248).max)));
    }
}
