// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev The rule of a name as it is written, in place of the tricks with which `NameWord` saves gas.
library NameRule {
    /// @dev Byte by byte.
    function isName(bytes32 word) internal pure returns (bool) {
        uint256 length = 0;
        while (length < 32 && word[length] != 0) ++length;
        for (uint256 i = length; i < 32; ++i) if (word[i] != 0) return false;
        if (length < 3 || length > 30 || word[0] == "-" || word[length - 1] == "-") return false;
        for (uint256 i = 0; i < length; ++i) {
            bytes1 c = word[i];
            bool allowed = (c >= "a" && c <= "z") || (c >= "0" && c <= "9") || c == "-";
            if (!allowed || (c == "-" && word[i + 1] == "-")) return false;
        }
        return true;
    }
}
