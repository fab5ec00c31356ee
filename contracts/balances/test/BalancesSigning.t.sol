// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {TypedData} from "../../mocks/TypedData.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev Accounts with keys, and what they sign. Digests are built here from EIP-712 itself, not from the contract's
/// constants.
abstract contract BalancesSigning is BalancesTestBase {
    uint256 internal constant SIGNER_KEY = uint256(keccak256("signer"));
    uint256 internal constant OTHER_KEY = uint256(keccak256("other"));
    uint40 internal constant DEADLINE = uint40(NOW + 1 hours);

    address internal signer;

    function setUp() public virtual override {
        super.setUp();
        signer = vm.addr(SIGNER_KEY);
        _fund(signer);
    }

    /// @dev 100 dollars of coins from the signer; `rest` is what else the word of `to` holds then.
    function _expectCredited(address to, uint256 rest) internal {
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Credited(
            to,
            address(usd),
            signer,
            100 * USD,
            100 * USD,
            ((100 * USD) << 56) | rest
        );
    }

    /* messages */

    function _withdrawMessage(
        address account,
        uint256 value,
        address to,
        uint256 nonce,
        uint40 deadline
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "Withdraw(address account,uint256 usd,address to,uint256 nonce,uint40 deadline)"
        );
        return keccak256(abi.encode(typehash, account, value, to, nonce, deadline));
    }

    function _setCapMessage(
        address account,
        uint48 previous,
        uint48 cap,
        uint256 nonce,
        uint40 deadline
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "SetCap(address account,uint48 previous,uint48 cap,uint256 nonce,uint40 deadline)"
        );
        return keccak256(abi.encode(typehash, account, previous, cap, nonce, deadline));
    }

    function _purchaseMessage(
        address account,
        uint56 amount,
        bytes32 ref,
        address payee,
        uint256 nonce
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "Purchase(address account,uint56 amount,bytes32 ref,address payee,uint256 nonce,uint40 deadline)"
        );
        return keccak256(abi.encode(typehash, account, amount, ref, payee, nonce, DEADLINE));
    }

    function _cardMessage(
        address issuer,
        address account,
        uint32 seq,
        int256 delta,
        uint40 deadline
    ) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "SyncCard(address issuer,address account,uint32 seq,int56 delta,uint40 deadline)"
        );
        return keccak256(abi.encode(typehash, issuer, account, seq, delta, deadline));
    }

    /* signatures */

    function _signWithdraw(
        uint256 key,
        address account,
        uint256 value,
        address to,
        uint256 nonce,
        uint40 deadline
    ) internal view returns (bytes memory) {
        return _sign(key, _withdrawMessage(account, value, to, nonce, deadline));
    }

    function _signSetCap(
        uint256 key,
        address account,
        uint48 previous,
        uint48 cap,
        uint256 nonce,
        uint40 deadline
    ) internal view returns (bytes memory) {
        return _sign(key, _setCapMessage(account, previous, cap, nonce, deadline));
    }

    function _signPurchase(
        uint256 key,
        address account,
        uint56 amount,
        bytes32 ref,
        address payee,
        uint256 nonce
    ) internal view returns (bytes memory) {
        return _sign(key, _purchaseMessage(account, amount, ref, payee, nonce));
    }

    function _signCard(
        uint256 key,
        address issuer,
        address account,
        uint32 seq,
        int256 delta,
        uint40 deadline
    ) internal view returns (bytes memory) {
        return _sign(key, _cardMessage(issuer, account, seq, delta, deadline));
    }

    function _sign(uint256 key, bytes32 message) internal view returns (bytes memory) {
        return TypedData.sign(key, _digestOf(message));
    }

    function _digestOf(bytes32 message) internal view returns (bytes32) {
        return TypedData.digest("Space Balances", address(balances), message);
    }
}
