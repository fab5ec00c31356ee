// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Signatures} from "../../lib/Signatures.sol";
import {ReliableCall} from "./ReliableCall.sol";

/// @dev `Signatures` for views that others rely on: the signer's code gets a fixed amount of gas, and nothing that it does
/// makes the caller revert.
library BoundedSignatures {
    function isValid(
        address signer,
        bytes32 digest,
        bytes calldata signature,
        uint256 gasLimit
    ) internal view returns (bool) {
        if (signer.code.length > 0) {
            bytes memory query = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
            bytes32 answer = ReliableCall.ask(signer, gasLimit, query);
            if (answer == bytes32(IERC1271.isValidSignature.selector)) return true;
            if (!Signatures.delegates(signer)) return false;
        }
        return Signatures.isByKey(signer, digest, signature);
    }
}
