// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../interfaces/IBalancesOwner.sol";
import {MockAggregator} from "../mocks/MockAggregator.sol";
import {MockUsd} from "../mocks/MockUsd.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev ETH in, and the rule for its price.
contract BalancesEthTest is BalancesTestBase {
    function test_depositETH_addsCredit() public {
        vm.expectEmit(address(balances));
        emit IBalancesEvents.PriceRefreshed(ETH, uint256(ETH_PRICE), 1);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.CapSet(ALICE, uint48(30 * USD));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Credited(
            ALICE,
            ETH,
            ALICE,
            1 ether,
            2_500 * USD,
            (2_500 * USD) | ((30 * USD) << 112)
        );
        vm.prank(ALICE);
        balances.depositETH{value: 1 ether}(ALICE, 2_500 * USD, uint48(30 * USD));

        _checkAccount(ALICE, int256(2_500 * USD), 0, 30 * USD, 0);
        _checkTotals(0, 0);
        vm.assertEq(address(balances).balance, 1 ether, "ETH held");
    }

    function test_depositETH_forAnotherLeavesBothCaps() public {
        vm.prank(ALICE);
        balances.depositETH{value: 1 ether}(BOB, 0, uint48(30 * USD));
        _checkAccount(BOB, int256(2_500 * USD), 0, 0, 0);
        _checkAccount(ALICE, 0, 0, 0, 0);
    }

    function test_depositETH_needsTheMinimum() public {
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesSlippage.selector, 2_500 * USD, 2_500 * USD + 1)
        );
        vm.prank(ALICE);
        balances.depositETH{value: 1 ether}(ALICE, 2_500 * USD + 1, KEEP);
    }

    function test_depositETH_refusesDust() public {
        vm.startPrank(ALICE);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.depositETH(ALICE, 0, KEEP);
        // A micro-dollar is 4e8 wei at this price.
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.depositETH{value: 4e8 - 1}(ALICE, 0, KEEP);
        balances.depositETH{value: 8e8 - 1}(ALICE, 0, KEEP);
        _checkAccount(ALICE, 1, 0, 0, 0);
    }

    function test_depositETH_refusesReceivers() public {
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(0)));
        balances.depositETH{value: 1}(address(0), 0, KEEP);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(balances)));
        balances.depositETH{value: 1}(address(balances), 0, KEEP);
    }

    function test_depositETH_refusesMoreThanAnAccountHolds() public {
        vm.deal(ALICE, 1e30);
        vm.startPrank(ALICE);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.depositETH{value: 1e26}(ALICE, 0, KEEP);
        uint256 most = uint256(int256(type(int56).max));
        balances.depositETH{value: most * 4e8}(ALICE, most, KEEP);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.depositETH{value: 4e8}(ALICE, 0, KEEP);
        _checkAccount(ALICE, int256(most), 0, 0, 0);
    }

    function test_H1_newCreditRepaysDebt() public {
        _setWord(ALICE, -int56(int256(50 * USD)), uint56(10 * USD), 5, type(uint32).max);
        _depositUsdOfEth(ALICE, 30 * USD, KEEP);
        _checkAccount(ALICE, -int256(20 * USD), 10 * USD, 5, 0);
        _depositUsdOfEth(ALICE, 30 * USD, KEEP);
        _checkAccount(ALICE, int256(10 * USD), 10 * USD, 5, 0);
        (, , , , uint32 cardSeq) = balances.accountOf(ALICE);
        vm.assertEq(cardSeq, type(uint32).max, "cardSeq");

        _setWord(ALICE, type(int56).min, 0, 0, type(uint32).max);
        _depositUsdOfEth(ALICE, 1, KEEP);
        _checkAccount(ALICE, int256(type(int56).min) + 1, 0, 0, 0);
    }

    /// @dev B7: never more than amount times price, and less than a micro-dollar below it.
    function testFuzz_depositETH_roundsDown(uint256 wei_, uint256 price) public {
        wei_ = bound(wei_, 1e12, 1_000 ether);
        price = bound(price, MIN_PRICE, MAX_PRICE);
        feed.set(int256(price), NOW);
        vm.prank(ALICE);
        balances.depositETH{value: wei_}(ALICE, 0, KEEP);
        (int56 credit, , , , ) = balances.accountOf(ALICE);
        uint256 exact = wei_ * price;
        vm.assertEq(uint256(int256(credit)), exact / 1e20, "credit");
    }

    /* the cached price */

    function test_priceIsKeptFor15Minutes() public {
        _depositUsdOfEth(ALICE, 2_500 * USD, KEEP);
        feed.set(5_000e8, NOW);
        vm.warp(NOW + 15 minutes);
        _checkQuote(1 ether, 2_500 * USD, false);
        _depositUsdOfEth(ALICE, 2_500 * USD, KEEP);
        _checkAccount(ALICE, int256(5_000 * USD), 0, 0, 0);

        vm.warp(NOW + 15 minutes + 1);
        _checkQuote(1 ether, 5_000 * USD, true);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.PriceRefreshed(ETH, 5_000e8, 2);
        vm.prank(ALICE);
        balances.depositETH{value: 1 ether}(ALICE, 0, KEEP);
        _checkAccount(ALICE, int256(10_000 * USD), 0, 0, 0);
        _checkQuote(1 ether, 5_000 * USD, false);
    }

    function test_refreshPrice_isOpenToAll() public {
        _checkQuote(1 ether, 2_500 * USD, true);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.PriceRefreshed(ETH, uint256(ETH_PRICE), 1);
        vm.prank(BOB);
        balances.refreshPrice(ETH);
        _checkQuote(1 ether, 2_500 * USD, false);
        feed.set(3_000e8, NOW);
        balances.refreshPrice(ETH);
        _checkQuote(1 ether, 3_000 * USD, false);
    }

    function test_refusesUnlistedAssets() public {
        address token = address(new MockUsd(6));
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, token));
        balances.refreshPrice(token);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, token));
        balances.quote(token, 1);
    }

    function test_refusesStalePrices() public {
        uint256 last = NOW + HEARTBEAT + 10 minutes;
        vm.warp(last + 1);
        _expectFeedError(abi.encodeWithSelector(IBalancesEvents.BalancesStalePrice.selector, NOW));
        vm.warp(last);
        balances.refreshPrice(ETH);
    }

    function test_refusesAnswersOfTheFutureAndOfOpenRounds() public {
        feed.set(ETH_PRICE, NOW + 1);
        _expectFeedError(abi.encodeWithSelector(IBalancesEvents.BalancesStalePrice.selector, NOW + 1));
        feed.set(ETH_PRICE, 0);
        _expectFeedError(abi.encodeWithSelector(IBalancesEvents.BalancesStalePrice.selector, 0));
        feed.set(ETH_PRICE, type(uint256).max);
        _expectFeedError(
            abi.encodeWithSelector(IBalancesEvents.BalancesStalePrice.selector, type(uint256).max)
        );
    }

    function test_refusesPricesOutOfBounds() public {
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

    /// @dev A price that was cached under old terms is not used under new ones.
    function test_newTermsHoldAtOnce() public {
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

    function test_pricesOfOtherDecimals() public {
        _list(8, 8, 60_000e8);
        _list(0, 6, 1_500_000);
        _list(65, 18, 2e18);
    }

    function test_quote_refusesAbsurdAmounts() public {
        balances.refreshPrice(ETH);
        (uint256 most, ) = balances.quote(ETH, type(uint160).max);
        vm.assertEq(most, (uint256(type(uint160).max) * uint256(ETH_PRICE)) / 1e20, "largest quote");
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.quote(ETH, uint256(type(uint160).max) + 1);
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
