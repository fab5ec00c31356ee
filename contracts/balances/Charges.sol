// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalances} from "../interfaces/IBalances.sol";
import {BalancesBase} from "./BalancesBase.sol";
import {Account} from "./types/Account.sol";
import {ChargeRows} from "./types/ChargeRows.sol";
import {Operator} from "./types/Operator.sol";

/// @title What operators earn: in batches within caps, or one by one as accounts agree
abstract contract Charges is BalancesBase {
    using ChargeRows for bytes;

    bytes32 private constant PURCHASE_TYPEHASH = keccak256(
        "Purchase(address account,uint56 amount,bytes32 ref,address payee,uint256 nonce,uint40 deadline)"
    );

    /// @inheritdoc IBalances
    function charge(uint32 expectedBatch, bytes32 receiptsRoot, bytes calldata packed) external {
        Operator operator = _operator[msg.sender];
        if (!operator.enabled()) revert BalancesRole(msg.sender);
        uint256 rows = packed.count();
        uint32 batch = operator.batch();
        if (batch != expectedBatch) revert BalancesBatch(expectedBatch, batch);

        uint256 charged = 0;
        uint256 earned = 0;
        bytes memory skipped = new bytes((rows + 7) / 8);
        for (uint256 i = 0; i < rows; ++i) {
            (address account, uint256 usd) = packed.row(i);
            (bool applied, Account next, uint256 fromPrincipal) = _account[account].tryCharge(usd);
            if (applied) {
                _account[account] = next;
                charged += usd;
                earned += fromPrincipal;
            } else {
                skipped[i / 8] |= bytes1(uint8(1 << (i % 8)));
            }
        }

        _operator[msg.sender] = operator.afterBatch(charged);
        if (earned != 0) _totals = _totals.earn(earned);
        emit Charged(msg.sender, batch, receiptsRoot, packed, skipped);
    }

    /// @inheritdoc IBalances
    function purchase(uint56 amount, bytes32 ref, address payee) external {
        _purchase(msg.sender, amount, ref, payee);
    }

    /// @inheritdoc IBalances
    function chargeBySig(
        address account,
        uint56 amount,
        bytes32 ref,
        address payee,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external {
        if (msg.sender != payee) revert BalancesRole(msg.sender);
        bytes32 signed = keccak256(
            abi.encode(PURCHASE_TYPEHASH, account, amount, ref, payee, nonce, deadline)
        );
        _checkSigned(account, signed, deadline, signature);
        _useNonce(account, nonce);
        _purchase(account, amount, ref, payee);
    }

    function _purchase(address from, uint256 amount, bytes32 ref, address payee) private {
        if (!_operator[payee].enabled()) revert BalancesRole(payee);
        Account account = _account[from];
        (bool covered, Account left, uint256 fromPrincipal) = account.take(amount);
        if (!covered) revert BalancesShort(from, amount, account.spendable());

        _account[from] = left;
        if (fromPrincipal != 0) _totals = _totals.earn(fromPrincipal);
        emit Purchased(from, payee, ref, amount, Account.unwrap(left));
    }
}
