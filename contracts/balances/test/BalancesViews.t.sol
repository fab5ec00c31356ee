// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev What the views answer before anything happened; what they answer afterwards is checked beside each act.
contract BalancesViewsTest is BalancesTestBase {
    address private constant STRANGER = address(0x99);

    function test_AccountOf_GivenAnUnknownAccount_ReturnsZeros() public view {
        (int56 credit, uint56 principal, uint48 cap, uint48 spent, uint32 cardSeq) = balances.accountOf(
            STRANGER
        );
        vm.assertEq(credit, 0, "credit");
        vm.assertEq(uint256(principal) + cap + spent + cardSeq, 0, "the rest");
    }

    function test_Withdrawable_GivenCreditOnly_ReturnsZero() public {
        _depositUsdOfEth(ALICE, USD, KEEP);
        vm.assertEq(balances.withdrawable(ALICE), 0, "withdrawable");
    }

    function test_Totals_GivenNoDeposits_ReturnsZeros() public view {
        _checkTotals(0, 0);
    }

    function test_NonceUsed_GivenNoSignatures_ReturnsFalse() public view {
        vm.assertEq(balances.nonceUsed(ALICE, type(uint256).max), false, "nonceUsed");
    }

    function test_AssetOf_GivenAListedAsset_ReturnsItsTerms() public view {
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

    function test_AssetOf_GivenAnUnlistedAsset_ReturnsZeros() public view {
        (
            address feed_,
            uint24 heartbeat,
            uint8 decimals,
            uint8 feedDecimals,
            uint96 min,
            uint96 max,
            bool on
        ) = balances.assetOf(STRANGER);
        vm.assertEq(feed_, address(0), "feed");
        vm.assertEq(uint256(heartbeat) + decimals + feedDecimals + min + max, 0, "the rest");
        vm.assertEq(on, false, "enabled");
    }

    function test_OperatorOf_GivenNoOperator_ReturnsZeros() public view {
        (uint32 batch, uint56 chargedToday, uint56 dailyCeiling, bool enabled) = balances.operatorOf(
            STRANGER
        );
        vm.assertEq(uint256(batch) + chargedToday + dailyCeiling, 0, "numbers");
        vm.assertEq(enabled, false, "enabled");
    }

    function test_CardIssuer_GivenAnIssuer_ReturnsItsCeilings() public view {
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

    function test_Treasurer_GivenATreasurer_ReturnsIt() public view {
        vm.assertEq(balances.treasurer(), TREASURER, "treasurer");
    }

    function test_ClaimableOf_GivenNothingEarned_ReturnsZero() public view {
        vm.assertEq(balances.claimableOf(address(usd)), 0, "coin");
        vm.assertEq(balances.claimableOf(ETH), 0, "ETH");
        vm.assertEq(balances.claimableOf(STRANGER), 0, "another token");
    }

    function test_DueAt_GivenNoAnnouncement_ReturnsZero() public view {
        vm.assertEq(balances.dueAt("op"), 0, "dueAt");
    }

    function test_Stable_GivenADeployment_ReturnsTheCoin() public view {
        vm.assertEq(balances.stable(), address(usd), "stable");
    }

    function test_SequencerFeed_GivenNoSequencer_ReturnsZero() public view {
        vm.assertEq(balances.sequencerFeed(), address(0), "sequencerFeed");
    }

    function test_Permit2_GivenPermit2_ReturnsIt() public view {
        vm.assertEq(balances.permit2(), address(permit2), "permit2");
    }
}
