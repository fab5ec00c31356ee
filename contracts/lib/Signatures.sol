// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @dev Whether an account signed a digest: a plain key by ECDSA, a contract by ERC-1271.
library Signatures {
    /// @dev Length and first bytes of the code of an account that delegates by EIP-7702: the mark, then an
    /// address.
    uint256 private constant DELEGATION_LENGTH = 23;
    bytes3 private constant DELEGATION_MARK = 0xef0100;

    /// @dev A delegating account still has its key. Its code is asked first, but code without ERC-1271 must
    /// not make every signature of the account worthless, so the key counts as well. Other code has no key
    /// behind it.
    function isValid(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (SignatureChecker.isValidSignatureNowCalldata(signer, digest, signature)) return true;
        return delegates(signer) && isByKey(signer, digest, signature);
    }

    /// @dev Whether the key of `signer` made the signature, whatever code there is.
    function isByKey(address signer, bytes32 digest, bytes calldata signature) internal pure returns (bool) {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        return failure == ECDSA.RecoverError.NoError && recovered == signer;
    }

    function delegates(address account) internal view returns (bool) {
        return account.code.length == DELEGATION_LENGTH && bytes3(account.code) == DELEGATION_MARK;
    }
}
