// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {MockUsd} from "../../mocks/MockUsd.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev What the owner does at once, and what the treasurer does.
contract BalancesAtOnceTest is BalancesTestBase {
    /* pauseIncoming */

    function test_PauseIncoming_WhenItCloses_RefusesDepositsUntilItOpens() public {
        _depositUsdOfEth(ALICE, USD, KEEP);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.IncomingPaused(true);
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        _checkPaused(true);
        vm.expectRevert(IBalancesEvents.BalancesPaused.selector);
        _depositUsdOfEth(ALICE, USD, KEEP);
        vm.expectRevert(IBalancesEvents.BalancesPaused.selector);
        _depositStable(ALICE, USD, KEEP);
        vm.startPrank(OWNER);
        balances.pauseIncoming(true);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.IncomingPaused(false);
        balances.pauseIncoming(false);
        vm.stopPrank();
        _checkPaused(false);
        _depositUsdOfEth(ALICE, USD, KEEP);
        _depositStable(ALICE, USD, KEEP);
        _checkAccount(ALICE, int256(2 * USD), USD, 0, 0);
    }

    function test_PauseIncoming_GivenItIsClosed_LetsMoneyOutAndBeSpent() public {
        _depositStable(ALICE, 100 * USD, uint48(50 * USD));
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        _charge(0, _row(ALICE, 10 * USD));
        vm.startPrank(ALICE);
        balances.purchase(uint56(10 * USD), "ref", OPERATOR);
        balances.setCap(1);
        balances.withdraw(80 * USD, ALICE);
        vm.stopPrank();
        vm.prank(TREASURER);
        balances.sweep(address(usd), 20 * USD, BOB);
        _checkAccount(ALICE, 0, 0, 1, 10 * USD);
        _checkPaused(true);
    }

    function test_PauseIncoming_WhenTheCallerIsNotTheOwner_RevertsBalancesRole() public {
        vm.expectRevert(_role(ALICE));
        vm.prank(ALICE);
        balances.pauseIncoming(true);
    }

    /* disableAsset */

    function test_DisableAsset_GivenAnEnabledAsset_KeepsItsTermsAndDropsItsPrice() public {
        _depositUsdOfEth(ALICE, USD, KEEP);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.AssetSet(ETH, address(feed), HEARTBEAT, 18, MIN_PRICE, MAX_PRICE, false);
        vm.prank(OWNER);
        balances.disableAsset(ETH);
        (, , , , , , bool enabled) = balances.assetOf(ETH);
        vm.assertEq(enabled, false, "enabled");
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, ETH));
        _depositUsdOfEth(ALICE, USD, KEEP);
        _checkAccount(ALICE, int256(USD), 0, 0, 0);
    }

    function test_DisableAsset_WhenItIsNotListedOrDisabled_RevertsBalancesAsset() public {
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, address(usd)));
        balances.disableAsset(address(usd));
        balances.disableAsset(ETH);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, ETH));
        balances.disableAsset(ETH);
    }

    function test_DisableAsset_WhenTheCallerIsNotTheOwner_RevertsBalancesRole() public {
        vm.expectRevert(_role(ALICE));
        vm.prank(ALICE);
        balances.disableAsset(ETH);
    }

    /* disableOperator, disableIssuer, lowerCeiling, lowerIssuerCeilings */

    function test_DisableOperator_WhenTheOwnerCalls_KeepsItsCeilingAndBatches() public {
        _charge(0, _row(ALICE, 1));
        vm.prank(OWNER);
        balances.disableOperator(OPERATOR);
        (uint32 batch, , uint56 ceiling, bool enabled) = balances.operatorOf(OPERATOR);
        vm.assertEq(batch, 1, "batch");
        vm.assertEq(ceiling, CEILING, "dailyCeiling");
        vm.assertEq(enabled, false, "enabled");
    }

    function test_DisableOperator_WhenTheCallerIsNotTheOwner_RevertsBalancesRole() public {
        vm.expectRevert(_role(OPERATOR));
        vm.prank(OPERATOR);
        balances.disableOperator(OPERATOR);
    }

    function test_DisableIssuer_WhenTheCallerIsNotTheOwner_RevertsBalancesRole() public {
        vm.expectRevert(_role(ALICE));
        vm.prank(ALICE);
        balances.disableIssuer();
    }

    function test_LowerCeiling_WhenAboveThePresent_RevertsBalancesRange() public {
        vm.startPrank(OWNER);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.lowerCeiling(OPERATOR, CEILING + 1);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.lowerCeiling(BOB, 1);
    }

    function test_LowerCeiling_GivenADisabledOperator_LeavesItDisabled() public {
        vm.startPrank(OWNER);
        balances.disableOperator(OPERATOR);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.OperatorSet(OPERATOR, CEILING, false);
        balances.lowerCeiling(OPERATOR, CEILING);
    }

    function test_LowerCeiling_WhenTheCallerIsNotTheOwner_RevertsBalancesRole() public {
        vm.expectRevert(_role(ALICE));
        vm.prank(ALICE);
        balances.lowerCeiling(OPERATOR, 0);
    }

    function test_LowerIssuerCeilings_WhenOneIsAboveThePresent_RevertsBalancesRange() public {
        vm.startPrank(OWNER);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.lowerIssuerCeilings(CENTS_A_DAY + 1, CENTS_A_DAY);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.lowerIssuerCeilings(CENTS_A_DAY, CENTS_A_DAY + 1);
    }

    function test_LowerIssuerCeilings_WhenTheCallerIsNotTheOwner_RevertsBalancesRole() public {
        vm.expectRevert(_role(ALICE));
        vm.prank(ALICE);
        balances.lowerIssuerCeilings(0, 0);
    }

    /* sweep */

    function test_Sweep_WhenItIsTheCoin_TakesWhatWasChargedOutOfPrincipal() public {
        _depositStable(ALICE, 100 * USD, uint48(50 * USD));
        _charge(0, _row(ALICE, 50 * USD));
        vm.assertEq(balances.claimableOf(address(usd)), 50 * USD, "claimable");
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Swept(address(usd), BOB, 20 * USD);
        vm.prank(TREASURER);
        balances.sweep(address(usd), 20 * USD, BOB);
        _checkTotals(50 * USD, 30 * USD);
        vm.assertEq(usd.balanceOf(BOB), 1_000_020 * USD, "swept");
        vm.expectRevert(
            abi.encodeWithSelector(
                IBalancesEvents.BalancesShort.selector,
                address(usd),
                30 * USD + 1,
                30 * USD
            )
        );
        vm.prank(TREASURER);
        balances.sweep(address(usd), 30 * USD + 1, BOB);
    }

    function test_Sweep_GivenACoinOfMoreThan6Decimals_TakesWholeMicroDollars() public {
        usd = new MockUsd(18);
        balances = _deploy(address(usd));
        usd.mint(ALICE, 1e18);
        vm.prank(ALICE);
        usd.approve(address(balances), 1e18);
        _depositStable(ALICE, 1e18, uint48(USD));
        _charge(0, _row(ALICE, 3));
        vm.assertEq(balances.claimableOf(address(usd)), 3e12, "claimable");
        vm.startPrank(TREASURER);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.sweep(address(usd), 1e12 + 1, BOB);
        balances.sweep(address(usd), 1e12, BOB);
        vm.stopPrank();
        _checkTotals(USD - 3, 2);
    }

    function test_Sweep_WhenItIsETH_TakesAnyETHHere() public {
        _depositUsdOfEth(ALICE, 2_500 * USD, KEEP);
        vm.deal(address(balances), 3 ether);
        vm.assertEq(balances.claimableOf(ETH), 3 ether, "claimable");
        address to = address(0xCA5E);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Swept(ETH, to, 3 ether);
        vm.startPrank(TREASURER);
        balances.sweep(ETH, 3 ether, to);
        vm.assertEq(to.balance, 3 ether, "swept");
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesShort.selector, ETH, 1, 0));
        balances.sweep(ETH, 1, to);
    }

    function test_Sweep_WhenTheReceiverRefusesETH_RevertsFailedCall() public {
        _depositUsdOfEth(ALICE, 2_500 * USD, KEEP);
        vm.expectRevert(Errors.FailedCall.selector);
        vm.prank(TREASURER);
        balances.sweep(ETH, 1, address(usd));
    }

    function test_Sweep_WhenItIsAnotherToken_TakesWhatWasDeposited() public {
        IBalancesOwner.AssetTerms memory terms = _ethTerms();
        MockUsd token = new MockUsd(18);
        terms.asset = address(token);
        _setAsset(terms, ETH_PRICE);
        token.mint(ALICE, 5 ether);
        token.mint(address(balances), 1 ether);
        vm.startPrank(ALICE);
        token.approve(address(balances), 5 ether);
        balances.depositToken(address(token), 5 ether, ALICE, 0, KEEP);
        vm.stopPrank();
        vm.startPrank(TREASURER);
        balances.sweep(address(token), 2 ether, BOB);
        vm.assertEq(token.balanceOf(BOB), 2 ether, "swept");
        // What was sent here by mistake is not earned.
        vm.expectRevert(
            abi.encodeWithSelector(
                IBalancesEvents.BalancesShort.selector,
                address(token),
                3 ether + 1,
                3 ether
            )
        );
        balances.sweep(address(token), 3 ether + 1, BOB);
    }

    function test_Sweep_WhenTheReceiverIsZeroOrBalances_RevertsBalancesReceiver() public {
        vm.startPrank(TREASURER);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(0)));
        balances.sweep(ETH, 0, address(0));
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(balances)));
        balances.sweep(ETH, 0, address(balances));
    }

    function test_Sweep_WhenTheCallerIsNotTheTreasurer_RevertsBalancesRole() public {
        vm.expectRevert(_role(OWNER));
        vm.prank(OWNER);
        balances.sweep(ETH, 0, OWNER);
        _announceAndApply(abi.encodeCall(IBalancesOwner.setTreasurer, (address(0))));
        vm.expectRevert(_role(TREASURER));
        vm.prank(TREASURER);
        balances.sweep(ETH, 0, OWNER);
    }

    /// @dev No list of assets, however made, opens a way to principal (C2).
    function test_C2_TreasurerReachesEarningsOnly() public {
        _depositStable(ALICE, 100 * USD, uint48(50 * USD));
        _charge(0, _row(ALICE, 30 * USD));
        usd.mint(address(balances), 7 * USD);
        vm.startPrank(TREASURER);
        balances.sweep(address(usd), 30 * USD, TREASURER);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesShort.selector, address(usd), 1, 0));
        balances.sweep(address(usd), 1, TREASURER);
        vm.stopPrank();
        vm.prank(ALICE);
        balances.withdraw(70 * USD, ALICE);
    }

    function _checkPaused(bool expected) private view {
        (, , bool paused) = balances.totals();
        vm.assertEq(paused, expected, "incomingPaused");
    }

    function _role(address caller) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IBalancesEvents.BalancesRole.selector, caller);
    }
}
