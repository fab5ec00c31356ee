// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev A name as one word: 3 to 30 ASCII bytes from the most significant byte on, then zeros.
///
/// The test below looks at all 32 bytes at once: an answer about a byte is that byte's top bit. For bytes below
/// 0x80, adding `0x80 - c` to each sets the top bit of exactly those that are at least `c`, and never carries
/// into the next byte.
library NameWord {
    uint256 private constant ONES = 0x0101010101010101010101010101010101010101010101010101010101010101;
    uint256 private constant TOPS = ONES << 7;
    uint256 private constant HYPHENS = ONES * 0x2d;

    /// @dev The lowest bit of a name is in its last byte: it lies below bit 240 in names of 3 bytes or more, and not
    /// below bit 16 in names of 30 or less.
    uint256 private constant ENDS = (1 << 240) | (1 << 16);

    /// @dev Whether `name` is 3 to 30 bytes of `[a-z0-9-]`, zero padded, with no hyphen at an edge and no two
    /// in a row (which also keeps out everything that begins with `xn--`).
    function isValid(bytes32 name) internal pure returns (bool) {
        unchecked {
            uint256 word = uint256(name);

            // Each limit that a byte has passed turns the bit: it is set inside "0" to "9" and "a" to "z".
            uint256 alphanumeric =
                (word + ONES * (0x80 - 0x30)) ^
                    (word + ONES * (0x80 - 0x3a)) ^
                    (word + ONES * (0x80 - 0x61)) ^
                    (word + ONES * (0x80 - 0x7b));
            uint256 noHyphen = (word ^ HYPHENS) + ONES * 0x7f;
            uint256 allowed = ~(alphanumeric ^ noHyphen);
            // The first byte counts as one that follows a hyphen, since zero is shifted in.
            uint256 follows = alphanumeric | (noHyphen >> 8);
            // All bits from the lowest set one down, so the top bits of the padding, but not of the last byte used.
            uint256 padding = word ^ (word - 1);

            uint256 tops = (allowed | padding) & follows & ~word & TOPS;
            return tops | (padding & ENDS) == TOPS | (1 << 16);
        }
    }

    /// @dev The subject that stands for `name` in grants. Valid names end in two zero bytes, which take
    /// `generation`.
    function subject(bytes32 name, uint16 generation) internal pure returns (bytes32) {
        return name | bytes32(uint256(generation));
    }
}
