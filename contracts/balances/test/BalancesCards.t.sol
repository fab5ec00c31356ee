// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {BalancesSigning} from "./BalancesSigning.t.sol";

/// @dev Vouchers of the card issuer.
contract BalancesCardsTest is BalancesSigning {
    function test_SyncCard_WhenItAdds_RaisesTheCredit() public {
        vm.expectEmit(address(balances));
        emit IBalancesEvents.CardSynced(ALICE, 1, int56(int256(50 * USD)), (50 * USD) | (1 << 224));
        _sync(ALICE, 1, int256(50 * USD));
        _checkAccount(ALICE, int256(50 * USD), 0, 0, 0);
        _checkTotals(0, 0);
        _checkLeft(CENTS_A_DAY - 5_000, CENTS_A_DAY);
    }

    function test_SyncCard_WhenItReverses_LowersTheCreditBelowZero() public {
        _sync(ALICE, 1, int256(50 * USD));
        _sync(ALICE, 2, -int256(50 * USD));
        _checkAccount(ALICE, 0, 0, 0, 0);
        _sync(ALICE, 3, -1);
        _checkAccount(ALICE, -1, 0, 0, 0);
        (, , , , uint32 seq) = balances.accountOf(ALICE);
        vm.assertEq(seq, 3, "cardSeq");
        _checkLeft(CENTS_A_DAY - 5_000, CENTS_A_DAY - 5_001);
    }

    function test_SyncCard_WhenTheDeltaIsZero_UsesUpTheNumber() public {
        _sync(ALICE, 1, 0);
        _refuse(ALICE, 1, 5, abi.encodeWithSelector(IBalancesEvents.BalancesSeq.selector, 1, 2));
        _checkLeft(CENTS_A_DAY, CENTS_A_DAY);
    }

    function test_SyncCard_WhenTheNumberIsNotTheNext_RevertsBalancesSeq() public {
        _refuse(ALICE, 0, 1, abi.encodeWithSelector(IBalancesEvents.BalancesSeq.selector, 0, 1));
        _refuse(ALICE, 2, 1, abi.encodeWithSelector(IBalancesEvents.BalancesSeq.selector, 2, 1));
        _sync(ALICE, 1, 1);
        _refuse(ALICE, 1, 1, abi.encodeWithSelector(IBalancesEvents.BalancesSeq.selector, 1, 2));
        _setWord(ALICE, 0, 0, 0, type(uint32).max);
        _refuse(ALICE, 0, 1, abi.encodeWithSelector(IBalancesEvents.BalancesSeq.selector, 0, 0));
    }

    function test_SyncCard_WhenTheCreditWouldNotFit_RevertsBalancesRange() public {
        bytes memory range = abi.encodeWithSelector(IBalancesEvents.BalancesRange.selector);
        _setWord(ALICE, type(int56).max, 0, 0, 0);
        _refuse(ALICE, 1, 1, range);
        _sync(ALICE, 1, 0);
        _setWord(BOB, type(int56).min, 0, 0, 0);
        _refuse(BOB, 1, -1, range);
        _refuse(BOB, 1, type(int56).min, range);
        _sync(BOB, 1, 1);
    }

    function test_SyncCard_WhenTheDeadlineHasPassed_RevertsBalancesExpired() public {
        address issuer = vm.addr(ISSUER_KEY);
        bytes memory signature = _signCard(ISSUER_KEY, issuer, ALICE, 1, 1, DEADLINE);
        vm.warp(uint256(DEADLINE) + 1);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesExpired.selector, uint256(DEADLINE)));
        balances.syncCard(ALICE, 1, 1, DEADLINE, signature);
        vm.warp(DEADLINE);
        balances.syncCard(ALICE, 1, 1, DEADLINE, signature);
    }

    function test_SyncCard_WhenAnythingElseWasSigned_RevertsBalancesBadSignature() public {
        address issuer = vm.addr(ISSUER_KEY);
        bytes memory refused = abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, issuer);
        bytes memory good = _signCard(ISSUER_KEY, issuer, ALICE, 1, 5, DEADLINE);
        _refuseSigned(BOB, 1, 5, DEADLINE, good, refused);
        _refuseSigned(ALICE, 2, 5, DEADLINE, good, refused);
        _refuseSigned(ALICE, 1, 6, DEADLINE, good, refused);
        _refuseSigned(ALICE, 1, 5, DEADLINE + 1, good, refused);
        _refuseSigned(ALICE, 1, 5, DEADLINE, "", refused);
        _refuseSigned(ALICE, 1, 5, DEADLINE, _signCard(OTHER_KEY, issuer, ALICE, 1, 5, DEADLINE), refused);
        _refuseSigned(ALICE, 1, 5, DEADLINE, _signCard(ISSUER_KEY, OWNER, ALICE, 1, 5, DEADLINE), refused);
        balances.syncCard(ALICE, 1, 5, DEADLINE, good);
    }

    function test_SyncCard_GivenNoIssuer_RevertsBalancesBadSignature() public {
        vm.prank(OWNER);
        balances.disableIssuer();
        bytes memory refused = abi.encodeWithSelector(
            IBalancesEvents.BalancesBadSignature.selector,
            address(0)
        );
        bytes memory signature = _signCard(ISSUER_KEY, vm.addr(ISSUER_KEY), ALICE, 1, 5, DEADLINE);
        _refuseSigned(ALICE, 1, 5, DEADLINE, signature, refused);
        _refuseSigned(ALICE, 1, 5, DEADLINE, new bytes(65), refused);
    }

    function test_SyncCard_WhenMoreIsIssuedThanTheDayAllows_RevertsBalancesCeiling() public {
        int256 most = int256(uint256(CENTS_A_DAY)) * 10_000;
        _sync(ALICE, 1, most - 10_000);
        _refuse(BOB, 1, 10_001, abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 10_000));
        // A part of a cent counts as a cent.
        _sync(BOB, 1, 1);
        _refuse(BOB, 2, 1, abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 0));
        _checkLeft(0, CENTS_A_DAY);
        _sync(BOB, 2, -most);
        _refuse(BOB, 3, -1, abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 0));

        vm.warp(NOW - (NOW % 1 days) + 1 days - 1);
        _refuse(BOB, 3, 1, abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 0));
        vm.warp(NOW - (NOW % 1 days) + 1 days);
        _checkLeft(CENTS_A_DAY, CENTS_A_DAY);
        _sync(BOB, 3, most);
        _sync(BOB, 4, -most);
        _checkLeft(0, 0);
    }

    function test_SyncCard_GivenDepositsAreClosed_GoesOn() public {
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        _sync(ALICE, 1, int256(USD));
        _sync(ALICE, 2, -int256(USD));
        (int56 credit, , , , ) = balances.accountOf(ALICE);
        vm.assertEq(credit, 0, "credit");
    }

    /// @dev The issuer's key in the worst hands, at its ceiling every day: not a coin moves.
    function testFuzz_H1_HostileIssuerNeverTouchesPrincipal(uint256 seed) public {
        address[3] memory accounts = [ALICE, BOB, signer];
        for (uint256 i = 0; i < accounts.length; ++i) _depositStable(accounts[i], (i + 1) * 100 * USD, KEEP);
        int256 most = int256(uint256(CENTS_A_DAY)) * 10_000;
        for (uint32 day = 1; day <= 8; ++day) {
            vm.warp(NOW + uint256(day) * 1 days);
            uint256 victim = uint256(keccak256(abi.encode(seed, day))) % accounts.length;
            (, , , , uint32 seq) = balances.accountOf(accounts[victim]);
            _sync(accounts[victim], seq + 1, -most);
        }
        for (uint256 i = 0; i < accounts.length; ++i) {
            vm.assertEq(balances.withdrawable(accounts[i]), (i + 1) * 100 * USD, "principal");
            vm.prank(accounts[i]);
            balances.withdraw((i + 1) * 100 * USD, accounts[i]);
            vm.assertEq(usd.balanceOf(accounts[i]), 1_000_000 * USD, "every coin back");
        }
    }

    /// @dev 100 coins and 50 by card, 50 spent, the card payment reversed: the coins are still there.
    function test_H1_ReversalAfterSpendingLeavesPrincipal() public {
        _depositStable(ALICE, 100 * USD, uint48(100 * USD));
        _sync(ALICE, 1, int256(50 * USD));
        _charge(0, _row(ALICE, 50 * USD));
        _sync(ALICE, 2, -int256(50 * USD));
        _checkAccount(ALICE, -int256(50 * USD), 100 * USD, 100 * USD, 50 * USD);
        vm.prank(ALICE);
        balances.withdraw(100 * USD, ALICE);
    }

    function test_SetIssuer_WhenAnnounced_ReplacesTheIssuerAndKeepsWhatWasDoneToday() public {
        IBalancesOwner.IssuerTerms memory terms = IBalancesOwner.IssuerTerms(vm.addr(OTHER_KEY), 20_000, 7);
        bytes memory call = _announceIssuer(terms);
        _sync(ALICE, 1, int256(150 * USD));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.AnnouncementApplied(keccak256(call));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.IssuerSet(terms.issuer, 20_000, 7);
        vm.prank(OWNER);
        balances.setIssuer(terms);
        _checkLeft(5_000, 7);
        uint40 later = uint40(vm.getBlockTimestamp());
        bytes memory signature = _signCard(OTHER_KEY, terms.issuer, ALICE, 2, int256(51 * USD), later);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 50 * USD));
        balances.syncCard(ALICE, 2, int56(int256(51 * USD)), later, signature);
        signature = _signCard(ISSUER_KEY, vm.addr(ISSUER_KEY), ALICE, 2, 1, later);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, terms.issuer));
        balances.syncCard(ALICE, 2, 1, later, signature);
    }

    /// @dev Lowered below what was issued, then raised, all in one day: nothing of it is issued twice.
    function test_SetIssuer_WhenItRaisesACeiling_HoldsFromTheNextDay() public {
        IBalancesOwner.IssuerTerms memory terms = IBalancesOwner.IssuerTerms(
            vm.addr(ISSUER_KEY),
            CENTS_A_DAY * 2,
            CENTS_A_DAY
        );
        _announceIssuer(terms);
        _sync(ALICE, 1, int256(150 * USD));
        vm.prank(OWNER);
        balances.lowerIssuerCeilings(5_000, CENTS_A_DAY - 1);
        _checkLeft(0, CENTS_A_DAY - 1);
        vm.prank(OWNER);
        balances.setIssuer(terms);
        _checkLeft(0, CENTS_A_DAY - 1);
        _refuse(ALICE, 2, 1, abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 0));
        vm.warp(vm.getBlockTimestamp() + 1 days);
        _checkLeft(CENTS_A_DAY * 2, CENTS_A_DAY);
        _sync(ALICE, 2, int256(uint256(CENTS_A_DAY)) * 20_000);
    }

    function test_LowerIssuerCeilings_WhenNotAboveThePresent_HoldsForTheRunningDay() public {
        _sync(ALICE, 1, int256(100 * USD));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.IssuerSet(vm.addr(ISSUER_KEY), 12_000, 0);
        vm.prank(OWNER);
        balances.lowerIssuerCeilings(12_000, 0);
        _checkLeft(2_000, 0);
        _refuse(
            ALICE,
            2,
            int256(20 * USD) + 1,
            abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 20 * USD)
        );
        _refuse(ALICE, 2, -1, abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 0));
        vm.prank(OWNER);
        balances.lowerIssuerCeilings(5_000, 0);
        _refuse(ALICE, 2, 1, abi.encodeWithSelector(IBalancesEvents.BalancesCeiling.selector, 0));
        vm.warp(NOW + 1 days);
        _sync(ALICE, 2, int256(50 * USD));
    }

    function test_H9_WhatWasReversedTodayStaysCounted() public {
        _sync(ALICE, 1, -int256(30 * USD));
        _checkLeft(CENTS_A_DAY, CENTS_A_DAY - 3_000);
        vm.prank(OWNER);
        balances.lowerIssuerCeilings(CENTS_A_DAY, 5_000);
        _checkLeft(CENTS_A_DAY, 2_000);
    }

    function test_DisableIssuer_WhenTheOwnerCalls_LeavesNoIssuer() public {
        vm.expectEmit(address(balances));
        emit IBalancesEvents.IssuerSet(address(0), 0, 0);
        vm.prank(OWNER);
        balances.disableIssuer();
        (address issuer, uint40 issueCents, uint40 reverseCents, , ) = balances.cardIssuer();
        vm.assertEq(issuer, address(0), "issuer");
        vm.assertEq(uint256(issueCents) + reverseCents, 0, "ceilings");
    }

    /// @dev Ends when it is due.
    function _announceIssuer(IBalancesOwner.IssuerTerms memory terms) private returns (bytes memory call) {
        call = abi.encodeCall(IBalancesOwner.setIssuer, (terms));
        vm.prank(OWNER);
        balances.announce(call);
        vm.warp(vm.getBlockTimestamp() + 2 days);
    }

    function _sync(address account, uint32 seq, int256 delta) private {
        uint40 deadline = uint40(vm.getBlockTimestamp());
        bytes memory signature = _signCard(ISSUER_KEY, vm.addr(ISSUER_KEY), account, seq, delta, deadline);
        balances.syncCard(account, seq, int56(delta), deadline, signature);
    }

    function _refuse(address account, uint32 seq, int256 delta, bytes memory reason) private {
        uint40 deadline = uint40(vm.getBlockTimestamp());
        address issuer = vm.addr(ISSUER_KEY);
        bytes memory signature = _signCard(ISSUER_KEY, issuer, account, seq, delta, deadline);
        _refuseSigned(account, seq, int56(delta), deadline, signature, reason);
    }

    function _refuseSigned(
        address account,
        uint32 seq,
        int56 delta,
        uint40 deadline,
        bytes memory signature,
        bytes memory reason
    ) private {
        vm.expectRevert(reason);
        balances.syncCard(account, seq, delta, deadline, signature);
    }

    function _checkLeft(uint256 issue, uint256 reverse) private view {
        (, , , uint40 issueLeft, uint40 reverseLeft) = balances.cardIssuer();
        vm.assertEq(issueLeft, issue, "issueLeft");
        vm.assertEq(reverseLeft, reverse, "reverseLeft");
    }
}
