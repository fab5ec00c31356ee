// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalances} from "../interfaces/IBalances.sol";
import {NonceBitmap} from "../lib/NonceBitmap.sol";
import {BalancesBase} from "./BalancesBase.sol";
import {BalancesOwner} from "./BalancesOwner.sol";
import {Cards} from "./Cards.sol";
import {Charges} from "./Charges.sol";
import {Deposits} from "./Deposits.sol";
import {Withdrawals} from "./Withdrawals.sol";
import {Account} from "./types/Account.sol";
import {Totals} from "./types/Totals.sol";

/// @title Balances
/// @notice See `IBalances`, and `IBalancesOwner` for what its owner can do. Its parts, from the ground up:
/// `BalancesBase` (all storage), `Prices`, `Deposits`, `Withdrawals`, `Charges`, `Cards`, `BalancesOwner`.
contract Balances is Deposits, Withdrawals, Charges, Cards, BalancesOwner {
    using NonceBitmap for mapping(uint256 index => uint256 bits);

    /// @param owner_ See `IBalancesOwner` for its powers
    /// @param stable_ The one withdrawable coin, of 6 decimals at least. One that takes a fee, changes balances by
    /// itself (rebases) or calls back is not meant here
    /// @param sequencerFeed_ See `sequencerFeed`
    /// @param permit2_ See `permit2`
    /// @param settings What to begin with; later changes wait
    constructor(
        address owner_,
        address stable_,
        address sequencerFeed_,
        address permit2_,
        Settings memory settings
    ) BalancesBase(owner_, stable_, sequencerFeed_, permit2_) {
        for (uint256 i = 0; i < settings.assets.length; ++i) _list(settings.assets[i]);
        for (uint256 i = 0; i < settings.operators.length; ++i) _enableOperator(settings.operators[i]);
        _writeIssuer(settings.issuer);
        _writeTreasurer(settings.treasurer);
    }

    /// @inheritdoc IBalances
    function stable() external view returns (address) {
        return address(_stable);
    }

    /// @inheritdoc IBalances
    function accountOf(
        address account
    ) external view returns (int56 credit, uint56 principal, uint48 cap, uint48 spent, uint32 cardSeq) {
        Account word = _account[account];
        return (word.credit(), word.principal(), word.cap(), word.spent(), word.cardSeq());
    }

    /// @inheritdoc IBalances
    function withdrawable(address account) external view returns (uint256 usd) {
        return _account[account].principal();
    }

    /// @inheritdoc IBalances
    function totals() external view returns (uint96 principal, uint96 claimableStable, bool incomingPaused) {
        Totals word = _totals;
        return (word.principal(), word.claimableStable(), word.incomingPaused());
    }

    /// @inheritdoc IBalances
    function nonceUsed(address signer, uint256 nonce) external view returns (bool) {
        return _nonces[signer].isUsed(nonce);
    }
}
