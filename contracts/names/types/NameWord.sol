// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev A name as one word: 3 to 30 ASCII bytes from the most significant byte on, then zeros.
///
/// The tests below look at all 32 bytes at once. For bytes below 0x80, adding `0x80 - c` to each sets the top
/// bit of exactly those that are at least `c`, and never carries into the next byte.
library NameWord {
    uint256 private constant ONES = 0x0101010101010101010101010101010101010101010101010101010101010101;
    uint256 private constant TOPS = ONES << 7;
    uint256 private constant FIRST = 0x80 << 248;
    uint256 private constant THIRD = 0x80 << 232;
    uint256 private constant BEYOND = 0xffff;

    /// @dev Whether `name` is 3 to 30 bytes of `[a-z0-9-]`, zero padded, with no hyphen at an edge and no two
    /// in a row (which also keeps out everything that begins with `xn--`).
    function isValid(bytes32 name) internal pure returns (bool) {
        uint256 word = uint256(name);
        if (word & TOPS != 0 || word & BEYOND != 0) return false;

        uint256 used = _atLeast(word, 0x01);
        uint256 hyphens = _between(word, "-", "-");
        uint256 allowed = hyphens | _between(word, "0", "9") | _between(word, "a", "z");

        return
            used == allowed &&
            used & THIRD != 0 &&
            // Only the first byte may lack a used neighbour on its left: there is no gap.
            used & ~(used >> 8) == FIRST &&
            hyphens & FIRST == 0 &&
            // Every hyphen has a used byte on its right that is not a hyphen.
            hyphens & ~((used & ~hyphens) << 8) == 0;
    }

    /// @dev The subject that stands for `name` in grants. Valid names end in two zero bytes, which take
    /// `generation`.
    function subject(bytes32 name, uint16 generation) internal pure returns (bytes32) {
        return name | bytes32(uint256(generation));
    }

    function _between(uint256 word, bytes1 low, bytes1 high) private pure returns (uint256) {
        return _atLeast(word, uint8(low)) & ~_atLeast(word, uint256(uint8(high)) + 1);
    }

    function _atLeast(uint256 word, uint256 c) private pure returns (uint256) {
        return (word + (0x80 - c) * ONES) & TOPS;
    }
}
