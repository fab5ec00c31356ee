// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalances} from "../interfaces/IBalances.sol";
import {BalancesBase} from "./BalancesBase.sol";
import {Account} from "./types/Account.sol";
import {Issuer, IssuerLib} from "./types/Issuer.sol";

/// @title Credit that was bought by card
/// @dev The issuer takes payments elsewhere and says here what they changed. It reaches credit only.
abstract contract Cards is BalancesBase {
    bytes32 private constant SYNC_CARD_TYPEHASH = keccak256(
        "SyncCard(address issuer,address account,uint32 seq,int56 delta,uint40 deadline)"
    );

    /// @inheritdoc IBalances
    function syncCard(
        address account,
        uint32 seq,
        int56 delta,
        uint40 deadline,
        bytes calldata signature
    ) external {
        Issuer issuer = _issuer;
        address signer = issuer.account();
        bytes32 signed = keccak256(abi.encode(SYNC_CARD_TYPEHASH, signer, account, seq, delta, deadline));
        _checkSigned(signer, signed, deadline, signature);

        Account next = _account[account].syncCard(seq, delta);
        _account[account] = next;
        if (!issuer.isOfToday()) issuer = IssuerLib.fresh(signer, _issuerLimits);
        _issuer = issuer.afterChange(delta);
        emit CardSynced(account, seq, delta, Account.unwrap(next));
    }
}
