// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev Accounts with keys, and what they sign. Digests are built here from EIP-712 itself, not from the contract's
/// constants.
abstract contract BalancesSigning is BalancesTestBase {
    uint256 internal constant SIGNER_KEY = uint256(keccak256("signer"));
    uint256 internal constant OTHER_KEY = uint256(keccak256("other"));
    uint40 internal constant DEADLINE = uint40(NOW + 1 hours);
    uint256 private constant CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    address internal signer;

    function setUp() public virtual override {
        super.setUp();
        signer = vm.addr(SIGNER_KEY);
        _fund(signer);
    }

    function _signWithdraw(
        uint256 key,
        address account,
        uint256 value,
        address to,
        uint256 nonce,
        uint40 deadline
    ) internal view returns (bytes memory) {
        bytes32 typehash = keccak256(
            "Withdraw(address account,uint256 usd,address to,uint256 nonce,uint40 deadline)"
        );
        return _sign(key, keccak256(abi.encode(typehash, account, value, to, nonce, deadline)));
    }

    function _signSetCap(
        uint256 key,
        address account,
        uint48 previous,
        uint48 cap,
        uint256 nonce,
        uint40 deadline
    ) internal view returns (bytes memory) {
        bytes32 typehash = keccak256(
            "SetCap(address account,uint48 previous,uint48 cap,uint256 nonce,uint40 deadline)"
        );
        return _sign(key, keccak256(abi.encode(typehash, account, previous, cap, nonce, deadline)));
    }

    function _signPurchase(
        uint256 key,
        address account,
        uint56 amount,
        bytes32 ref,
        address payee,
        uint256 nonce
    ) internal view returns (bytes memory) {
        bytes32 typehash = keccak256(
            "Purchase(address account,uint56 amount,bytes32 ref,address payee,uint256 nonce,uint40 deadline)"
        );
        return _sign(key, keccak256(abi.encode(typehash, account, amount, ref, payee, nonce, DEADLINE)));
    }

    function _signCard(
        uint256 key,
        address issuer,
        address account,
        uint32 seq,
        int256 delta,
        uint40 deadline
    ) internal view returns (bytes memory) {
        bytes32 typehash = keccak256(
            "SyncCard(address issuer,address account,uint32 seq,int56 delta,uint40 deadline)"
        );
        return _sign(key, keccak256(abi.encode(typehash, issuer, account, seq, delta, deadline)));
    }

    function _sign(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        return _signFor(key, "Space Balances", address(balances), structHash);
    }

    function _signFor(
        uint256 key,
        string memory name,
        address verifier,
        bytes32 structHash
    ) internal view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
        return _signDigest(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    function _signDigest(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev The other signature of the same key over the same digest, which ECDSA allows and we do not.
    function _malleate(bytes memory signature) internal pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        uint8 v = uint8(signature[64]);
        return abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
    }

    /// @dev The same signature in 64 bytes (ERC-2098).
    function _compact(bytes memory signature) internal pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        uint256 parity = uint256(uint8(signature[64]) - 27) << 255;
        return abi.encodePacked(r, bytes32(uint256(s) | parity));
    }
}
