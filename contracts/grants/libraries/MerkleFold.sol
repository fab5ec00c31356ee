// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {Packed} from "./Packed.sol";

/// @dev Merkle proofs whose pairs are sorted before hashing, as OpenZeppelin's `MerkleProof` and its JavaScript library
/// have them, over siblings that are packed instead of ABI encoded.
library MerkleFold {
    /// @dev The root above `node`. `siblings` is a multiple of 32 bytes.
    function fold(bytes32 node, bytes calldata siblings) internal pure returns (bytes32) {
        for (uint256 offset = 0; offset < siblings.length; offset += 32) {
            node = Hashes.commutativeKeccak256(node, Packed.wordAt(siblings, offset));
        }
        return node;
    }
}
