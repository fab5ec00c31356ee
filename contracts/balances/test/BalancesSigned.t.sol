// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IBalances} from "../../interfaces/IBalances.sol";
import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {CallbackCoin} from "../../mocks/MockTokens.sol";
import {BalancesSigning} from "./BalancesSigning.t.sol";
import {Balances} from "../Balances.sol";

/// @dev What others bring for an account that signed it: `withdrawFor`, `setCapFor`, `chargeBySig`.
contract BalancesSignedTest is BalancesSigning {
    bytes32 private constant REF = keccak256("invoice 1");

    function setUp() public override {
        super.setUp();
        _depositStable(signer, 100 * USD, uint48(30 * USD));
    }

    /* withdrawFor */

    function test_WithdrawFor_WhenTheAccountSignedIt_SendsCoins() public {
        bytes memory signature = _signWithdraw(SIGNER_KEY, signer, 40 * USD, BOB, 7, DEADLINE);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Withdrawn(signer, BOB, 40 * USD, ((60 * USD) << 56) | ((30 * USD) << 112));
        balances.withdrawFor(signer, 40 * USD, BOB, 7, DEADLINE, signature);
        _checkAccount(signer, 0, 60 * USD, 30 * USD, 0);
        _checkTotals(60 * USD, 0);
        vm.assertEq(usd.balanceOf(BOB), 1_000_040 * USD, "coins out");
        vm.assertEq(balances.nonceUsed(signer, 7), true, "nonce");
        vm.assertEq(balances.nonceUsed(signer, 6), false, "another nonce");
    }

    function test_WithdrawFor_WhenTheDeadlineHasPassed_RevertsBalancesExpired() public {
        bytes memory signature = _signWithdraw(SIGNER_KEY, signer, USD, BOB, 0, DEADLINE);
        vm.warp(uint256(DEADLINE) + 1);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesExpired.selector, uint256(DEADLINE)));
        balances.withdrawFor(signer, USD, BOB, 0, DEADLINE, signature);
        vm.warp(DEADLINE);
        balances.withdrawFor(signer, USD, BOB, 0, DEADLINE, signature);
    }

    function test_WithdrawFor_WhenAnythingElseWasSigned_RevertsBalancesBadSignature() public {
        bytes memory good = _signWithdraw(SIGNER_KEY, signer, USD, BOB, 0, DEADLINE);
        _refuseWithdraw(ALICE, USD, BOB, 0, DEADLINE, good);
        _refuseWithdraw(signer, USD + 1, BOB, 0, DEADLINE, good);
        _refuseWithdraw(signer, USD, ALICE, 0, DEADLINE, good);
        _refuseWithdraw(signer, USD, BOB, 1, DEADLINE, good);
        _refuseWithdraw(signer, USD, BOB, 0, DEADLINE + 1, good);
        bytes memory other = _signWithdraw(OTHER_KEY, signer, USD, BOB, 0, DEADLINE);
        _refuseWithdraw(signer, USD, BOB, 0, DEADLINE, other);
    }

    function test_WithdrawFor_GivenAUsedNonce_RevertsBalancesNonce() public {
        bytes memory signature = _signWithdraw(SIGNER_KEY, signer, USD, BOB, 9, DEADLINE);
        balances.withdrawFor(signer, USD, BOB, 9, DEADLINE, signature);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNonce.selector, 9));
        balances.withdrawFor(signer, USD, BOB, 9, DEADLINE, signature);
        // One set of nonces serves all that can be signed.
        signature = _signSetCap(SIGNER_KEY, signer, uint48(30 * USD), 1, 9, DEADLINE);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNonce.selector, 9));
        balances.setCapFor(signer, 1, 9, DEADLINE, signature);
    }

    function test_WithdrawFor_WhenTheReceiverIsZeroOrBalances_RevertsBalancesReceiver() public {
        address[2] memory receivers = [address(0), address(balances)];
        for (uint256 i = 0; i < receivers.length; ++i) {
            bytes memory signature = _signWithdraw(SIGNER_KEY, signer, USD, receivers[i], 0, DEADLINE);
            vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesReceiver.selector, receivers[i]));
            balances.withdrawFor(signer, USD, receivers[i], 0, DEADLINE, signature);
        }
    }

    function test_WithdrawFor_WhenItIsMoreThanThePrincipal_RevertsBalancesShort() public {
        bytes memory signature = _signWithdraw(SIGNER_KEY, signer, 100 * USD + 1, BOB, 0, DEADLINE);
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesShort.selector, signer, 100 * USD + 1, 100 * USD)
        );
        balances.withdrawFor(signer, 100 * USD + 1, BOB, 0, DEADLINE, signature);
        vm.assertEq(balances.nonceUsed(signer, 0), false, "the nonce is not lost");
    }

    /// @dev A coin that calls back while it leaves can not leave again.
    function test_Mocks_CallbackLeavesOnceBySignature() public {
        CallbackCoin coin = new CallbackCoin();
        usd = coin;
        balances = _deploy(address(coin));
        _fund(signer);
        _depositStable(signer, 100 * USD, KEEP);
        coin.arm(address(balances), abi.encodeCall(IBalances.withdraw, (0, ALICE)));
        bytes memory signature = _signWithdraw(SIGNER_KEY, signer, USD, BOB, 0, DEADLINE);
        vm.expectRevert(
            abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector)
        );
        balances.withdrawFor(signer, USD, BOB, 0, DEADLINE, signature);
    }

    /* setCapFor */

    function test_SetCapFor_WhenTheAccountSignedIt_SetsTheCap() public {
        bytes memory signature = _signSetCap(SIGNER_KEY, signer, uint48(30 * USD), 5, 300, DEADLINE);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.CapSet(signer, 5);
        balances.setCapFor(signer, 5, 300, DEADLINE, signature);
        _checkAccount(signer, 0, 100 * USD, 5, 0);
    }

    function test_SetCapFor_WhenTheDeadlineHasPassed_RevertsBalancesExpired() public {
        bytes memory signature = _signSetCap(SIGNER_KEY, signer, uint48(30 * USD), 5, 0, DEADLINE);
        vm.warp(uint256(DEADLINE) + 1);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesExpired.selector, uint256(DEADLINE)));
        balances.setCapFor(signer, 5, 0, DEADLINE, signature);
    }

    function test_SetCapFor_WhenAnythingElseWasSigned_RevertsBalancesBadSignature() public {
        bytes memory good = _signSetCap(SIGNER_KEY, signer, uint48(30 * USD), 5, 0, DEADLINE);
        _refuseCap(ALICE, 5, 0, DEADLINE, good);
        _refuseCap(signer, 6, 0, DEADLINE, good);
        _refuseCap(signer, 5, 1, DEADLINE, good);
        _refuseCap(signer, 5, 0, DEADLINE + 1, good);
    }

    function test_SetCapFor_GivenAnotherCapThanWhenItWasSigned_RevertsBalancesBadSignature() public {
        bytes memory signature = _signSetCap(SIGNER_KEY, signer, uint48(30 * USD), 90, 0, DEADLINE);
        vm.prank(signer);
        balances.setCap(0);
        _refuseCap(signer, 90, 0, DEADLINE, signature);
    }

    function test_SetCapFor_GivenAUsedNonce_RevertsBalancesNonce() public {
        bytes memory signature = _signSetCap(SIGNER_KEY, signer, uint48(30 * USD), 5, 0, DEADLINE);
        balances.setCapFor(signer, 5, 0, DEADLINE, signature);
        vm.prank(signer);
        balances.setCap(uint48(30 * USD));
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNonce.selector, 0));
        balances.setCapFor(signer, 5, 0, DEADLINE, signature);
    }

    function test_SetCapFor_WhenTheCapIsTheSentinel_RevertsBalancesRange() public {
        bytes memory signature = _signSetCap(SIGNER_KEY, signer, uint48(30 * USD), KEEP, 0, DEADLINE);
        vm.expectRevert(IBalancesEvents.BalancesRange.selector);
        balances.setCapFor(signer, KEEP, 0, DEADLINE, signature);
    }

    /* chargeBySig */

    function test_ChargeBySig_WhenTheAccountSignedIt_TakesCreditThenPrincipalWhateverTheCap() public {
        _depositUsdOfEth(signer, 10 * USD, 0);
        bytes memory signature = _signPurchase(SIGNER_KEY, signer, uint56(40 * USD), REF, OPERATOR, 0);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Purchased(signer, OPERATOR, REF, 40 * USD, (70 * USD) << 56);
        vm.prank(OPERATOR);
        balances.chargeBySig(signer, uint56(40 * USD), REF, OPERATOR, 0, DEADLINE, signature);
        _checkAccount(signer, 0, 70 * USD, 0, 0);
        _checkTotals(70 * USD, 30 * USD);
        (, uint56 chargedToday, , ) = balances.operatorOf(OPERATOR);
        vm.assertEq(chargedToday, 0, "does not count for the ceiling");
    }

    function test_ChargeBySig_WhenTheCallerIsNotThePayee_RevertsBalancesRole() public {
        bytes memory signature = _signPurchase(SIGNER_KEY, signer, 1, REF, OPERATOR, 0);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesRole.selector, ALICE));
        vm.prank(ALICE);
        balances.chargeBySig(signer, 1, REF, OPERATOR, 0, DEADLINE, signature);
    }

    function test_ChargeBySig_GivenThePayeeIsNoEnabledOperator_RevertsBalancesRole() public {
        bytes memory signature = _signPurchase(SIGNER_KEY, signer, 1, REF, ALICE, 0);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesRole.selector, ALICE));
        vm.prank(ALICE);
        balances.chargeBySig(signer, 1, REF, ALICE, 0, DEADLINE, signature);
        vm.prank(OWNER);
        balances.disableOperator(OPERATOR);
        signature = _signPurchase(SIGNER_KEY, signer, 1, REF, OPERATOR, 0);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesRole.selector, OPERATOR));
        vm.prank(OPERATOR);
        balances.chargeBySig(signer, 1, REF, OPERATOR, 0, DEADLINE, signature);
    }

    function test_ChargeBySig_WhenTheDeadlineHasPassed_RevertsBalancesExpired() public {
        bytes memory signature = _signPurchase(SIGNER_KEY, signer, 1, REF, OPERATOR, 0);
        vm.warp(uint256(DEADLINE) + 1);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesExpired.selector, uint256(DEADLINE)));
        vm.prank(OPERATOR);
        balances.chargeBySig(signer, 1, REF, OPERATOR, 0, DEADLINE, signature);
    }

    function test_ChargeBySig_WhenAnythingElseWasSigned_RevertsBalancesBadSignature() public {
        bytes memory good = _signPurchase(SIGNER_KEY, signer, 1, REF, OPERATOR, 0);
        _refusePurchase(ALICE, 1, REF, 0, good);
        _refusePurchase(signer, 2, REF, 0, good);
        _refusePurchase(signer, 1, keccak256("invoice 2"), 0, good);
        _refusePurchase(signer, 1, REF, 1, good);
        _refusePurchase(signer, 1, REF, 0, _signPurchase(SIGNER_KEY, signer, 1, REF, ALICE, 0));
    }

    function test_ChargeBySig_GivenAUsedNonce_RevertsBalancesNonce() public {
        bytes memory signature = _signPurchase(SIGNER_KEY, signer, 1, REF, OPERATOR, 0);
        vm.startPrank(OPERATOR);
        balances.chargeBySig(signer, 1, REF, OPERATOR, 0, DEADLINE, signature);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNonce.selector, 0));
        balances.chargeBySig(signer, 1, REF, OPERATOR, 0, DEADLINE, signature);
    }

    function test_ChargeBySig_WhenTheBalanceDoesNotCoverIt_RevertsBalancesShort() public {
        uint56 amount = uint56(100 * USD + 1);
        bytes memory signature = _signPurchase(SIGNER_KEY, signer, amount, REF, OPERATOR, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesShort.selector, signer, amount, 100 * USD)
        );
        vm.prank(OPERATOR);
        balances.chargeBySig(signer, amount, REF, OPERATOR, 0, DEADLINE, signature);
    }

    /* purchase */

    function test_Purchase_WhenTheBalanceCoversIt_TakesCreditThenPrincipalWhateverTheCap() public {
        _depositUsdOfEth(signer, 10 * USD, 0);
        vm.startPrank(signer);
        balances.purchase(uint56(4 * USD), REF, OPERATOR);
        _checkAccount(signer, int256(6 * USD), 100 * USD, 0, 0);
        vm.expectEmit(address(balances));
        emit IBalancesEvents.Purchased(signer, OPERATOR, REF, 106 * USD, 0);
        balances.purchase(uint56(106 * USD), REF, OPERATOR);
        _checkAccount(signer, 0, 0, 0, 0);
        _checkTotals(0, 100 * USD);
    }

    function test_Purchase_GivenThePayeeIsNoEnabledOperator_RevertsBalancesRole() public {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesRole.selector, ALICE));
        vm.prank(signer);
        balances.purchase(1, REF, ALICE);
    }

    function test_Purchase_WhenTheBalanceDoesNotCoverIt_RevertsBalancesShort() public {
        _setWord(signer, -int56(int256(5 * USD)), uint56(100 * USD), 0, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IBalancesEvents.BalancesShort.selector, signer, 100 * USD + 1, 100 * USD)
        );
        vm.startPrank(signer);
        balances.purchase(uint56(100 * USD + 1), REF, OPERATOR);
        balances.purchase(uint56(100 * USD), REF, OPERATOR);
        _checkAccount(signer, -int256(5 * USD), 0, 0, 0);

        // To the last micro-dollar of credit.
        _setWord(signer, 1, uint56(100 * USD), 0, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IBalancesEvents.BalancesShort.selector,
                signer,
                100 * USD + 2,
                100 * USD + 1
            )
        );
        balances.purchase(uint56(100 * USD + 2), REF, OPERATOR);
        balances.purchase(uint56(100 * USD + 1), REF, OPERATOR);
        _checkAccount(signer, 0, 0, 0, 0);
    }

    /// @dev From the first micro-dollar on.
    function testFuzz_H2_WhatIsPaidFromPrincipalIsEarned(uint56 amount) public {
        amount = uint56(bound(amount, 0, 100 * USD - 1));
        vm.startPrank(signer);
        balances.purchase(1, REF, OPERATOR);
        _checkTotals(100 * USD - 1, 1);
        balances.purchase(amount, REF, OPERATOR);
        _checkTotals(100 * USD - 1 - amount, uint256(amount) + 1);
    }

    /* voidNonces */

    function test_VoidNonces_WhenAnyoneCalls_UsesUpTheCallersNoncesInTheMask() public {
        vm.expectEmit(address(balances));
        emit IBalancesEvents.NoncesVoided(signer, 1, 5);
        vm.prank(signer);
        balances.voidNonces(1, 5);
        vm.assertEq(balances.nonceUsed(signer, 256), true, "bit 0");
        vm.assertEq(balances.nonceUsed(signer, 257), false, "bit 1");
        vm.assertEq(balances.nonceUsed(signer, 258), true, "bit 2");
        vm.assertEq(balances.nonceUsed(ALICE, 256), false, "another's");
    }

    /* findings */

    /// @dev A lowered cap stays lowered: neither the old signature nor one that was never brought raises it.
    function test_H3_SignedCapsAreNotReplayed() public {
        bytes memory raise = _signSetCap(SIGNER_KEY, signer, uint48(30 * USD), uint48(90 * USD), 0, DEADLINE);
        bytes memory held = _signSetCap(SIGNER_KEY, signer, uint48(90 * USD), uint48(99 * USD), 1, DEADLINE);
        balances.setCapFor(signer, uint48(90 * USD), 0, DEADLINE, raise);
        vm.prank(signer);
        balances.setCap(uint48(30 * USD));
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNonce.selector, 0));
        balances.setCapFor(signer, uint48(90 * USD), 0, DEADLINE, raise);
        _refuseCap(signer, uint48(99 * USD), 1, DEADLINE, held);
    }

    /// @dev A withdrawal and a purchase happen once each, also beside direct ones of the same size.
    function test_H3_SignedMoneyMovesOnce() public {
        bytes memory out = _signWithdraw(SIGNER_KEY, signer, 10 * USD, signer, 0, DEADLINE);
        bytes memory paid = _signPurchase(SIGNER_KEY, signer, uint56(10 * USD), REF, OPERATOR, 1);
        vm.startPrank(signer);
        balances.withdraw(10 * USD, signer);
        balances.purchase(uint56(10 * USD), REF, OPERATOR);
        vm.stopPrank();
        vm.startPrank(OPERATOR);
        balances.withdrawFor(signer, 10 * USD, signer, 0, DEADLINE, out);
        balances.chargeBySig(signer, uint56(10 * USD), REF, OPERATOR, 1, DEADLINE, paid);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNonce.selector, 0));
        balances.withdrawFor(signer, 10 * USD, signer, 0, DEADLINE, out);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNonce.selector, 1));
        balances.chargeBySig(signer, uint56(10 * USD), REF, OPERATOR, 1, DEADLINE, paid);
        _checkAccount(signer, 0, 60 * USD, 30 * USD, 0);
    }

    /// @dev A signature can be taken back before its deadline.
    function test_Farcaster711_SignaturesCanBeVoided() public {
        bytes memory signature = _signWithdraw(SIGNER_KEY, signer, USD, BOB, 3, DEADLINE);
        vm.prank(signer);
        balances.voidNonces(0, 1 << 3);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesNonce.selector, 3));
        balances.withdrawFor(signer, USD, BOB, 3, DEADLINE, signature);
    }

    /// @dev Nothing that is signed for one chain, contract or purpose serves for another.
    function test_BalancesSigned_SignaturesBindChainAndContract() public {
        bytes memory signature = _signWithdraw(SIGNER_KEY, signer, USD, BOB, 0, DEADLINE);
        Balances first = balances;
        balances = _deploy(address(usd));
        _fund(signer);
        _depositStable(signer, USD, KEEP);
        _refuseWithdraw(signer, USD, BOB, 0, DEADLINE, signature);
        balances = first;
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        _refuseWithdraw(signer, USD, BOB, 0, DEADLINE, signature);
        vm.chainId(home);
        balances.withdrawFor(signer, USD, BOB, 0, DEADLINE, signature);
    }

    function test_Eip712Domain_ReturnsNameVersionChainAndContract() public view {
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chain,
            address verifier,
            ,

        ) = balances.eip712Domain();
        vm.assertEq(bytes32(fields), bytes32(hex"0f"), "fields");
        vm.assertEq(bytes(name), "Space Balances", "name");
        vm.assertEq(bytes(version), "1", "version");
        vm.assertEq(chain, block.chainid, "chainId");
        vm.assertEq(verifier, address(balances), "verifyingContract");
    }

    function _refuseWithdraw(
        address account,
        uint256 value,
        address to,
        uint256 nonce,
        uint40 deadline,
        bytes memory signature
    ) private {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, account));
        balances.withdrawFor(account, value, to, nonce, deadline, signature);
    }

    function _refuseCap(
        address account,
        uint48 cap,
        uint256 nonce,
        uint40 deadline,
        bytes memory signature
    ) private {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, account));
        balances.setCapFor(account, cap, nonce, deadline, signature);
    }

    function _refusePurchase(
        address account,
        uint56 amount,
        bytes32 ref,
        uint256 nonce,
        bytes memory signature
    ) private {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, account));
        vm.prank(OPERATOR);
        balances.chargeBySig(account, amount, ref, OPERATOR, nonce, DEADLINE, signature);
    }
}
