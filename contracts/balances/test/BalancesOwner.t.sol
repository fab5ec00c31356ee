// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {MockAggregator} from "../../mocks/MockAggregator.sol";
import {MockUsd} from "../../mocks/MockUsd.sol";
import {BalancesTestBase} from "./BalancesTestBase.t.sol";
import {Balances} from "../Balances.sol";

/// @dev Construction, and what the owner announces.
contract BalancesOwnerTest is BalancesTestBase {
    function test_Constructor_AnnouncesItsSettings() public {
        address uptime = address(new MockAggregator(0, 0));
        vm.expectEmit();
        emit IBalancesEvents.Deployed(address(usd), 6, uptime, address(permit2));
        vm.expectEmit();
        emit IBalancesEvents.FeedSet(ETH, address(feed), 8);
        vm.expectEmit();
        emit IBalancesEvents.AssetSet(ETH, address(feed), HEARTBEAT, 18, MIN_PRICE, MAX_PRICE, true);
        vm.expectEmit();
        emit IBalancesEvents.OperatorSet(OPERATOR, CEILING, true);
        vm.expectEmit();
        emit IBalancesEvents.IssuerSet(vm.addr(ISSUER_KEY), CENTS_A_DAY, CENTS_A_DAY);
        vm.expectEmit();
        emit IBalancesEvents.TreasurerSet(TREASURER);
        Balances made = new Balances(OWNER, address(usd), uptime, address(permit2), _settings());

        vm.assertEq(made.owner(), OWNER, "owner");
        vm.assertEq(made.stable(), address(usd), "stable");
        vm.assertEq(made.sequencerFeed(), uptime, "sequencerFeed");
        vm.assertEq(made.permit2(), address(permit2), "permit2");
        vm.assertEq(made.treasurer(), TREASURER, "treasurer");
        (uint32 batch, , uint56 ceiling, bool enabled) = made.operatorOf(OPERATOR);
        vm.assertEq(batch, 0, "batch");
        vm.assertEq(ceiling, CEILING, "dailyCeiling");
        vm.assertEq(enabled, true, "enabled");
    }

    function test_Constructor_NeedsNoSettings() public {
        Balances made = _deployBare(OWNER, address(usd), address(0));
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesAsset.selector, ETH));
        vm.prank(ALICE);
        made.depositETH{value: 1 ether}(ALICE, 0, KEEP);
        (address issuer, uint40 issueCents, uint40 reverseCents, , ) = made.cardIssuer();
        vm.assertEq(issuer, address(0), "issuer");
        vm.assertEq(uint256(issueCents) + reverseCents, 0, "ceilings");
    }

    function test_Constructor_RefusesCoarseCoins() public {
        MockUsd coarse = new MockUsd(5);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        _deployBare(OWNER, address(coarse), address(0));
    }

    function test_Constructor_RefusesFeedsAndPermit2WithoutCode() public {
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        _deployBare(OWNER, address(usd), ALICE);
        IBalancesOwner.Settings memory settings;
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        new Balances(OWNER, address(usd), address(0), ALICE, settings);
    }

    function test_Constructor_NeedsAnOwner() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        _deployBare(address(0), address(usd), address(0));
    }

    /// @dev A role is added only two days after everyone could read of it.
    function test_H9_NewPowersWaitTwoDays() public {
        IBalancesOwner.OperatorTerms memory terms = IBalancesOwner.OperatorTerms(BOB, CEILING);
        bytes memory call = abi.encodeCall(IBalancesOwner.setOperator, (terms));
        vm.startPrank(OWNER);
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesNotAnnounced.selector, keccak256(call))
        );
        balances.setOperator(terms);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Announced(keccak256(call), call, uint40(NOW + DELAY));
        balances.announce(call);
        vm.warp(NOW + DELAY - 1);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNotDue.selector, NOW + DELAY));
        balances.setOperator(terms);
        vm.warp(NOW + DELAY);
        balances.setOperator(terms);
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesNotAnnounced.selector, keccak256(call))
        );
        balances.setOperator(terms);
    }

    /// @dev Raising a ceiling is a new power, lowering it is none.
    function test_H9_CeilingsRiseSlowlyAndFallAtOnce() public {
        vm.startPrank(OWNER);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.lowerCeiling(OPERATOR, CEILING + 1);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.lowerIssuerCeilings(CENTS_A_DAY + 1, 0);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.lowerIssuerCeilings(0, CENTS_A_DAY + 1);
        balances.lowerCeiling(OPERATOR, CEILING - 1);
        balances.lowerIssuerCeilings(CENTS_A_DAY, CENTS_A_DAY - 1);
        (, , uint56 ceiling, ) = balances.operatorOf(OPERATOR);
        vm.assertEq(ceiling, CEILING - 1, "dailyCeiling");
        (, , uint40 reverseCents, , ) = balances.cardIssuer();
        vm.assertEq(reverseCents, CENTS_A_DAY - 1, "reverseCents");
    }

    /// @dev An announcement is of one call's exact bytes.
    function test_H9_AnotherCallIsNotAnnounced() public {
        IBalancesOwner.OperatorTerms memory terms = IBalancesOwner.OperatorTerms(BOB, CEILING);
        vm.startPrank(OWNER);
        balances.announce(abi.encodeCall(IBalancesOwner.setOperator, (terms)));
        vm.warp(NOW + DELAY);
        ++terms.dailyCeiling;
        bytes memory call = abi.encodeCall(IBalancesOwner.setOperator, (terms));
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesNotAnnounced.selector, keccak256(call))
        );
        balances.setOperator(terms);
        --terms.dailyCeiling;
        call = bytes.concat(abi.encodeCall(IBalancesOwner.setOperator, (terms)), hex"00");
        (bool ok, bytes memory reason) = address(balances).call(call);
        vm.assertEq(ok, false, "with a byte more");
        vm.assertEq(
            reason,
            abi.encodeWithSelector(IBalancesEvents.BalancesNotAnnounced.selector, keccak256(call)),
            "reason"
        );
        balances.setOperator(terms);
    }

    /* ownership */

    function test_Owner_ReturnsTheAccountOfTheConstructor() public {
        vm.assertEq(_deployBare(BOB, address(usd), address(0)).owner(), BOB, "owner");
    }

    function test_PendingOwner_ReturnsZeroUntilSomeoneIsNamed() public {
        vm.assertEq(balances.pendingOwner(), address(0), "nobody");
        _nameBob();
        vm.assertEq(balances.pendingOwner(), BOB, "named");
    }

    function test_TransferOwnership_WhenTheCallerIsNotTheOwner_RevertsBalancesRole() public {
        _expectRole(ALICE);
        vm.prank(ALICE);
        balances.transferOwnership(ALICE);
    }

    function test_TransferOwnership_WhenTheOwnerCalls_ChangesNothingUntilItIsAccepted() public {
        _nameBob();
        vm.assertEq(balances.owner(), OWNER, "still the old owner");
        _expectRole(BOB);
        vm.prank(BOB);
        balances.pauseIncoming(true);
        vm.prank(OWNER);
        balances.pauseIncoming(true);
    }

    function test_AcceptOwnership_WhenTheCallerIsNotThePendingOwner_RevertsOwnableUnauthorizedAccount()
        public
    {
        _nameBob();
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, ALICE));
        vm.prank(ALICE);
        balances.acceptOwnership();
    }

    function test_AcceptOwnership_WhenThePendingOwnerCalls_MakesTheCallerTheOwner() public {
        _nameBob();
        vm.prank(BOB);
        balances.acceptOwnership();
        vm.assertEq(balances.owner(), BOB, "owner");
        vm.assertEq(balances.pendingOwner(), address(0), "no owner is pending any more");
        _expectRole(OWNER);
        vm.prank(OWNER);
        balances.pauseIncoming(true);
        vm.prank(BOB);
        balances.pauseIncoming(true);
    }

    function test_RenounceOwnership_WhenTheCallerIsNotTheOwner_RevertsBalancesRole() public {
        _expectRole(ALICE);
        vm.prank(ALICE);
        balances.renounceOwnership();
    }

    /// @dev Not even what was announced before, and not through someone who was named before.
    function test_RenounceOwnership_WhenTheOwnerCalls_LeavesNoOneWithThosePowers() public {
        _nameBob();
        vm.startPrank(OWNER);
        balances.announce(abi.encodeCall(IBalancesOwner.setTreasurer, (BOB)));
        balances.renounceOwnership();
        vm.warp(NOW + DELAY);
        _expectRole(OWNER);
        balances.setTreasurer(BOB);
        vm.stopPrank();
        vm.assertEq(balances.owner(), address(0), "nobody");
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, BOB));
        vm.prank(BOB);
        balances.acceptOwnership();
    }

    function _nameBob() private {
        vm.prank(OWNER);
        balances.transferOwnership(BOB);
    }

    function _expectRole(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesRole.selector, account));
    }

    function _deployBare(address owner, address coin, address uptime) private returns (Balances) {
        IBalancesOwner.Settings memory settings;
        return new Balances(owner, coin, uptime, address(0), settings);
    }
}
