// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IBalances} from "../../interfaces/IBalances.sol";
import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {CallbackCoin, FalseCoin, FeeCoin, SilentCoin} from "../../mocks/MockTokens.sol";
import {MockUsd} from "../../mocks/MockUsd.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev Coins in, coins out, and the cap.
contract BalancesStableTest is BalancesTestBase {
    /* depositStable */

    function test_DepositStable_WhenThePayerDepositsForItself_AddsThePrincipalAndSetsTheCap() public {
        uint256 word = ((100 * USD) << 56) | ((30 * USD) << 112);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.CapSet(ALICE, uint48(30 * USD));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Credited(ALICE, address(usd), ALICE, 100 * USD, 100 * USD, word);
        _depositStable(ALICE, 100 * USD, uint48(30 * USD));

        _checkAccount(ALICE, 0, 100 * USD, 30 * USD, 0);
        _checkTotals(100 * USD, 0);
        vm.assertEq(usd.balanceOf(address(balances)), 100 * USD, "coins held");
        vm.assertEq(vm.load(address(balances), slotOf(ALICE, ACCOUNT_SLOT)), bytes32(word), "account word");
    }

    function test_DepositStable_GivenDepositsAreClosed_RevertsBalancesPaused() public {
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        vm.expectRevert(IBalancesEvents.BalancesPaused.selector);
        _depositStable(ALICE, USD, KEEP);
    }

    function test_M8_TopUpKeepsTheCap() public {
        _depositStable(ALICE, 100 * USD, uint48(30 * USD));
        _depositStable(ALICE, 1, KEEP);
        _checkAccount(ALICE, 0, 100 * USD + 1, 30 * USD, 0);
        _depositStable(ALICE, 1, 0);
        _checkAccount(ALICE, 0, 100 * USD + 2, 0, 0);
    }

    function test_DepositStable_WhenThePayerDepositsForAnother_LeavesBothCaps() public {
        _depositStable(ALICE, 100 * USD, uint48(30 * USD));
        vm.prank(BOB);
        balances.depositStable(5 * USD, ALICE, uint48(999 * USD));
        _checkAccount(ALICE, 0, 105 * USD, 30 * USD, 0);
        _checkAccount(BOB, 0, 0, 0, 0);
    }

    /// @dev An allowance to the contract is used by no one but its giver.
    function test_C3_PullsOnlyFromTheCaller() public {
        address thief = address(0x7);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector,
                address(balances),
                0,
                100 * USD
            )
        );
        vm.prank(thief);
        balances.depositStable(100 * USD, thief, KEEP);
        vm.assertEq(usd.balanceOf(ALICE), 1_000_000 * USD, "the victim's coins");
        _checkAccount(thief, 0, 0, 0, 0);
    }

    function test_DepositStable_WhenTheReceiverIsZeroOrBalances_RevertsBalancesReceiver() public {
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(0)));
        balances.depositStable(USD, address(0), KEEP);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(balances)));
        balances.depositStable(USD, address(balances), KEEP);
    }

    function test_DepositStable_WhenLessThanAMicroDollarArrives_RevertsBalancesRange() public {
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        _depositStable(ALICE, 0, KEEP);
    }

    function test_DepositStable_WhenTheAccountWouldHoldMoreThanItsField_RevertsBalancesRange() public {
        uint256 most = type(uint56).max;
        usd.mint(ALICE, most);
        _depositStable(ALICE, most, KEEP);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        _depositStable(ALICE, 1, KEEP);
        usd.mint(BOB, 1 << 200);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        _depositStable(BOB, 1 << 200, KEEP);
        _checkAccount(ALICE, 0, most, 0, 0);
        _checkTotals(most, 0);
    }

    function testFuzz_DepositStable_GivenACoinOfMoreThan6Decimals_RoundsDownToMicroDollars(
        uint256 amount
    ) public {
        usd = new MockUsd(18);
        balances = _deploy(address(usd));
        amount = bound(amount, 1e12, 7e28);
        usd.mint(ALICE, amount + 1e12);
        vm.prank(ALICE);
        usd.approve(address(balances), type(uint256).max);
        (uint256 quoted, bool needsRefresh) = balances.quote(address(usd), amount);
        _depositStable(ALICE, amount, KEEP);
        _checkAccount(ALICE, 0, amount / 1e12, 0, 0);
        vm.assertEq(quoted, amount / 1e12, "quote");
        vm.assertEq(needsRefresh, false, "needsRefresh");

        vm.prank(ALICE);
        balances.withdraw(amount / 1e12, BOB);
        vm.assertEq(usd.balanceOf(BOB), (amount / 1e12) * 1e12, "coins out");
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        _depositStable(ALICE, 1e12 - 1, KEEP);
    }

    function test_DepositStable_GivenACoinThatKeepsAFee_CountsWhatArrives() public {
        usd = new FeeCoin();
        balances = _deploy(address(usd));
        _fund(ALICE);
        _depositStable(ALICE, 100 * USD, KEEP);
        _checkAccount(ALICE, 0, 99 * USD, 0, 0);
        vm.assertEq(usd.balanceOf(address(balances)), 99 * USD, "coins held");
    }

    function test_DepositStable_GivenACoinThatSaysNo_RevertsSafeERC20FailedOperation() public {
        usd = new FalseCoin();
        balances = _deploy(address(usd));
        _fund(ALICE);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(usd)));
        _depositStable(ALICE, 100 * USD, KEEP);
    }

    function test_DepositStable_GivenACoinThatReturnsNothing_TakesIt() public {
        SilentCoin coin = new SilentCoin();
        balances = _deploy(address(coin));
        coin.mint(ALICE, 100 * USD);
        _depositStable(ALICE, 100 * USD, KEEP);
        vm.prank(ALICE);
        balances.withdraw(40 * USD, BOB);
        vm.assertEq(coin.balanceOf(BOB), 40 * USD, "coins out");
        _checkAccount(ALICE, 0, 60 * USD, 0, 0);
    }

    /// @dev A coin that calls back can not have one arrival counted twice, nor leave while another leaves.
    function test_DepositStable_GivenACoinThatCallsBack_RevertsReentrancyGuardReentrantCall() public {
        CallbackCoin coin = new CallbackCoin();
        usd = coin;
        balances = _deploy(address(coin));
        _fund(ALICE);
        bytes memory locked = abi.encodeWithSelector(
            ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector
        );

        coin.arm(address(balances), abi.encodeCall(IBalances.depositStable, (1, ALICE, KEEP)));
        vm.expectRevert(locked);
        _depositStable(ALICE, 100 * USD, KEEP);

        coin.arm(address(0), "");
        _depositStable(ALICE, 100 * USD, KEEP);
        coin.arm(address(balances), abi.encodeCall(IBalances.withdraw, (0, ALICE)));
        vm.expectRevert(locked);
        vm.prank(ALICE);
        balances.withdraw(10 * USD, BOB);
    }

    /* withdraw */

    function test_Withdraw_WhenThePrincipalCoversIt_SendsCoins() public {
        _depositStable(ALICE, 100 * USD, uint48(30 * USD));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Withdrawn(ALICE, BOB, 40 * USD, ((60 * USD) << 56) | ((30 * USD) << 112));
        vm.prank(ALICE);
        balances.withdraw(40 * USD, BOB);
        _checkAccount(ALICE, 0, 60 * USD, 30 * USD, 0);
        _checkTotals(60 * USD, 0);
        vm.assertEq(usd.balanceOf(BOB), 1_000_040 * USD, "coins out");
    }

    function testFuzz_Withdraw_WhenItIsMoreThanThePrincipal_RevertsBalancesShort(uint256 value) public {
        _depositStable(BOB, 500 * USD, KEEP);
        _depositStable(ALICE, 100 * USD, KEEP);
        _depositUsdOfEth(ALICE, 1_000 * USD, KEEP);
        vm.assume(value > 100 * USD);
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesShort.selector, ALICE, value, 100 * USD)
        );
        vm.prank(ALICE);
        balances.withdraw(value, ALICE);
    }

    function test_Withdraw_WhenTheReceiverIsZeroOrBalances_RevertsBalancesReceiver() public {
        _depositStable(ALICE, 100 * USD, KEEP);
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(0)));
        balances.withdraw(USD, address(0));
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, address(balances)));
        balances.withdraw(USD, address(balances));
    }

    /// @dev B4: nothing and no one is needed to leave.
    function test_Withdraw_GivenNoPriceNoOwnerAndClosedDeposits_SendsCoins() public {
        _depositStable(ALICE, 100 * USD, KEEP);
        feed.set(-1, 0);
        vm.startPrank(OWNER);
        balances.pauseIncoming(true);
        balances.renounceOwnership();
        vm.stopPrank();
        vm.warp(NOW + 3650 days);
        vm.prank(ALICE);
        balances.withdraw(100 * USD, ALICE);
        vm.assertEq(usd.balanceOf(ALICE), 1_000_000 * USD, "all coins back");
    }

    /// @dev Only the one coin is principal: what was paid in otherwise stays credit.
    function test_C2_OnlyTheOneCoinLeaves() public {
        _depositStable(BOB, 100 * USD, KEEP);
        _depositUsdOfEth(ALICE, 100 * USD, KEEP);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesShort.selector, ALICE, 1, 0));
        vm.prank(ALICE);
        balances.withdraw(1, ALICE);

        IBalancesOwner.AssetTerms memory terms = _ethTerms();
        terms.asset = address(usd);
        bytes memory call = abi.encodeCall(IBalancesOwner.setAsset, (terms));
        vm.prank(OWNER);
        balances.announce(call);
        vm.warp(NOW + DELAY);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, address(usd)));
        vm.prank(OWNER);
        balances.setAsset(terms);
    }

    /// @dev Debt stands beside principal and does not touch it.
    function test_H1_DebtDoesNotEatPrincipal() public {
        _depositStable(ALICE, 100 * USD, KEEP);
        _setWord(ALICE, -int56(int256(50 * USD)), uint56(100 * USD), 0, 7);
        _checkAccount(ALICE, -int256(50 * USD), 100 * USD, 0, 0);
        vm.prank(ALICE);
        balances.withdraw(100 * USD, ALICE);
        _checkAccount(ALICE, -int256(50 * USD), 0, 0, 0);
        _depositStable(ALICE, 10 * USD, KEEP);
        _checkAccount(ALICE, -int256(50 * USD), 10 * USD, 0, 0);
        (, , , , uint32 cardSeq) = balances.accountOf(ALICE);
        vm.assertEq(cardSeq, 7, "cardSeq");
    }

    /* setCap */

    function test_SetCap_WhenItIsACap_SetsIt() public {
        _depositStable(ALICE, 100 * USD, uint48(30 * USD));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.CapSet(ALICE, uint48(40 * USD));
        vm.startPrank(ALICE);
        balances.setCap(uint48(40 * USD));
        _checkAccount(ALICE, 0, 100 * USD, 40 * USD, 0);
        balances.setCap(0);
        _checkAccount(ALICE, 0, 100 * USD, 0, 0);
    }

    function test_SetCap_WhenItIsTheSentinel_RevertsBalancesRange() public {
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        vm.prank(ALICE);
        balances.setCap(KEEP);
    }

    /* what comes in by other ways */

    function test_B9_DonationsChangeNothing() public {
        _depositStable(ALICE, 100 * USD, KEEP);
        vm.prank(BOB);
        usd.transfer(address(balances), 77 * USD);
        vm.deal(address(balances), 5 ether);
        _checkAccount(ALICE, 0, 100 * USD, 0, 0);
        _checkTotals(100 * USD, 0);
        _depositStable(BOB, USD, KEEP);
        _checkAccount(BOB, 0, USD, 0, 0);
        vm.prank(ALICE);
        (bool ok, ) = address(balances).call{value: 1}("");
        vm.assertEq(ok, false, "plain ETH is refused");
    }
}
