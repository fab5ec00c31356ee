// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IBalances} from "../interfaces/IBalances.sol";
import {NonceBitmap} from "../lib/NonceBitmap.sol";
import {BalancesBase} from "./BalancesBase.sol";
import {Account} from "./types/Account.sol";

/// @title Coins out, and the limits that an account sets
/// @dev Reads no price, no role and no switch.
abstract contract Withdrawals is BalancesBase {
    using NonceBitmap for mapping(uint256 index => uint256 bits);
    using SafeERC20 for IERC20;

    bytes32 private constant WITHDRAW_TYPEHASH = keccak256(
        "Withdraw(address account,uint256 usd,address to,uint256 nonce,uint40 deadline)"
    );
    bytes32 private constant SET_CAP_TYPEHASH = keccak256(
        "SetCap(address account,uint48 previous,uint48 cap,uint256 nonce,uint40 deadline)"
    );

    /// @inheritdoc IBalances
    function withdraw(uint256 usd, address to) external nonReentrant {
        _withdraw(msg.sender, usd, to);
    }

    /// @inheritdoc IBalances
    function withdrawFor(
        address account,
        uint256 usd,
        address to,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external nonReentrant {
        bytes32 signed = keccak256(abi.encode(WITHDRAW_TYPEHASH, account, usd, to, nonce, deadline));
        _checkSigned(account, signed, deadline, signature);
        _useNonce(account, nonce);
        _withdraw(account, usd, to);
    }

    /// @inheritdoc IBalances
    function setCap(uint48 cap) external {
        _setCap(msg.sender, cap);
    }

    /// @inheritdoc IBalances
    function setCapFor(
        address account,
        uint48 cap,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external {
        uint48 previous = _account[account].cap();
        bytes32 signed = keccak256(abi.encode(SET_CAP_TYPEHASH, account, previous, cap, nonce, deadline));
        _checkSigned(account, signed, deadline, signature);
        _useNonce(account, nonce);
        _setCap(account, cap);
    }

    /// @inheritdoc IBalances
    function voidNonces(uint256 index, uint256 mask) external {
        _nonces[msg.sender].voidAll(index, mask);
        emit NoncesVoided(msg.sender, index, mask);
    }

    function _withdraw(address from, uint256 usd, address to) private {
        _checkReceiver(to);
        Account account = _account[from];
        uint256 principal = account.principal();
        if (usd > principal) revert BalancesShort(from, usd, principal);

        account = account.takePrincipal(usd);
        _account[from] = account;
        _totals = _totals.takePrincipal(usd);
        emit Withdrawn(from, to, usd, Account.unwrap(account));
        IERC20(_stable).safeTransfer(to, usd * _unit);
    }

    function _setCap(address account, uint48 cap) private {
        if (cap == KEEP_CAP) revert BalancesRange();
        _account[account] = _withCap(_account[account], account, cap);
    }
}
