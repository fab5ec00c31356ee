// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IAggregatorV3} from "../interfaces/IAggregatorV3.sol";
import {IBalances} from "../interfaces/IBalances.sol";
import {BalancesBase} from "./BalancesBase.sol";
import {Asset, AssetLib, Bounds} from "./types/Asset.sol";
import {Price, PriceLib} from "./types/Price.sol";

/// @title What assets besides the withdrawable coin are worth
/// @dev Nothing here is asked when the coin comes in or goes out.
abstract contract Prices is BalancesBase {
    uint8 private constant ETH_DECIMALS = 18;

    /// @dev How long after its heartbeat a feed's answer is still taken.
    uint256 private constant HEARTBEAT_GRACE = 10 minutes;

    /// @dev How long a sequencer must have been up, so that feeds have caught up with the market.
    uint256 private constant SEQUENCER_GRACE = 1 hours;

    /// @dev Most decimals of an asset and its feed together: 10^77 is the highest power in a word.
    uint256 private constant MAX_DECIMALS = PriceLib.USD_DECIMALS + 77;

    /// @inheritdoc IBalances
    function refreshPrice(address asset) external {
        _refresh(asset);
    }

    /// @inheritdoc IBalances
    function quote(address token, uint256 amount) external view returns (uint256 usd, bool needsRefresh) {
        if (token == address(_stable)) return (amount / _unit, false);
        Price price = _price[token];
        needsRefresh = !price.isFresh();
        if (needsRefresh) price = _readFeed(token, price);
        return (price.usdOf(amount), needsRefresh);
    }

    /// @dev The price to credit a deposit at.
    function _freshPrice(address asset) internal returns (Price price) {
        price = _price[asset];
        if (!price.isFresh()) price = _refresh(asset);
    }

    function _list(AssetTerms memory terms) internal {
        address token = terms.asset;
        if (token == address(_stable) || (token != ETH && token.code.length == 0))
            revert BalancesAsset(token);
        if (terms.feed.code.length == 0 || terms.heartbeat == 0 || terms.min == 0 || terms.min > terms.max) {
            revert BalancesRange();
        }
        uint8 tokenDecimals = token == ETH ? ETH_DECIMALS : IERC20Metadata(token).decimals();
        uint8 feedDecimals = IAggregatorV3(terms.feed).decimals();
        Asset asset = AssetLib.listed(terms.feed, terms.heartbeat, tokenDecimals, feedDecimals);
        uint256 decimals = asset.decimals();
        if (decimals < PriceLib.USD_DECIMALS || decimals > MAX_DECIMALS) revert BalancesRange();

        Bounds bounds = AssetLib.bounds(terms.min, terms.max);
        _bounds[token] = bounds;
        emit FeedSet(token, terms.feed, feedDecimals);
        _writeAsset(token, asset, bounds);
    }

    /// @dev A price that was read under other terms is used no more.
    function _writeAsset(address token, Asset asset, Bounds bounds) internal {
        _asset[token] = asset;
        _price[token] = _price[token].emptied();
        emit AssetSet(
            token,
            asset.feed(),
            asset.heartbeat(),
            asset.tokenDecimals(),
            bounds.min(),
            bounds.max(),
            asset.enabled()
        );
    }

    /// @dev Of other tokens than ETH the price may be read while deposits are closed: it serves no one then.
    function _refresh(address asset) private returns (Price price) {
        Price last = _price[asset];
        if (last.isClosed()) revert BalancesPaused();
        price = _readFeed(asset, last);
        _price[asset] = price;
        emit PriceRefreshed(asset, price.price(), price.round());
    }

    /// @dev The feed's newest answer, if the asset's terms allow it. `last` is the price in use.
    function _readFeed(address token, Price last) private view returns (Price) {
        Asset asset = _asset[token];
        if (!asset.enabled()) revert BalancesAsset(token);
        _checkSequencer();
        (uint80 round, int256 answer, , uint256 updatedAt) = _readRound(asset.feed());
        if (
            updatedAt > block.timestamp ||
            block.timestamp - updatedAt > asset.heartbeat() + HEARTBEAT_GRACE ||
            round < last.round()
        ) {
            revert BalancesStalePrice(updatedAt);
        }
        if (!_bounds[token].includes(answer)) revert BalancesPriceBounds(answer);
        return PriceLib.readNow(uint96(uint256(answer)), round, asset.decimals());
    }

    /// @dev An uptime feed answers 0 while the sequencer is up, and says since when; its first round, which has not
    /// begun, says 0.
    function _checkSequencer() private view {
        if (sequencerFeed == address(0)) return;
        (, int256 down, uint256 since, ) = _readRound(sequencerFeed);
        if (down != 0 || since == 0 || since > block.timestamp || block.timestamp - since < SEQUENCER_GRACE) {
            revert BalancesSequencer();
        }
    }

    function _readRound(
        address feed
    ) private view returns (uint80 round, int256 answer, uint256 startedAt, uint256 updatedAt) {
        (round, answer, startedAt, updatedAt, ) = IAggregatorV3(feed).latestRoundData();
    }
}
