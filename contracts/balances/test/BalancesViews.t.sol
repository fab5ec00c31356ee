// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev What the views answer before anything happened; what they answer afterwards is checked beside each act.
contract BalancesViewsTest is BalancesTestBase {
    address private constant NOBODY = address(0x99);

    function test_accountOf_GivenAnUnknownAccount_AnswersZeros() public view {
        (int56 credit, uint56 principal, uint48 cap, uint48 spent, uint32 cardSeq) = balances.accountOf(
            NOBODY
        );
        vm.assertEq(credit, 0, "credit");
        vm.assertEq(uint256(principal) + cap + spent + cardSeq, 0, "the rest");
    }

    function test_withdrawable_GivenCreditOnly_AnswersZero() public {
        _depositUsdOfEth(ALICE, USD, KEEP);
        vm.assertEq(balances.withdrawable(ALICE), 0, "withdrawable");
    }

    function test_totals_GivenNoDeposits_AnswersZeros() public view {
        _checkTotals(0, 0);
    }

    function test_nonceUsed_GivenNoSignatures_AnswersFalse() public view {
        vm.assertEq(balances.nonceUsed(ALICE, type(uint256).max), false, "nonceUsed");
    }

    function test_assetOf_GivenAListedAsset_AnswersItsTerms() public view {
        (
            address feed_,
            uint24 heartbeat,
            uint8 decimals,
            uint8 feedDecimals,
            uint96 min,
            uint96 max,
            bool on
        ) = balances.assetOf(ETH);
        vm.assertEq(feed_, address(feed), "feed");
        vm.assertEq(heartbeat, HEARTBEAT, "heartbeat");
        vm.assertEq(decimals, 18, "tokenDecimals");
        vm.assertEq(feedDecimals, 8, "feedDecimals");
        vm.assertEq(min, MIN_PRICE, "min");
        vm.assertEq(max, MAX_PRICE, "max");
        vm.assertEq(on, true, "enabled");
    }

    function test_assetOf_GivenAnUnlistedAsset_AnswersZeros() public view {
        (
            address feed_,
            uint24 heartbeat,
            uint8 decimals,
            uint8 feedDecimals,
            uint96 min,
            uint96 max,
            bool on
        ) = balances.assetOf(NOBODY);
        vm.assertEq(feed_, address(0), "feed");
        vm.assertEq(uint256(heartbeat) + decimals + feedDecimals + min + max, 0, "the rest");
        vm.assertEq(on, false, "enabled");
    }

    function test_operatorOf_GivenNoOperator_AnswersZeros() public view {
        (uint32 batch, uint56 chargedToday, uint56 dailyCeiling, bool enabled) = balances.operatorOf(NOBODY);
        vm.assertEq(uint256(batch) + chargedToday + dailyCeiling, 0, "numbers");
        vm.assertEq(enabled, false, "enabled");
    }

    function test_cardIssuer_GivenAnIssuer_AnswersItsCeilings() public view {
        (
            address issuer,
            uint40 issueCents,
            uint40 reverseCents,
            uint40 issueLeft,
            uint40 reverseLeft
        ) = balances.cardIssuer();
        vm.assertEq(issuer, vm.addr(ISSUER_KEY), "issuer");
        vm.assertEq(issueCents, CENTS_A_DAY, "issueCents");
        vm.assertEq(reverseCents, CENTS_A_DAY, "reverseCents");
        vm.assertEq(issueLeft, CENTS_A_DAY, "issueLeft");
        vm.assertEq(reverseLeft, CENTS_A_DAY, "reverseLeft");
    }

    function test_treasurer_GivenATreasurer_AnswersIt() public view {
        vm.assertEq(balances.treasurer(), TREASURER, "treasurer");
    }

    function test_claimableOf_GivenNothingEarned_AnswersZero() public view {
        vm.assertEq(balances.claimableOf(address(usd)), 0, "coin");
        vm.assertEq(balances.claimableOf(ETH), 0, "ETH");
        vm.assertEq(balances.claimableOf(NOBODY), 0, "another token");
    }

    function test_dueAt_GivenNoAnnouncement_AnswersZero() public view {
        vm.assertEq(balances.dueAt("op"), 0, "dueAt");
    }

    function test_stable_GivenADeployment_AnswersTheCoin() public view {
        vm.assertEq(balances.stable(), address(usd), "stable");
    }

    function test_sequencerFeed_GivenNoSequencer_AnswersZero() public view {
        vm.assertEq(balances.sequencerFeed(), address(0), "sequencerFeed");
    }

    function test_permit2_GivenPermit2_AnswersIt() public view {
        vm.assertEq(balances.permit2(), address(permit2), "permit2");
    }
}
