// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IBalances} from "../../interfaces/IBalances.sol";
import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {
    BlocklistCoin,
    CallbackCoin,
    FalseCoin,
    FeeCoin,
    HookCoin,
    HookedAccount,
    RebasingCoin,
    SilentCoin
} from "../../mocks/MockTokens.sol";
import {MockUsd} from "../../mocks/MockUsd.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";
import {Balances} from "../Balances.sol";

/// @dev Listed tokens in, and coins of every kind on both sides of the books.
contract BalancesTokenTest is BalancesTestBase {
    MockUsd private token;

    function setUp() public override {
        super.setUp();
        token = new MockUsd(18);
        _listToken(address(token));
        token.mint(ALICE, 100 ether);
        vm.prank(ALICE);
        token.approve(address(balances), type(uint256).max);
    }

    /* depositToken */

    function test_DepositToken_WhenThePayerDepositsForItself_AddsCreditAndSetsTheCap() public {
        vm.expectEmit(address(balances));
        emit IBalancesEvents.PriceRefreshed(address(token), uint256(ETH_PRICE), 1);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.CapSet(ALICE, 7);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Credited(
            ALICE,
            address(token),
            ALICE,
            2 ether,
            5_000 * USD,
            (5_000 * USD) | (7 << 112)
        );
        _depositToken(2 ether, ALICE, 5_000 * USD, 7);
        _checkAccount(ALICE, int256(5_000 * USD), 0, 7, 0);
        _checkTotals(0, 0);
        vm.assertEq(balances.claimableOf(address(token)), 2 ether, "claimable");
    }

    function test_DepositToken_WhenThePayerDepositsForAnother_LeavesBothCaps() public {
        _depositToken(1 ether, BOB, 0, 7);
        _checkAccount(BOB, int256(2_500 * USD), 0, 0, 0);
        _checkAccount(ALICE, 0, 0, 0, 0);
    }

    function test_DepositToken_WhenItIsTheCoin_AddsThePrincipal() public {
        usd.mint(ALICE, USD);
        vm.startPrank(ALICE);
        usd.approve(address(balances), USD);
        balances.depositToken(address(usd), USD, ALICE, USD, KEEP);
        _checkAccount(ALICE, 0, USD, 0, 0);
        _checkTotals(USD, 0);
    }

    function test_DepositToken_WhenItIsWorthLessThanTheMinimum_RevertsBalancesSlippage() public {
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesSlippage.selector, 2_500 * USD, 2_500 * USD + 1)
        );
        _depositToken(1 ether, ALICE, 2_500 * USD + 1, KEEP);
    }

    function test_DepositToken_WhenItIsWorthLessThanAMicroDollar_RevertsBalancesRange() public {
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        _depositToken(4e8 - 1, ALICE, 0, KEEP);
    }

    function test_DepositToken_WhenTheReceiverIsZeroOrBalances_RevertsBalancesReceiver() public {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(0)));
        _depositToken(1 ether, address(0), 0, KEEP);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(balances)));
        _depositToken(1 ether, address(balances), 0, KEEP);
    }

    function test_DepositToken_GivenTheTokenIsNotListedOrDisabled_RevertsBalancesAsset() public {
        MockUsd other = new MockUsd(18);
        other.mint(ALICE, 1 ether);
        vm.startPrank(ALICE);
        other.approve(address(balances), 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, address(other)));
        balances.depositToken(address(other), 1 ether, ALICE, 0, KEEP);
        vm.stopPrank();

        _depositToken(1 ether, ALICE, 0, KEEP);
        vm.prank(OWNER);
        balances.disableAsset(address(token));
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, address(token)));
        _depositToken(1 ether, ALICE, 0, KEEP);
    }

    function test_DepositToken_WhenItIsETH_RevertsBalancesAsset() public {
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, ETH));
        balances.depositToken(ETH, 1, ALICE, 0, KEEP);
    }

    function test_DepositToken_WhenItIsNoContract_Reverts() public {
        vm.prank(ALICE);
        vm.expectRevert(bytes(""));
        balances.depositToken(BOB, 1, ALICE, 0, KEEP);
    }

    function test_DepositToken_GivenDepositsAreClosed_RevertsBalancesPaused() public {
        _depositToken(1 ether, ALICE, 0, KEEP);
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        vm.expectRevert(IBalancesEvents.BalancesPaused.selector);
        _depositToken(1 ether, ALICE, 0, KEEP);
        // The price may be read, but it serves no one.
        balances.refreshPrice(address(token));
        vm.expectRevert(IBalancesEvents.BalancesPaused.selector);
        _depositToken(1 ether, ALICE, 0, KEEP);
    }

    /* the zoo: as listed token, then as the coin */

    function test_Mocks_FeeIsNotCredited() public {
        FeeCoin coin = new FeeCoin();
        _listToken(address(coin));
        coin.mint(ALICE, 1e6);
        vm.startPrank(ALICE);
        coin.approve(address(balances), 1e6);
        balances.depositToken(address(coin), 1e6, ALICE, 0, KEEP);
        _checkAccount(ALICE, int256((2_500 * USD * 99) / 100), 0, 0, 0);
        vm.assertEq(balances.claimableOf(address(coin)), 990_000, "claimable");
        vm.stopPrank();
        vm.prank(TREASURER);
        balances.sweep(address(coin), 990_000, BOB);
        vm.assertEq(coin.balanceOf(address(balances)), 0, "nothing is owed");
    }

    function test_Mocks_RefusalIsNotCredited() public {
        FalseCoin coin = new FalseCoin();
        _listToken(address(coin));
        coin.mint(ALICE, 1e6);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(coin)));
        vm.prank(ALICE);
        balances.depositToken(address(coin), 1e6, ALICE, 0, KEEP);
    }

    function test_Mocks_SilenceIsTaken() public {
        SilentCoin coin = new SilentCoin();
        _listToken(address(coin));
        coin.mint(ALICE, 1e6);
        vm.prank(ALICE);
        balances.depositToken(address(coin), 1e6, ALICE, 0, KEEP);
        vm.prank(TREASURER);
        balances.sweep(address(coin), 1e6, BOB);
        vm.assertEq(coin.balanceOf(BOB), 1e6, "swept");
    }

    function test_Mocks_CallbackCountsOnce() public {
        CallbackCoin coin = new CallbackCoin();
        _listToken(address(coin));
        coin.mint(ALICE, 2e6);
        vm.startPrank(ALICE);
        coin.approve(address(balances), 2e6);
        coin.arm(
            address(balances),
            abi.encodeCall(IBalances.depositToken, (address(coin), 1, ALICE, 0, KEEP))
        );
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        balances.depositToken(address(coin), 1e6, ALICE, 0, KEEP);
        coin.arm(address(balances), abi.encodeCall(IBalancesOwner.sweep, (address(coin), 0, BOB)));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        balances.depositToken(address(coin), 1e6, ALICE, 0, KEEP);
    }

    /// @dev A listed token that rebases is harmless: what was credited stays, only what was earned changes.
    function test_Mocks_RebasingTokenTouchesEarningsOnly() public {
        RebasingCoin coin = new RebasingCoin();
        _listToken(address(coin));
        usd.mint(BOB, 100 * USD);
        vm.startPrank(BOB);
        usd.approve(address(balances), 100 * USD);
        balances.depositStable(100 * USD, BOB, KEEP);
        vm.stopPrank();
        coin.mint(ALICE, 1 ether);
        vm.prank(ALICE);
        balances.depositToken(address(coin), 1 ether, ALICE, 0, KEEP);

        coin.rebase(50);
        vm.prank(TREASURER);
        vm.expectRevert(OVERFLOW);
        balances.sweep(address(coin), 1 ether, TREASURER);
        vm.prank(TREASURER);
        balances.sweep(address(coin), 0.5 ether, TREASURER);
        _checkAccount(ALICE, int256(2_500 * USD), 0, 0, 0);
        vm.prank(BOB);
        balances.withdraw(100 * USD, BOB);
    }

    /// @dev A coin that rebases must not be chosen: when it shrinks, the last to leave come away with less.
    function test_Mocks_RebasingCoinIsTheDeployersMistake() public {
        RebasingCoin coin = new RebasingCoin();
        balances = _deploy(address(coin));
        coin.mint(ALICE, 1 ether);
        coin.mint(BOB, 1 ether);
        vm.prank(ALICE);
        balances.depositStable(1 ether, ALICE, KEEP);
        vm.prank(BOB);
        balances.depositStable(1 ether, BOB, KEEP);
        coin.rebase(50);
        vm.prank(ALICE);
        balances.withdraw(USD, ALICE);
        vm.expectRevert(OVERFLOW);
        vm.prank(BOB);
        balances.withdraw(USD, BOB);
        _checkAccount(BOB, 0, USD, 0, 0);
    }

    /// @dev Who is on the coin's list can not take coins itself, but can send them elsewhere; no one else notices.
    function test_Mocks_BlocklistStopsOnlyThoseOnIt() public {
        BlocklistCoin coin = new BlocklistCoin();
        usd = coin;
        balances = _deploy(address(coin));
        _fund(ALICE);
        _fund(BOB);
        _depositStable(ALICE, 100 * USD, KEEP);
        _depositStable(BOB, 100 * USD, KEEP);
        coin.setBlocked(ALICE, true);
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(BlocklistCoin.Blocked.selector, ALICE));
        balances.withdraw(40 * USD, ALICE);
        balances.withdraw(40 * USD, address(0xCA5E));
        vm.stopPrank();
        vm.prank(BOB);
        balances.withdraw(100 * USD, BOB);
        _checkAccount(ALICE, 0, 60 * USD, 0, 0);
        _checkTotals(60 * USD, 0);

        // On the list itself, the contract keeps its books, and pays when it is taken off.
        coin.setBlocked(ALICE, false);
        coin.setBlocked(address(balances), true);
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(BlocklistCoin.Blocked.selector, address(balances)));
        balances.withdraw(60 * USD, ALICE);
        coin.setBlocked(address(balances), false);
        balances.withdraw(60 * USD, ALICE);
    }

    /// @dev A receiver that is called in the middle of its withdrawal (ERC-777) gets nothing twice.
    function test_Mocks_HookedReceiverCanNotReenter() public {
        HookCoin coin = new HookCoin();
        usd = coin;
        balances = _deploy(address(coin));
        _fund(BOB);
        _depositStable(BOB, 100 * USD, KEEP);
        HookedAccount account = new HookedAccount();
        vm.prank(BOB);
        balances.depositStable(100 * USD, address(account), KEEP);
        bytes memory again = abi.encodeCall(IBalances.withdraw, (50 * USD, address(account)));
        account.arm(coin, address(balances), again);
        account.call(address(balances), again);
        vm.assertEq(account.reentered(), false, "reentered");
        _checkAccount(address(account), 0, 50 * USD, 0, 0);
        vm.assertEq(coin.balanceOf(address(account)), 50 * USD, "coins out");

        // What moves no coins may be done, and counts.
        account.arm(coin, address(balances), abi.encodeCall(IBalances.setCap, (9)));
        account.call(address(balances), again);
        vm.assertEq(account.reentered(), true, "the cap");
        _checkAccount(address(account), 0, 0, 9, 0);
        _checkTotals(100 * USD, 0);
    }

    function _depositToken(uint256 amount, address to, uint256 minUsd, uint48 cap) private {
        vm.prank(ALICE);
        balances.depositToken(address(token), amount, to, minUsd, cap);
    }

    /// @dev A new deployment that lists `asset`, a whole one at `ETH_PRICE`.
    function _listToken(address asset) private {
        IBalancesOwner.Settings memory settings = _settings();
        settings.assets[0].asset = asset;
        balances = new Balances(OWNER, address(usd), address(0), address(permit2), settings);
    }
}
