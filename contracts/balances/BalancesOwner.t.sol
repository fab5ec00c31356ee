// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IBalances} from "../interfaces/IBalances.sol";
import {MockAggregator} from "../mocks/MockAggregator.sol";
import {MockUsd} from "../mocks/MockUsd.sol";
import {Balances} from "./Balances.sol";
import {BalancesBase} from "./BalancesBase.t.sol";

/// @dev Construction and the owner's powers.
contract BalancesOwnerTest is BalancesBase {
    function test_constructor_announcesItsSettings() public {
        IBalances.AssetTerms[] memory assets = new IBalances.AssetTerms[](1);
        assets[0] = _ethTerms();
        IBalances.OperatorTerms[] memory operators = new IBalances.OperatorTerms[](1);
        operators[0] = IBalances.OperatorTerms(OPERATOR, CEILING);
        address uptime = address(0x5E9);

        vm.expectEmit();
        emit IBalances.AssetSet(ETH, address(feed), HEARTBEAT, 18, MIN_PRICE, MAX_PRICE, true);
        vm.expectEmit();
        emit IBalances.OperatorSet(OPERATOR, CEILING, true);
        Balances made = new Balances(OWNER, address(usd), uptime, assets, operators);

        vm.assertEq(made.owner(), OWNER, "owner");
        vm.assertEq(made.stable(), address(usd), "stable");
        vm.assertEq(made.sequencerFeed(), uptime, "sequencerFeed");
        (uint32 batch, , uint56 ceiling, bool enabled) = made.operatorOf(OPERATOR);
        vm.assertEq(batch, 0, "batch");
        vm.assertEq(ceiling, CEILING, "dailyCeiling");
        vm.assertEq(enabled, true, "enabled");
    }

    function test_constructor_needsNoAssetsAndNoOperators() public {
        Balances made = _deployBare(OWNER, address(usd));
        vm.expectRevert(abi.encodeWithSelector(IBalances.BalancesAsset.selector, ETH));
        vm.prank(ALICE);
        made.depositETH{value: 1 ether}(ALICE, 0, KEEP);
    }

    function test_constructor_refusesCoarseCoins() public {
        MockUsd coarse = new MockUsd(5);
        vm.expectRevert(IBalances.BalancesRange.selector);
        _deployBare(OWNER, address(coarse));
    }

    function test_constructor_needsAnOwner() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        _deployBare(address(0), address(usd));
    }

    function test_setAsset_listsTokens() public {
        IBalances.AssetTerms memory terms = _ethTerms();
        terms.asset = address(new MockUsd(8));
        vm.expectEmit(address(balances));
        emit IBalances.AssetSet(terms.asset, address(feed), HEARTBEAT, 8, MIN_PRICE, MAX_PRICE, true);
        vm.prank(OWNER);
        balances.setAsset(terms);
    }

    function test_setAsset_refusesBadTerms() public {
        IBalances.AssetTerms memory terms = _ethTerms();
        terms.asset = ALICE;
        _refuseAsset(terms, abi.encodeWithSelector(IBalances.BalancesAsset.selector, ALICE));

        bytes memory range = abi.encodeWithSelector(IBalances.BalancesRange.selector);
        terms = _ethTerms();
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

    function test_setOperator_refusesZero() public {
        vm.expectRevert(IBalances.BalancesRange.selector);
        vm.prank(OWNER);
        balances.setOperator(IBalances.OperatorTerms(address(0), 1));
    }

    function test_H9_settersAreTheOwnersAlone() public {
        bytes memory role = abi.encodeWithSelector(IBalances.BalancesRole.selector, ALICE);
        IBalances.AssetTerms memory terms = _ethTerms();
        vm.startPrank(ALICE);
        vm.expectRevert(role);
        balances.setAsset(terms);
        vm.expectRevert(role);
        balances.setOperator(IBalances.OperatorTerms(ALICE, CEILING));
        vm.expectRevert(role);
        balances.transferOwnership(ALICE);
    }

    function test_ownershipMovesInTwoSteps() public {
        vm.prank(OWNER);
        balances.transferOwnership(BOB);
        vm.assertEq(balances.owner(), OWNER, "still the old owner");
        vm.prank(BOB);
        balances.acceptOwnership();
        vm.assertEq(balances.owner(), BOB, "new owner");
        vm.expectRevert(abi.encodeWithSelector(IBalances.BalancesRole.selector, OWNER));
        vm.prank(OWNER);
        balances.setOperator(IBalances.OperatorTerms(OWNER, 1));
    }

    function _deployBare(address owner, address coin) private returns (Balances) {
        return
            new Balances(
                owner,
                coin,
                address(0),
                new IBalances.AssetTerms[](0),
                new IBalances.OperatorTerms[](0)
            );
    }

    function _refuseAsset(IBalances.AssetTerms memory terms, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(OWNER);
        balances.setAsset(terms);
    }
}
