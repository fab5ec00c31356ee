// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {CHEATS} from "./Vm.sol";

/// @dev What a wallet does with a message, built from EIP-712 itself and not from the constants of any contract.
library TypedData {
    /// @dev What is signed when `message` is the hash of a struct; all our domains are of version 1.
    function digest(
        string memory domainName,
        address verifier,
        bytes32 message
    ) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256(bytes(domainName)),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    /// @dev r, s, v in 65 bytes.
    function sign(uint256 privateKey, bytes32 digest_) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = CHEATS.sign(privateKey, digest_);
        return abi.encodePacked(r, s, v);
    }
}
