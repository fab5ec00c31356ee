// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {MockAggregator} from "../../mocks/MockAggregator.sol";
import {MockUsd} from "../../mocks/MockUsd.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";

/// @dev Each announced call, and what it refuses.
contract BalancesAnnouncedTest is BalancesTestBase {
    bytes private range = abi.encodeWithSelector(IBalancesEvents.BalancesRange.selector);

    /* announce */

    function test_Announce_WhenTheCallerIsNotTheOwner_RevertsBalancesRole() public {
        bytes memory call = abi.encodeCall(IBalancesOwner.setTreasurer, (ALICE));
        vm.expectRevert(_role(ALICE));
        vm.prank(ALICE);
        balances.announce(call);
    }

    function test_Announce_WhenTheCallIsOfNoAnnouncedFunction_RevertsBalancesNotAnnounced() public {
        bytes[4] memory calls = [
            bytes(""),
            hex"1234",
            abi.encodeCall(IBalancesOwner.pauseIncoming, (true)),
            abi.encodeCall(balances.transferOwnership, (ALICE))
        ];
        vm.startPrank(OWNER);
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.expectRevert(_notAnnounced(calls[i]));
            balances.announce(calls[i]);
        }
    }

    function test_Announce_WhenTheCallIsOfAnAnnouncedFunction_WaitsTwoDays() public {
        bytes memory call = abi.encodeCall(IBalancesOwner.setTreasurer, (ALICE));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Announced(keccak256(call), call, uint40(NOW + DELAY));
        vm.prank(OWNER);
        balances.announce(call);
        vm.assertEq(balances.dueAt(keccak256(call)), NOW + DELAY, "dueAt");
    }

    function test_Announce_GivenTheCallIsAnnounced_BeginsTheTwoDaysAnew() public {
        bytes memory call = abi.encodeCall(IBalancesOwner.setTreasurer, (ALICE));
        vm.startPrank(OWNER);
        balances.announce(call);
        vm.warp(NOW + DELAY);
        balances.announce(call);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNotDue.selector, NOW + 2 * DELAY));
        balances.setTreasurer(ALICE);
    }

    /* cancelAnnouncement */

    function test_CancelAnnouncement_WhenItIsAnnounced_TakesItBack() public {
        bytes memory call = abi.encodeCall(IBalancesOwner.setTreasurer, (ALICE));
        vm.startPrank(OWNER);
        balances.announce(call);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.AnnouncementCancelled(keccak256(call));
        balances.cancelAnnouncement(keccak256(call));
        vm.warp(NOW + DELAY);
        vm.expectRevert(_notAnnounced(call));
        balances.setTreasurer(ALICE);
    }

    function test_CancelAnnouncement_WhenItIsNotAnnounced_RevertsBalancesNotAnnounced() public {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNotAnnounced.selector, bytes32("op")));
        vm.prank(OWNER);
        balances.cancelAnnouncement("op");
    }

    function test_CancelAnnouncement_WhenTheCallerIsNotTheOwner_RevertsBalancesRole() public {
        vm.expectRevert(_role(ALICE));
        vm.prank(ALICE);
        balances.cancelAnnouncement("op");
    }

    /* setTreasurer */

    function test_SetTreasurer_WhenAnnounced_ReplacesTheTreasurerOnce() public {
        bytes memory call = abi.encodeCall(IBalancesOwner.setTreasurer, (ALICE));
        vm.startPrank(OWNER);
        balances.announce(call);
        vm.warp(NOW + DELAY + WINDOW);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.AnnouncementApplied(keccak256(call));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.TreasurerSet(ALICE);
        balances.setTreasurer(ALICE);
        vm.assertEq(balances.treasurer(), ALICE, "treasurer");
        vm.assertEq(balances.dueAt(keccak256(call)), 0, "dueAt");
        vm.expectRevert(_notAnnounced(call));
        balances.setTreasurer(ALICE);
    }

    function test_SetTreasurer_WhenNotAnnounced_RevertsBalancesNotAnnounced() public {
        vm.expectRevert(_notAnnounced(abi.encodeCall(IBalancesOwner.setTreasurer, (ALICE))));
        vm.prank(OWNER);
        balances.setTreasurer(ALICE);
    }

    function test_SetTreasurer_WhenAnnouncedLessThanTwoDaysAgo_RevertsBalancesNotDue() public {
        vm.startPrank(OWNER);
        balances.announce(abi.encodeCall(IBalancesOwner.setTreasurer, (ALICE)));
        vm.warp(NOW + DELAY - 1);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNotDue.selector, NOW + DELAY));
        balances.setTreasurer(ALICE);
    }

    function test_SetTreasurer_WhenAnnouncedMoreThan16DaysAgo_RevertsBalancesExpired() public {
        vm.startPrank(OWNER);
        balances.announce(abi.encodeCall(IBalancesOwner.setTreasurer, (ALICE)));
        vm.warp(NOW + DELAY + WINDOW + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesExpired.selector, NOW + DELAY + WINDOW)
        );
        balances.setTreasurer(ALICE);
    }

    function test_SetTreasurer_WhenTheCallerIsNotTheOwner_RevertsBalancesRole() public {
        vm.prank(OWNER);
        balances.announce(abi.encodeCall(IBalancesOwner.setTreasurer, (ALICE)));
        vm.warp(NOW + DELAY);
        vm.expectRevert(_role(ALICE));
        vm.prank(ALICE);
        balances.setTreasurer(ALICE);
    }

    /* setOperator */

    function test_SetOperator_WhenAnnounced_EnablesTheOperator() public {
        IBalancesOwner.OperatorTerms memory terms = IBalancesOwner.OperatorTerms(BOB, 5);
        _announceAndApply(abi.encodeCall(IBalancesOwner.setOperator, (terms)));
        (, , uint56 ceiling, bool enabled) = balances.operatorOf(BOB);
        vm.assertEq(ceiling, 5, "dailyCeiling");
        vm.assertEq(enabled, true, "enabled");
    }

    function test_SetOperator_GivenADisabledOperator_EnablesItWithItsBatches() public {
        _depositStable(ALICE, USD, uint48(USD));
        _charge(0, _row(ALICE, USD));
        vm.prank(OWNER);
        balances.disableOperator(OPERATOR);
        IBalancesOwner.OperatorTerms memory terms = IBalancesOwner.OperatorTerms(OPERATOR, 5);
        _announceAndApply(abi.encodeCall(IBalancesOwner.setOperator, (terms)));
        (uint32 batch, , uint56 ceiling, bool enabled) = balances.operatorOf(OPERATOR);
        vm.assertEq(batch, 1, "batch");
        vm.assertEq(ceiling, 5, "dailyCeiling");
        vm.assertEq(enabled, true, "enabled");
    }

    function test_SetOperator_WhenTheOperatorIsZero_RevertsBalancesRange() public {
        IBalancesOwner.OperatorTerms memory terms = IBalancesOwner.OperatorTerms(address(0), 5);
        _announceDue(abi.encodeCall(IBalancesOwner.setOperator, (terms)));
        vm.expectRevert(range);
        balances.setOperator(terms);
    }

    function test_SetOperator_WhenNotAnnounced_RevertsBalancesNotAnnounced() public {
        IBalancesOwner.OperatorTerms memory terms = IBalancesOwner.OperatorTerms(BOB, 5);
        vm.expectRevert(_notAnnounced(abi.encodeCall(IBalancesOwner.setOperator, (terms))));
        vm.prank(OWNER);
        balances.setOperator(terms);
    }

    /* setIssuer */

    function test_SetIssuer_WhenTheIssuerIsZero_RevertsBalancesRange() public {
        IBalancesOwner.IssuerTerms memory terms = IBalancesOwner.IssuerTerms(address(0), 1, 1);
        _announceDue(abi.encodeCall(IBalancesOwner.setIssuer, (terms)));
        vm.expectRevert(range);
        balances.setIssuer(terms);
    }

    function test_SetIssuer_WhenNotAnnounced_RevertsBalancesNotAnnounced() public {
        IBalancesOwner.IssuerTerms memory terms = IBalancesOwner.IssuerTerms(BOB, 1, 1);
        vm.expectRevert(_notAnnounced(abi.encodeCall(IBalancesOwner.setIssuer, (terms))));
        vm.prank(OWNER);
        balances.setIssuer(terms);
    }

    /* setAsset */

    function test_SetAsset_WhenAnnounced_ListsTheAsset() public {
        IBalancesOwner.AssetTerms memory terms = _ethTerms();
        terms.asset = address(new MockUsd(8));
        _announceDue(abi.encodeCall(IBalancesOwner.setAsset, (terms)));
        vm.expectEmit(address(balances));
        emit IBalancesEvents.FeedSet(terms.asset, address(feed), 8);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.AssetSet(terms.asset, address(feed), HEARTBEAT, 8, MIN_PRICE, MAX_PRICE, true);
        balances.setAsset(terms);
        (address feed_, uint24 heartbeat, uint8 decimals, , uint96 min, uint96 max, bool enabled) = balances
            .assetOf(terms.asset);
        vm.assertEq(feed_, address(feed), "feed");
        vm.assertEq(heartbeat, HEARTBEAT, "heartbeat");
        vm.assertEq(decimals, 8, "tokenDecimals");
        vm.assertEq(min, MIN_PRICE, "min");
        vm.assertEq(max, MAX_PRICE, "max");
        vm.assertEq(enabled, true, "enabled");
    }

    function test_SetAsset_GivenClosedDeposits_LeavesETHClosed() public {
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        _setAsset(_ethTerms(), ETH_PRICE);
        vm.expectRevert(IBalancesEvents.BalancesPaused.selector);
        _depositUsdOfEth(ALICE, USD, KEEP);
        vm.prank(OWNER);
        balances.pauseIncoming(false);
        _depositUsdOfEth(ALICE, USD, KEEP);
    }

    function test_SetAsset_WhenTheAssetIsTheCoinOrNoContract_RevertsBalancesAsset() public {
        IBalancesOwner.AssetTerms memory terms = _ethTerms();
        terms.asset = ALICE;
        _refuseAsset(terms, abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, ALICE));
        terms.asset = address(usd);
        _refuseAsset(terms, abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, address(usd)));
    }

    function test_SetAsset_WhenTheTermsMakeNoSense_RevertsBalancesRange() public {
        IBalancesOwner.AssetTerms memory terms = _ethTerms();
        terms.feed = ALICE;
        _refuseAsset(terms, range);
        terms = _ethTerms();
        terms.heartbeat = 0;
        _refuseAsset(terms, range);
        terms = _ethTerms();
        terms.min = 0;
        _refuseAsset(terms, range);
        terms = _ethTerms();
        terms.min = terms.max + 1;
        _refuseAsset(terms, range);

        terms = _ethTerms();
        terms.asset = address(new MockUsd(0));
        terms.feed = address(new MockAggregator(5, 1));
        _refuseAsset(terms, range);
        terms.asset = address(new MockUsd(66));
        terms.feed = address(new MockAggregator(18, 1));
        _refuseAsset(terms, range);
    }

    function test_SetAsset_WhenNotAnnounced_RevertsBalancesNotAnnounced() public {
        IBalancesOwner.AssetTerms memory terms = _ethTerms();
        vm.expectRevert(_notAnnounced(abi.encodeCall(IBalancesOwner.setAsset, (terms))));
        vm.prank(OWNER);
        balances.setAsset(terms);
    }

    /// @dev Announces `call`, waits, and leaves the owner as the caller.
    function _announceDue(bytes memory call) private {
        vm.startPrank(OWNER);
        balances.announce(call);
        vm.warp(vm.getBlockTimestamp() + DELAY);
    }

    function _refuseAsset(IBalancesOwner.AssetTerms memory terms, bytes memory reason) private {
        _announceDue(abi.encodeCall(IBalancesOwner.setAsset, (terms)));
        vm.expectRevert(reason);
        balances.setAsset(terms);
        vm.stopPrank();
    }

    function _role(address caller) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IBalancesEvents.BalancesRole.selector, caller);
    }

    function _notAnnounced(bytes memory call) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IBalancesEvents.BalancesNotAnnounced.selector, keccak256(call));
    }
}
