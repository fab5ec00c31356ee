// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IBalancesOwner} from "../interfaces/IBalancesOwner.sol";
import {Prices} from "./Prices.sol";
import {Asset, Bounds} from "./types/Asset.sol";
import {Issuer, IssuerLib, IssuerLimits} from "./types/Issuer.sol";
import {Operator} from "./types/Operator.sol";
import {PriceLib} from "./types/Price.sol";

/// @title What the owner and the treasurer do
abstract contract BalancesOwner is Prices {
    using SafeERC20 for IERC20;

    /// @dev From the announcement of a call to the first moment at which it can be made.
    uint256 private constant DELAY = 2 days;

    /// @dev From then on to the last moment: what everyone has forgotten must be announced again.
    uint256 private constant WINDOW = 14 days;

    /// @dev Only the owner, and only the very bytes of this call, once, after they were announced.
    modifier announced() {
        _applyAnnouncement();
        _;
    }

    /* ANNOUNCED */

    /// @inheritdoc IBalancesOwner
    function announce(bytes calldata call) external onlyOwner {
        bytes32 op = keccak256(call);
        bytes4 selector = bytes4(call);
        if (
            selector != this.setAsset.selector &&
            selector != this.setOperator.selector &&
            selector != this.setIssuer.selector &&
            selector != this.setTreasurer.selector
        ) {
            revert BalancesNotAnnounced(op);
        }
        uint256 due = block.timestamp + DELAY;
        _due[op] = due;
        emit Announced(op, call, uint40(due));
    }

    /// @inheritdoc IBalancesOwner
    function setAsset(AssetTerms calldata terms) external announced {
        _list(terms);
    }

    /// @inheritdoc IBalancesOwner
    function setOperator(OperatorTerms calldata terms) external announced {
        _enableOperator(terms);
    }

    /// @inheritdoc IBalancesOwner
    function setIssuer(IssuerTerms calldata terms) external announced {
        if (terms.issuer == address(0)) revert BalancesRange();
        _writeIssuer(terms);
    }

    /// @inheritdoc IBalancesOwner
    function setTreasurer(address treasurer_) external announced {
        _writeTreasurer(treasurer_);
    }

    /* AT ONCE */

    /// @inheritdoc IBalancesOwner
    function cancelAnnouncement(bytes32 op) external onlyOwner {
        if (_due[op] == 0) revert BalancesNotAnnounced(op);
        delete _due[op];
        emit AnnouncementCancelled(op);
    }

    /// @inheritdoc IBalancesOwner
    function pauseIncoming(bool paused) external onlyOwner {
        _totals = _totals.withPaused(paused);
        _price[ETH] = paused ? PriceLib.CLOSED : PriceLib.NONE;
        emit IncomingPaused(paused);
    }

    /// @inheritdoc IBalancesOwner
    function disableAsset(address token) external onlyOwner {
        Asset asset = _asset[token];
        if (!asset.enabled()) revert BalancesAsset(token);
        _writeAsset(token, asset.disabled(), _bounds[token]);
    }

    /// @inheritdoc IBalancesOwner
    function disableOperator(address operator) external onlyOwner {
        _writeOperator(operator, _operator[operator].dailyCeiling(), false);
    }

    /// @inheritdoc IBalancesOwner
    function disableIssuer() external onlyOwner {
        _writeIssuer(IssuerTerms(address(0), 0, 0));
    }

    /// @inheritdoc IBalancesOwner
    function lowerCeiling(address operator, uint56 dailyCeiling) external onlyOwner {
        Operator word = _operator[operator];
        if (dailyCeiling > word.dailyCeiling()) revert BalancesRange();
        _writeOperator(operator, dailyCeiling, word.enabled());
    }

    /// @inheritdoc IBalancesOwner
    function lowerIssuerCeilings(uint40 issueCents, uint40 reverseCents) external onlyOwner {
        IssuerLimits limits = _issuerLimits;
        if (issueCents > limits.issueCents() || reverseCents > limits.reverseCents()) revert BalancesRange();
        _writeIssuer(IssuerTerms(_issuer.account(), issueCents, reverseCents));
    }

    /* TREASURER */

    /// @inheritdoc IBalancesOwner
    function sweep(address asset, uint256 amount, address to) external nonReentrant {
        if (msg.sender != _treasurer) revert BalancesRole(msg.sender);
        _checkReceiver(to);
        uint256 claimable = claimableOf(asset);
        if (amount > claimable) revert BalancesShort(asset, amount, claimable);

        emit Swept(asset, to, amount);
        if (asset == ETH) {
            Address.sendValue(payable(to), amount);
            return;
        }
        if (asset == address(_stable)) {
            if (amount % _unit != 0) revert BalancesRange();
            _totals = _totals.sweep(amount / _unit);
        } else {
            _claimable[asset] -= amount;
        }
        IERC20(asset).safeTransfer(to, amount);
    }

    /* VIEWS */

    /// @inheritdoc IBalancesOwner
    function assetOf(
        address token
    )
        external
        view
        returns (
            address feed,
            uint24 heartbeat,
            uint8 tokenDecimals,
            uint8 feedDecimals,
            uint96 min,
            uint96 max,
            bool enabled
        )
    {
        Asset asset = _asset[token];
        Bounds bounds = _bounds[token];
        return (
            asset.feed(),
            asset.heartbeat(),
            asset.tokenDecimals(),
            asset.feedDecimals(),
            bounds.min(),
            bounds.max(),
            asset.enabled()
        );
    }

    /// @inheritdoc IBalancesOwner
    function operatorOf(
        address operator
    ) external view returns (uint32 batch, uint56 chargedToday, uint56 dailyCeiling, bool enabled) {
        Operator word = _operator[operator];
        return (word.batch(), word.chargedToday(), word.dailyCeiling(), word.enabled());
    }

    /// @inheritdoc IBalancesOwner
    function cardIssuer()
        external
        view
        returns (address issuer, uint40 issueCents, uint40 reverseCents, uint40 issueLeft, uint40 reverseLeft)
    {
        Issuer word = _issuer;
        IssuerLimits limits = _issuerLimits;
        if (!word.isOfToday()) word = IssuerLib.fresh(word.account(), limits);
        return (
            word.account(),
            limits.issueCents(),
            limits.reverseCents(),
            word.issueLeft(),
            word.reverseLeft()
        );
    }

    /// @inheritdoc IBalancesOwner
    function treasurer() external view returns (address) {
        return _treasurer;
    }

    /// @inheritdoc IBalancesOwner
    function claimableOf(address asset) public view returns (uint256 amount) {
        if (asset == ETH) return address(this).balance;
        if (asset == address(_stable)) return uint256(_totals.claimableStable()) * _unit;
        return _claimable[asset];
    }

    /// @inheritdoc IBalancesOwner
    function dueAt(bytes32 op) external view returns (uint256) {
        return _due[op];
    }

    /* INTERNAL */

    function _enableOperator(OperatorTerms memory terms) internal {
        if (terms.operator == address(0)) revert BalancesRange();
        _writeOperator(terms.operator, terms.dailyCeiling, true);
    }

    function _writeOperator(address operator, uint56 dailyCeiling, bool enabled) private {
        _operator[operator] = _operator[operator].withTerms(dailyCeiling, enabled);
        emit OperatorSet(operator, dailyCeiling, enabled);
    }

    function _writeIssuer(IssuerTerms memory terms) internal {
        IssuerLimits limits = IssuerLib.limits(terms.issueCents, terms.reverseCents);
        _issuer = _issuer.replaced(terms.issuer, _issuerLimits, limits);
        _issuerLimits = limits;
        emit IssuerSet(terms.issuer, terms.issueCents, terms.reverseCents);
    }

    function _writeTreasurer(address treasurer_) internal {
        _treasurer = treasurer_;
        emit TreasurerSet(treasurer_);
    }

    function _applyAnnouncement() private {
        _checkOwner();
        bytes32 op = keccak256(msg.data);
        uint256 due = _due[op];
        if (due == 0) revert BalancesNotAnnounced(op);
        if (block.timestamp < due) revert BalancesNotDue(due);
        if (block.timestamp > due + WINDOW) revert BalancesExpired(due + WINDOW);
        delete _due[op];
        emit AnnouncementApplied(op);
    }
}
