// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

/// @notice Emits payments among 1,000 accounts; what is paid follows from the number of the payment alone.
contract Payments {
    struct Split {
        address to;
        uint16 kind;
        uint256[] parts;
    }

    event Paid(address indexed from, address indexed to, uint256 amount, string memo, Split[] splits);

    function pay(uint256 first, uint256 count) external {
        for (uint256 i = first; i < first + count; i++) {
            uint256 word = uint256(keccak256(abi.encode(i)));
            Split[] memory splits = new Split[](2);
            for (uint256 j = 0; j < 2; j++) {
                uint256[] memory parts = new uint256[](3);
                for (uint256 k = 0; k < 3; k++) parts[k] = uint64(word >> (64 * k));
                splits[j] = Split(account(word >> (16 * j)), uint16(j), parts);
            }
            emit Paid(account(word), account(word >> 64), uint128(word >> 128) + 1, "rent of the month", splits);
        }
    }

    function account(uint256 word) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode("account", word % 1_000)))));
    }
}
