// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev Batches of charges, caps, periods and ceilings.
contract BalancesChargeTest is BalancesTestBase {
    uint48 private constant CAP = 30e6;

    function test_Charge_WhenARowFitsCapAndBalance_TakesCreditThenPrincipal() public {
        _depositUsdOfEth(ALICE, 10 * USD, CAP);
        _depositStable(ALICE, 100 * USD, KEEP);
        _charge(0, _row(ALICE, 4 * USD));
        _checkAccount(ALICE, int256(6 * USD), 100 * USD, CAP, 4 * USD);
        _checkTotals(100 * USD, 0);
        _charge(1, _row(ALICE, 9 * USD));
        _checkAccount(ALICE, 0, 97 * USD, CAP, 13 * USD);
        _checkTotals(97 * USD, 3 * USD);
        _charge(2, _row(ALICE, 10 * USD));
        _checkAccount(ALICE, 0, 87 * USD, CAP, 23 * USD);
        _checkTotals(87 * USD, 13 * USD);
        vm.assertEq(usd.balanceOf(address(balances)), 100 * USD, "coins stay until they are swept");
    }

    /// @dev Income is booked when it is earned, whatever its payer does later.
    function test_H2_RevenueIsClaimableAtOnce() public {
        _depositStable(ALICE, 100 * USD, type(uint48).max - 1);
        _charge(0, _row(ALICE, 100 * USD));
        _checkAccount(ALICE, 0, 0, type(uint48).max - 1, 100 * USD);
        _checkTotals(0, 100 * USD);
    }

    function test_M10_SkippedRowsAreReportedInPlace() public {
        _depositStable(ALICE, 100 * USD, CAP);
        _depositStable(BOB, 2 * USD, CAP);
        bytes memory packed;
        // 0: fits; 1: above Bob's balance; 2: fits; 3: above Alice's cap; 4: no such account; 5 to 9: fit.
        packed = bytes.concat(_row(ALICE, 10 * USD), _row(BOB, 2 * USD + 1), _row(BOB, 2 * USD));
        packed = bytes.concat(packed, _row(ALICE, 20 * USD + 1), _row(address(0x99), 1));
        for (uint256 i = 0; i < 4; ++i) packed = bytes.concat(packed, _row(ALICE, 1));
        packed = bytes.concat(packed, _row(ALICE, 20 * USD - 4));

        vm.expectEmit(address(balances));
        emit IBalancesEvents.Charged(OPERATOR, 0, keccak256("receipts"), packed, hex"1a00");
        _charge(0, packed);
        _checkAccount(ALICE, 0, 70 * USD, CAP, 30 * USD);
        _checkAccount(BOB, 0, 0, CAP, 2 * USD);
        _checkTotals(70 * USD, 32 * USD);
        _checkOperator(OPERATOR, 1, 32 * USD, CEILING, true);
    }

    function test_Charge_WhenTheLastOf17RowsIsSkipped_ReportsItInTheThirdByte() public {
        _depositStable(ALICE, 100 * USD, CAP);
        bytes memory packed;
        for (uint256 i = 0; i < 15; ++i) packed = bytes.concat(packed, _row(ALICE, 1));
        packed = bytes.concat(packed, _row(BOB, 1), _row(BOB, 1));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Charged(OPERATOR, 0, keccak256("receipts"), packed, hex"008001");
        _charge(0, packed);
    }

    /// @dev One bit for each row, in as few bytes as that takes; and no row behind the last is looked at.
    function testFuzz_M10_SkippedHasABitForEachRow(uint256 count) public {
        count = bound(count, 1, 24);
        bytes memory packed;
        for (uint256 i = 0; i < count; ++i) packed = bytes.concat(packed, _row(BOB, 1));
        uint256 bits = (uint256(1) << count) - 1;
        bytes memory skipped = abi.encodePacked(uint8(bits));
        if (count > 8) skipped = bytes.concat(skipped, bytes1(uint8(bits >> 8)));
        if (count > 16) skipped = bytes.concat(skipped, bytes1(uint8(bits >> 16)));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Charged(OPERATOR, 0, keccak256("receipts"), packed, skipped);
        _charge(0, packed);
        vm.assertEq(vm.load(address(balances), slotOf(address(0), ACCOUNT_SLOT)), bytes32(0), "nobody");
    }

    function test_Charge_WhenARowIsHugeOrNothing_SkipsOrAppliesIt() public {
        _depositStable(ALICE, 100 * USD, CAP);
        bytes memory packed = bytes.concat(
            _row(ALICE, type(uint64).max),
            _row(address(0), 1),
            _row(ALICE, 0)
        );
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Charged(OPERATOR, 0, keccak256("receipts"), packed, hex"03");
        _charge(0, packed);
        _checkAccount(ALICE, 0, 100 * USD, CAP, 0);
    }

    /// @dev Debt is not charged against principal twice: only what is there counts.
    function test_H1_ChargeWithDebtTakesPrincipalOnly() public {
        _depositStable(ALICE, 100 * USD, CAP);
        _setWord(ALICE, -int56(int256(50 * USD)), uint56(100 * USD), CAP, 3);
        _charge(0, _row(ALICE, 10 * USD));
        _checkAccount(ALICE, -int256(50 * USD), 90 * USD, CAP, 10 * USD);
        (, , , , uint32 cardSeq) = balances.accountOf(ALICE);
        vm.assertEq(cardSeq, 3, "cardSeq");
    }

    function test_Charge_WhenTheCallerIsNoOperator_RevertsBalancesRole() public {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesRole.selector, OWNER));
        vm.prank(OWNER);
        balances.charge(0, 0, _row(ALICE, 1));
    }

    function test_Charge_GivenADisabledOperator_RevertsBalancesRole() public {
        vm.expectEmit(address(balances));
        emit IBalancesEvents.OperatorSet(OPERATOR, CEILING, false);
        vm.prank(OWNER);
        balances.disableOperator(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesRole.selector, OPERATOR));
        _charge(0, _row(ALICE, 1));
        _checkOperator(OPERATOR, 0, 0, CEILING, false);
    }

    function test_Charge_WhenTheRowsAreNoneOrRagged_RevertsBalancesLength() public {
        bytes[4] memory ragged = [new bytes(0), new bytes(27), new bytes(29), new bytes(2 * 28 - 1)];
        for (uint256 i = 0; i < ragged.length; ++i) {
            vm.expectRevert(IBalancesEvents.BalancesLength.selector);
            _charge(0, ragged[i]);
        }
    }

    function test_H8_SameBatchTwice() public {
        _depositStable(ALICE, 100 * USD, CAP);
        _charge(0, _row(ALICE, USD));
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBatch.selector, 0, 1));
        _charge(0, _row(ALICE, USD));
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBatch.selector, 2, 1));
        _charge(2, _row(ALICE, USD));
        _charge(1, _row(ALICE, USD));
        _checkAccount(ALICE, 0, 98 * USD, CAP, 2 * USD);
    }

    function test_Charge_WhenTheBatchIsNotTheNext_RevertsBalancesBatch() public {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBatch.selector, 1, 0));
        _charge(1, _row(ALICE, 1));
    }

    function test_Charge_WhenItIsMoreThanTheDayAllows_RevertsBalancesCeiling() public {
        _lowerCeiling(0);
        _depositStable(ALICE, USD, CAP);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 0));
        _charge(0, _row(ALICE, 1));
        _charge(0, _row(ALICE, 0));
    }

    function test_H8_OperatorHasADailyCeiling() public {
        _lowerCeiling(20 * USD);
        _depositStable(ALICE, 100 * USD, uint48(90 * USD));
        _charge(0, _row(ALICE, 15 * USD));
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 5 * USD));
        _charge(1, _row(ALICE, 5 * USD + 1));
        _charge(1, _row(ALICE, 5 * USD));
        _checkOperator(OPERATOR, 2, 20 * USD, 20 * USD, true);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 0));
        _charge(2, _row(ALICE, 1));

        vm.warp(NOW - (NOW % 1 days) + 1 days);
        _checkOperator(OPERATOR, 2, 0, 20 * USD, true);
        _charge(2, _row(ALICE, 20 * USD));
        _checkAccount(ALICE, 0, 60 * USD, 90 * USD, 40 * USD);
        vm.warp(NOW - (NOW % 1 days) + 2 days - 1);
        _checkOperator(OPERATOR, 3, 20 * USD, 20 * USD, true);
        vm.warp(NOW - (NOW % 1 days) + 2 days);
        _checkOperator(OPERATOR, 3, 0, 20 * USD, true);
    }

    function test_Charge_WhenARowIsSkipped_DoesNotCountItForTheCeiling() public {
        _lowerCeiling(20 * USD);
        _depositStable(ALICE, 100 * USD, uint48(90 * USD));
        _charge(0, bytes.concat(_row(BOB, 1_000 * USD), _row(ALICE, 20 * USD)));
        _checkOperator(OPERATOR, 1, 20 * USD, 20 * USD, true);
    }

    function test_LowerCeiling_WhenNotAboveThePresent_HoldsForTheRunningDay() public {
        _depositStable(ALICE, 100 * USD, uint48(90 * USD));
        _charge(0, _row(ALICE, 15 * USD));
        _lowerCeiling(10 * USD);
        _checkOperator(OPERATOR, 1, 15 * USD, 10 * USD, true);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 0));
        _charge(1, _row(ALICE, 1));
    }

    function test_Charge_GivenSeveralOperators_CountsTheBatchesOfEach() public {
        address second = address(0x0D);
        _setOperator(second, CEILING);
        _depositStable(ALICE, 100 * USD, CAP);
        _charge(0, _row(ALICE, USD));
        vm.prank(second);
        balances.charge(0, 0, _row(ALICE, USD));
        _checkOperator(OPERATOR, 1, USD, CEILING, true);
        _checkOperator(second, 1, USD, CEILING, true);
        _checkOperator(OWNER, 0, 0, 0, false);
        _checkAccount(ALICE, 0, 98 * USD, CAP, 2 * USD);
    }

    /// @dev The cap is per period; around a border two caps can be taken, and not more.
    function test_H9_CapPerPeriod() public {
        uint256 border = NOW - (NOW % PERIOD) + PERIOD;
        _depositStable(ALICE, 100 * USD, CAP);
        vm.warp(border - 1);
        _charge(0, _row(ALICE, CAP));
        _chargeSkipped(1, _row(ALICE, 1));
        vm.warp(border);
        _checkAccount(ALICE, 0, 70 * USD, CAP, 0);
        _charge(2, _row(ALICE, CAP));
        _chargeSkipped(3, _row(ALICE, 1));
        vm.warp(border + PERIOD - 1);
        _chargeSkipped(4, _row(ALICE, 1));
        _checkAccount(ALICE, 0, 40 * USD, CAP, CAP);
    }

    function test_Charge_GivenALoweredCap_SkipsWhatIsAboveIt() public {
        _depositStable(ALICE, 100 * USD, CAP);
        _charge(0, _row(ALICE, 10 * USD));
        vm.prank(ALICE);
        balances.setCap(uint48(10 * USD));
        _chargeSkipped(1, _row(ALICE, 1));
        vm.prank(ALICE);
        balances.setCap(0);
        _chargeSkipped(2, _row(ALICE, 1));
        vm.prank(ALICE);
        balances.setCap(uint48(11 * USD));
        _charge(3, _row(ALICE, USD));
        _checkAccount(ALICE, 0, 89 * USD, 11 * USD, 11 * USD);
    }

    function test_B5_DepositKeepsWhatWasSpent() public {
        _depositStable(ALICE, 100 * USD, CAP);
        _charge(0, _row(ALICE, 10 * USD));
        _depositStable(ALICE, 5 * USD, uint48(50 * USD));
        _checkAccount(ALICE, 0, 95 * USD, 50 * USD, 10 * USD);
        _depositUsdOfEth(ALICE, 5 * USD, KEEP);
        _checkAccount(ALICE, int256(5 * USD), 95 * USD, 50 * USD, 10 * USD);
    }

    function testFuzz_B5_ChargeFollowsTheRule(
        int56 credit,
        uint56 principal,
        uint48 cap,
        uint64 amount
    ) public {
        usd.mint(BOB, principal);
        if (principal != 0) _depositStable(BOB, principal, KEEP);
        _setOperator(OPERATOR, type(uint56).max);
        _setWord(ALICE, credit, principal, cap, 0);
        _charge(0, _row(ALICE, amount));

        uint256 prepaid = credit > 0 ? uint256(int256(credit)) : 0;
        bool applied = amount <= cap && amount <= prepaid + principal;
        uint256 fromCredit =
            !applied
                ? 0
                : amount < prepaid
                    ? amount
                    : prepaid;
        uint256 fromPrincipal = applied ? amount - fromCredit : 0;
        _checkAccount(
            ALICE,
            int256(credit) - int256(fromCredit),
            principal - fromPrincipal,
            cap,
            applied ? amount : 0
        );
        _checkTotals(principal - fromPrincipal, fromPrincipal);
    }

    function _setOperator(address operator, uint56 ceiling) private {
        IBalancesOwner.OperatorTerms memory terms = IBalancesOwner.OperatorTerms(operator, ceiling);
        _announceAndApply(abi.encodeCall(IBalancesOwner.setOperator, (terms)));
    }

    function _lowerCeiling(uint256 ceiling) private {
        vm.prank(OWNER);
        balances.lowerCeiling(OPERATOR, uint56(ceiling));
    }

    /// @dev Charges a single row that must be skipped.
    function _chargeSkipped(uint32 batch, bytes memory row) private {
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Charged(OPERATOR, batch, keccak256("receipts"), row, hex"01");
        _charge(batch, row);
    }

    function _checkOperator(
        address operator,
        uint256 batch,
        uint256 today,
        uint256 ceiling,
        bool enabled
    ) private view {
        (uint32 actualBatch, uint56 actualToday, uint56 actualCeiling, bool actualEnabled) = balances
            .operatorOf(operator);
        vm.assertEq(actualBatch, batch, "batch");
        vm.assertEq(actualToday, today, "chargedToday");
        vm.assertEq(actualCeiling, ceiling, "dailyCeiling");
        vm.assertEq(actualEnabled, enabled, "enabled");
    }
}
