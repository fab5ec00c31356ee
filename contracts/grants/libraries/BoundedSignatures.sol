// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {ReliableCall} from "./ReliableCall.sol";

/// @dev `Signatures` for views that others rely on: the signer's code gets a fixed amount of gas, and nothing that it does
/// makes the caller revert.
library BoundedSignatures {
    /// @dev Length and first bytes of the code of an account that delegates by EIP-7702.
    uint256 private constant DELEGATION_LENGTH = 23;
    bytes3 private constant DELEGATION_MARK = 0xef0100;

    function isValid(
        address signer,
        bytes32 digest,
        bytes calldata signature,
        uint256 gasLimit
    ) internal view returns (bool) {
        uint256 codeLength = signer.code.length;
        if (codeLength > 0) {
            bytes memory query = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
            bytes32 answer = ReliableCall.ask(signer, gasLimit, query);
            if (answer == bytes32(IERC1271.isValidSignature.selector)) return true;
            if (codeLength != DELEGATION_LENGTH || bytes3(signer.code) != DELEGATION_MARK) return false;
        }
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        return failure == ECDSA.RecoverError.NoError && recovered == signer;
    }
}
