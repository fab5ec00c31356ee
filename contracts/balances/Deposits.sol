// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IBalances} from "../interfaces/IBalances.sol";
import {IERC3009} from "../interfaces/IERC3009.sol";
import {IPermit2} from "../interfaces/IPermit2.sol";
import {Prices} from "./Prices.sol";
import {Account} from "./types/Account.sol";
import {Totals} from "./types/Totals.sol";

/// @title Coins, tokens and ETH in
/// @dev Tokens are pulled from the caller, or from a payer whose signature names receiver, minimum and cap: an
/// allowance or a permit alone serves no one but its giver. What arrives is what counts.
abstract contract Deposits is Prices {
    using SafeERC20 for IERC20;

    bytes32 private constant WITNESS_TYPEHASH = keccak256("Deposit(address to,uint256 minUsd,uint48 cap)");
    string private constant WITNESS_TYPE_STRING =
        "Deposit witness)Deposit(address to,uint256 minUsd,uint48 cap)TokenPermissions(address token,uint256 amount)";

    uint256 private constant SIGNATURE_LENGTH = 65;

    /// @inheritdoc IBalances
    function depositStable(uint256 amount, address to, uint48 cap) external nonReentrant {
        _depositStable(amount, to, cap);
    }

    /// @inheritdoc IBalances
    function depositWithPermit(
        uint256 amount,
        address to,
        uint48 cap,
        uint256 deadline,
        bytes calldata signature
    ) external nonReentrant {
        (bytes32 r, bytes32 s, uint8 v) = _split(signature, msg.sender);
        // A permit can be brought to the coin by anyone who sees it; then the allowance is there already.
        try
            IERC20Permit(address(_stable)).permit(msg.sender, address(this), amount, deadline, v, r, s)
        {} catch {}
        _depositStable(amount, to, cap);
    }

    /// @inheritdoc IBalances
    function depositWithPermit2(
        address from,
        IPermit2.PermitTransferFrom calldata permit,
        address to,
        uint256 minUsd,
        uint48 cap,
        bytes calldata signature
    ) external nonReentrant {
        address token = permit.permitted.token;
        uint256 held = _held(token);
        IPermit2(permit2).permitWitnessTransferFrom(
            permit,
            IPermit2.SignatureTransferDetails(address(this), permit.permitted.amount),
            from,
            keccak256(abi.encode(WITNESS_TYPEHASH, to, minUsd, cap)),
            WITNESS_TYPE_STRING,
            signature
        );
        _creditToken(token, from, to, _held(token) - held, minUsd, cap);
    }

    /// @inheritdoc IBalances
    function depositWithAuthorization(
        address from,
        Authorization calldata authorization,
        address to,
        uint48 cap,
        bytes calldata signature
    ) external nonReentrant {
        uint256 held = _held(address(_stable));
        _receive(from, authorization, keccak256(abi.encode(to, cap, authorization.salt)), signature);
        _creditCoins(from, to, _held(address(_stable)) - held, 0, cap);
    }

    /// @inheritdoc IBalances
    function depositETH(address to, uint256 minUsd, uint48 cap) external payable {
        _checkReceiver(to);
        uint256 usd = _freshPrice(ETH).usdOf(msg.value);
        _settle(_account[to].addCredit(usd), msg.sender, to, ETH, msg.value, usd, minUsd, cap);
    }

    /// @inheritdoc IBalances
    function depositToken(
        address token,
        uint256 amount,
        address to,
        uint256 minUsd,
        uint48 cap
    ) external nonReentrant {
        if (token == ETH) revert BalancesAsset(ETH);
        _creditToken(token, msg.sender, to, _pull(token, amount), minUsd, cap);
    }

    function _depositStable(uint256 amount, address to, uint48 cap) private {
        _creditCoins(msg.sender, to, _pull(address(_stable), amount), 0, cap);
    }

    function _creditToken(
        address token,
        address payer,
        address to,
        uint256 received,
        uint256 minUsd,
        uint48 cap
    ) private {
        if (token == address(_stable)) return _creditCoins(payer, to, received, minUsd, cap);
        _checkReceiver(to);
        _checkIncoming(_totals);
        uint256 usd = _freshPrice(token).usdOf(received);
        _claimable[token] += received;
        _settle(_account[to].addCredit(usd), payer, to, token, received, usd, minUsd, cap);
    }

    function _creditCoins(address payer, address to, uint256 received, uint256 minUsd, uint48 cap) private {
        _checkReceiver(to);
        Totals totals_ = _totals;
        _checkIncoming(totals_);
        uint256 usd = received / _unit;
        Account account = _account[to].addPrincipal(usd);
        _totals = totals_.addPrincipal(usd);
        _settle(account, payer, to, address(_stable), received, usd, minUsd, cap);
    }

    /// @dev Stores `account`, the word of `to` after a deposit worth `usd`, with the cap if the payer may set it.
    function _settle(
        Account account,
        address payer,
        address to,
        address asset,
        uint256 amount,
        uint256 usd,
        uint256 minUsd,
        uint48 cap
    ) private {
        if (usd < minUsd) revert BalancesSlippage(usd, minUsd);
        if (usd == 0) revert BalancesRange();
        if (to == payer && cap != KEEP_CAP) account = _withCap(account, to, cap);
        _account[to] = account;
        emit Credited(to, asset, payer, amount, usd, Account.unwrap(account));
    }

    /// @dev Takes tokens from the caller and returns how many arrived.
    function _pull(address token, uint256 amount) private returns (uint256) {
        uint256 held = _held(token);
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        return _held(token) - held;
    }

    function _receive(
        address from,
        Authorization calldata authorization,
        bytes32 nonce,
        bytes calldata signature
    ) private {
        (bytes32 r, bytes32 s, uint8 v) = _split(signature, from);
        IERC3009(address(_stable)).receiveWithAuthorization(
            from,
            address(this),
            authorization.amount,
            authorization.validAfter,
            authorization.validBefore,
            nonce,
            v,
            r,
            s
        );
    }

    function _held(address token) private view returns (uint256) {
        return IERC20(token).balanceOf(address(this));
    }

    function _split(
        bytes calldata signature,
        address signer
    ) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        if (signature.length != SIGNATURE_LENGTH) revert BalancesBadSignature(signer);
        (r, s) = abi.decode(signature, (bytes32, bytes32));
        v = uint8(signature[SIGNATURE_LENGTH - 1]);
    }
}
