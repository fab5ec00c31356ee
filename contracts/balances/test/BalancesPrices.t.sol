// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {MockAggregator} from "../../mocks/MockAggregator.sol";
import {MockUsd} from "../../mocks/MockUsd.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";
import {Balances} from "../Balances.sol";

/// @dev When a price is read, kept and refused.
contract BalancesPricesTest is BalancesTestBase {
    /* refreshPrice */

    function test_RefreshPrice_WhenTheAnswerIsGood_KeepsItFor15Minutes() public {
        _checkQuote(1 ether, 2_500 * USD, true);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.PriceRefreshed(ETH, uint256(ETH_PRICE), 1);
        vm.prank(BOB);
        balances.refreshPrice(ETH);
        feed.set(5_000e8, NOW);
        vm.warp(NOW + 15 minutes);
        _checkQuote(1 ether, 2_500 * USD, false);
        vm.warp(NOW + 15 minutes + 1);
        _checkQuote(1 ether, 5_000 * USD, true);
    }

    function test_RefreshPrice_GivenAFreshPrice_ReadsAnew() public {
        balances.refreshPrice(ETH);
        feed.set(3_000e8, NOW);
        balances.refreshPrice(ETH);
        _checkQuote(1 ether, 3_000 * USD, false);
    }

    function test_RefreshPrice_GivenDepositsAreClosed_RevertsBalancesPaused() public {
        balances.refreshPrice(ETH);
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        vm.expectRevert(IBalancesEvents.BalancesPaused.selector);
        balances.refreshPrice(ETH);
    }

    function test_RefreshPrice_WhenTheAssetIsNotListed_RevertsBalancesAsset() public {
        address token = address(new MockUsd(6));
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, token));
        balances.refreshPrice(token);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, token));
        balances.quote(token, 1);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, address(usd)));
        balances.refreshPrice(address(usd));
    }

    function test_RefreshPrice_WhenTheAnswerIsOlderThanTheHeartbeatAllows_RevertsBalancesStalePrice() public {
        uint256 last = NOW + HEARTBEAT + 10 minutes;
        vm.warp(last + 1);
        _expectFeedError(abi.encodeWithSelector(IBalancesEvents.BalancesStalePrice.selector, NOW));
        vm.warp(last);
        balances.refreshPrice(ETH);
    }

    function test_RefreshPrice_WhenTheRoundIsOpenOrOfTheFuture_RevertsBalancesStalePrice() public {
        uint256[3] memory times = [NOW + 1, 0, type(uint256).max];
        for (uint256 i = 0; i < times.length; ++i) {
            feed.set(ETH_PRICE, times[i]);
            _expectFeedError(abi.encodeWithSelector(IBalancesEvents.BalancesStalePrice.selector, times[i]));
        }
    }

    function test_RefreshPrice_WhenTheRoundIsBeforeTheOneInUse_RevertsBalancesStalePrice() public {
        feed.set(ETH_PRICE, NOW);
        balances.refreshPrice(ETH);
        balances.refreshPrice(ETH);
        feed.setRound(1);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesStalePrice.selector, NOW));
        balances.refreshPrice(ETH);
        vm.warp(NOW + 15 minutes + 1);
        _expectFeedError(abi.encodeWithSelector(IBalancesEvents.BalancesStalePrice.selector, NOW));
    }

    function test_RefreshPrice_WhenTheAnswerIsOutOfBounds_RevertsBalancesPriceBounds() public {
        int256[7] memory answers = [
            int256(0),
            -1,
            type(int256).min,
            type(int256).max,
            int256(uint256(MIN_PRICE)) - 1,
            int256(uint256(MAX_PRICE)) + 1,
            int256(1 << 96) + ETH_PRICE
        ];
        for (uint256 i = 0; i < answers.length; ++i) {
            feed.set(answers[i], NOW);
            _expectFeedError(
                abi.encodeWithSelector(IBalancesEvents.BalancesPriceBounds.selector, answers[i])
            );
        }
        feed.set(int256(uint256(MIN_PRICE)), NOW);
        balances.refreshPrice(ETH);
        feed.set(int256(uint256(MAX_PRICE)), NOW);
        balances.refreshPrice(ETH);
        _checkQuote(1 ether, 100_000 * USD, false);
    }

    function test_RefreshPrice_GivenTheSequencerIsDownOrJustUp_RevertsBalancesSequencer() public {
        MockAggregator uptime = new MockAggregator(0, 0);
        balances = new Balances(OWNER, address(usd), address(uptime), address(permit2), _settings());
        bytes memory down = abi.encodeWithSelector(IBalancesEvents.BalancesSequencer.selector);
        uptime.set(0, NOW - 1 hours + 1);
        _expectFeedError(down);
        uptime.set(0, NOW + 1);
        _expectFeedError(down);
        uptime.set(0, 0);
        _expectFeedError(down);
        uptime.set(1, NOW - 1 days);
        _expectFeedError(down);
        uptime.set(-1, NOW - 1 days);
        _expectFeedError(down);
        uptime.set(0, NOW - 1 hours);
        balances.refreshPrice(ETH);

        // A price that is in use goes on; and the coin needs no sequencer.
        uptime.set(1, NOW);
        _depositUsdOfEth(ALICE, 10 * USD, KEEP);
        usd.mint(ALICE, USD);
        vm.startPrank(ALICE);
        usd.approve(address(balances), USD);
        balances.depositStable(USD, ALICE, KEEP);
        balances.withdraw(USD, ALICE);
    }

    /* quote */

    function test_Quote_WhenAskedForTheCoin_DividesByItsUnit() public view {
        (uint256 worth, bool refresh) = balances.quote(address(usd), 7);
        vm.assertEq(worth, 7, "worth");
        vm.assertEq(refresh, false, "needsRefresh");
    }

    function test_Quote_WhenTheAmountIsAbsurd_RevertsBalancesRange() public {
        balances.refreshPrice(ETH);
        (uint256 most, ) = balances.quote(ETH, type(uint160).max);
        vm.assertEq(most, (uint256(type(uint160).max) * uint256(ETH_PRICE)) / 1e20, "largest quote");
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.quote(ETH, uint256(type(uint160).max) + 1);
    }

    function test_Quote_GivenAssetsAndFeedsOfOtherDecimals_ScalesThem() public {
        _list(8, 8, 60_000e8);
        _list(0, 6, 1_500_000);
        _list(27, 18, 2e18);
        _list(65, 18, 2e18);
    }

    /* findings */

    /// @dev The price in use never breaks the bounds of the present terms, and there is no other way to set one.
    function test_Farcaster_BoundsHoldForThePriceInUse() public {
        balances.refreshPrice(ETH);
        IBalancesOwner.AssetTerms memory terms = _ethTerms();
        terms.max = 2_000e8;
        _setAsset(terms, ETH_PRICE);
        _expectFeedError(abi.encodeWithSelector(IBalancesEvents.BalancesPriceBounds.selector, ETH_PRICE));

        terms = _ethTerms();
        terms.feed = address(new MockAggregator(18, 3_000e18));
        terms.max = 100_000e18;
        _setAsset(terms, 3_000e18);
        _checkQuote(1 ether, 3_000 * USD, true);
    }

    /// @dev A price counts from the very call that reads it.
    function test_Farcaster811_PriceAppliesInTheCallThatReadsIt() public {
        balances.refreshPrice(ETH);
        vm.warp(NOW + 15 minutes + 1);
        feed.set(5_000e8, NOW + 15 minutes);
        vm.prank(ALICE);
        balances.depositETH{value: 1 ether}(ALICE, 5_000 * USD, KEEP);
        _checkAccount(ALICE, int256(5_000 * USD), 0, 0, 0);
    }

    /// @dev No feed, however broken, stands between an account and its coins (M1).
    function test_M1_CoinNeedsNoPrice() public {
        _depositStable(ALICE, 100 * USD, KEEP);
        feed.set(-1, 0);
        _depositStable(ALICE, 100 * USD, KEEP);
        vm.prank(ALICE);
        balances.withdraw(200 * USD, ALICE);
        vm.assertEq(usd.balanceOf(ALICE), 1_000_000 * USD, "all coins back");
    }

    /// @dev Lists a token and checks that a whole one is worth `price`.
    function _list(uint8 tokenDecimals, uint8 feedDecimals, uint96 price) private {
        IBalancesOwner.AssetTerms memory terms = _ethTerms();
        terms.asset = address(new MockUsd(tokenDecimals));
        terms.feed = address(new MockAggregator(feedDecimals, int256(uint256(price))));
        (terms.min, terms.max) = (price, price);
        _setAsset(terms, int256(uint256(price)));
        balances.refreshPrice(terms.asset);
        uint256 amount = tokenDecimals < 40 ? 10 ** tokenDecimals : 10 ** 40;
        uint256 expected = (amount * price) / 10 ** (uint256(tokenDecimals) + feedDecimals - 6);
        (uint256 worth, ) = balances.quote(terms.asset, amount);
        vm.assertEq(worth, expected, "worth");
    }

    function _checkQuote(uint256 amount, uint256 worth, bool refresh) private view {
        (uint256 actual, bool needsRefresh) = balances.quote(ETH, amount);
        vm.assertEq(actual, worth, "quote");
        vm.assertEq(needsRefresh, refresh, "needsRefresh");
    }

    /// @dev Every way to the feed gives the same error, and a deposit leaves nothing behind.
    function _expectFeedError(bytes memory error_) private {
        vm.expectRevert(error_);
        balances.refreshPrice(ETH);
        vm.expectRevert(error_);
        balances.quote(ETH, 1 ether);
        vm.expectRevert(error_);
        vm.prank(ALICE);
        balances.depositETH{value: 1 ether}(ALICE, 0, KEEP);
    }
}
