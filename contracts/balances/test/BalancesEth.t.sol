// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev ETH in, and the rule for its price.
contract BalancesEthTest is BalancesTestBase {
    function test_DepositETH_WhenThePayerDepositsForItself_AddsCreditAndSetsTheCap() public {
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

    function test_DepositETH_WhenThePayerDepositsForAnother_LeavesBothCaps() public {
        vm.prank(ALICE);
        balances.depositETH{value: 1 ether}(BOB, 0, uint48(30 * USD));
        _checkAccount(BOB, int256(2_500 * USD), 0, 0, 0);
        _checkAccount(ALICE, 0, 0, 0, 0);
    }

    function test_DepositETH_WhenItIsWorthLessThanTheMinimum_RevertsBalancesSlippage() public {
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesSlippage.selector, 2_500 * USD, 2_500 * USD + 1)
        );
        vm.prank(ALICE);
        balances.depositETH{value: 1 ether}(ALICE, 2_500 * USD + 1, KEEP);
    }

    function test_DepositETH_WhenItIsWorthLessThanAMicroDollar_RevertsBalancesRange() public {
        vm.startPrank(ALICE);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.depositETH(ALICE, 0, KEEP);
        // A micro-dollar is 4e8 wei at this price.
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.depositETH{value: 4e8 - 1}(ALICE, 0, KEEP);
        balances.depositETH{value: 8e8 - 1}(ALICE, 0, KEEP);
        _checkAccount(ALICE, 1, 0, 0, 0);
    }

    function test_DepositETH_WhenTheReceiverIsZeroOrBalances_RevertsBalancesReceiver() public {
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(0)));
        balances.depositETH{value: 1}(address(0), 0, KEEP);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(balances)));
        balances.depositETH{value: 1}(address(balances), 0, KEEP);
    }

    function test_DepositETH_WhenTheAccountWouldHoldMoreThanItsField_RevertsBalancesRange() public {
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

    function test_H1_NewCreditRepaysDebt() public {
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
    function testFuzz_DepositETH_WhenTheWorthIsNotWhole_RoundsDown(uint256 wei_, uint256 price) public {
        wei_ = bound(wei_, 1e12, 1_000 ether);
        price = bound(price, MIN_PRICE, MAX_PRICE);
        feed.set(int256(price), NOW);
        vm.prank(ALICE);
        balances.depositETH{value: wei_}(ALICE, 0, KEEP);
        (int56 credit, , , , ) = balances.accountOf(ALICE);
        uint256 exact = wei_ * price;
        vm.assertEq(uint256(int256(credit)), exact / 1e20, "credit");
    }

    function test_DepositETH_GivenAPriceOfTheLast15Minutes_UsesIt() public {
        _depositUsdOfEth(ALICE, 2_500 * USD, KEEP);
        feed.set(5_000e8, NOW);
        vm.warp(NOW + 15 minutes);
        _depositUsdOfEth(ALICE, 2_500 * USD, KEEP);
        _checkAccount(ALICE, int256(5_000 * USD), 0, 0, 0);
    }

    function test_DepositETH_GivenAnOlderPrice_ReadsTheFeedFirst() public {
        _depositUsdOfEth(ALICE, 2_500 * USD, KEEP);
        feed.set(5_000e8, NOW);
        vm.warp(NOW + 15 minutes + 1);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.PriceRefreshed(ETH, 5_000e8, 2);
        vm.prank(ALICE);
        balances.depositETH{value: 1 ether}(ALICE, 0, KEEP);
        _checkAccount(ALICE, int256(7_500 * USD), 0, 0, 0);
    }

    function test_DepositETH_GivenDepositsAreClosed_RevertsBalancesPaused() public {
        balances.refreshPrice(ETH);
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        vm.expectRevert(IBalancesEvents.BalancesPaused.selector);
        vm.prank(ALICE);
        balances.depositETH{value: 1 ether}(ALICE, 0, KEEP);
    }

    function test_DepositETH_GivenETHIsDisabled_RevertsBalancesAsset() public {
        balances.refreshPrice(ETH);
        vm.prank(OWNER);
        balances.disableAsset(ETH);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, ETH));
        vm.prank(ALICE);
        balances.depositETH{value: 1 ether}(ALICE, 0, KEEP);
    }
}
