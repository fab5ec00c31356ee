// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev Numbers that serve once each, in any order, 256 of them to a word: number n is bit n % 256 of word n / 256.
/// An account that counts upwards pays for a fresh word once in 256 uses.
library NonceBitmap {
    function isUsed(
        mapping(uint256 index => uint256 bits) storage self,
        uint256 nonce
    ) internal view returns (bool) {
        return (self[nonce >> 8] >> (nonce & 0xff)) & 1 != 0;
    }

    /// @dev Uses `nonce` up. False if it was used before.
    function tryUse(
        mapping(uint256 index => uint256 bits) storage self,
        uint256 nonce
    ) internal returns (bool) {
        uint256 bits = self[nonce >> 8];
        uint256 used = bits | (1 << (nonce & 0xff));
        if (used == bits) return false;
        self[nonce >> 8] = used;
        return true;
    }

    /// @dev Uses up all numbers whose bit is set in `mask`, in the word `index`.
    function voidAll(
        mapping(uint256 index => uint256 bits) storage self,
        uint256 index,
        uint256 mask
    ) internal {
        self[index] |= mask;
    }
}
