// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {IBalancesEvents} from "../../interfaces/IBalancesEvents.sol";
import {IBalancesOwner} from "../../interfaces/IBalancesOwner.sol";
import {KeyWallet, Manner} from "../../mocks/MockSigners.sol";
import {MockSignersBase} from "../../mocks/test/MockSignersBase.t.sol";
import {BalancesSigning} from "./BalancesSigning.t.sol";

/// @dev Every kind of account on the four signatures that Balances checks itself: a withdrawal, a cap, a purchase and, as
/// issuer, a voucher.
contract BalancesSignersTest is BalancesSigning, MockSignersBase {
    uint256 private nextNonce;
    uint32 private nextSeq = 1;

    /// @dev One key, several wallets: what one wallet signed is nothing for another.
    function test_BalancesSigners_SignaturesNameTheirAccount() public {
        address first = address(new KeyWallet(signer));
        address second = address(new KeyWallet(signer));
        _fund(second);
        _depositStable(second, 100 * USD, KEEP);
        bytes memory signature = _signWithdraw(SIGNER_KEY, first, USD, BOB, 0, DEADLINE);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, second));
        balances.withdrawFor(second, USD, BOB, 0, DEADLINE, signature);

        _appoint(first);
        signature = _signCard(SIGNER_KEY, first, ALICE, 1, 5, _later());
        _appoint(second);
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, second));
        balances.syncCard(ALICE, 1, 5, _later(), signature);
    }

    function test_BalancesSigners_NoOneSignsForTheZeroAddress() public {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, address(0)));
        balances.withdrawFor(address(0), 0, BOB, 0, DEADLINE, new bytes(65));
    }

    /// @inheritdoc MockSignersBase
    function _try(address account, Manner manner, bool accepted) internal override {
        usd.mint(BOB, 100 * USD);
        vm.prank(BOB);
        balances.depositStable(100 * USD, account, KEEP);
        uint256 nonce = nextNonce;
        nextNonce += 3;
        bytes memory signature = _signBy(manner, _withdrawMessage(account, USD, BOB, nonce, DEADLINE));
        if (!accepted) _expectBadSignature(account);
        balances.withdrawFor(account, USD, BOB, nonce, DEADLINE, signature);

        (, , uint48 cap, , ) = balances.accountOf(account);
        signature = _signBy(manner, _setCapMessage(account, cap, cap + 1, nonce + 1, DEADLINE));
        if (!accepted) _expectBadSignature(account);
        balances.setCapFor(account, cap + 1, nonce + 1, DEADLINE, signature);

        signature = _signBy(manner, _purchaseMessage(account, 1, "ref", OPERATOR, nonce + 2));
        if (!accepted) _expectBadSignature(account);
        vm.prank(OPERATOR);
        balances.chargeBySig(account, 1, "ref", OPERATOR, nonce + 2, DEADLINE, signature);

        _appoint(account);
        signature = _signBy(manner, _cardMessage(account, ALICE, nextSeq, 5, _later()));
        if (!accepted) _expectBadSignature(account);
        balances.syncCard(ALICE, nextSeq, 5, _later(), signature);
        if (accepted) ++nextSeq;
        vm.warp(NOW);
    }

    function _signBy(Manner manner, bytes32 message) private view returns (bytes memory) {
        return _signAs(manner, _digestOf(message));
    }

    function _expectBadSignature(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IBalancesEvents.BalancesBadSignature.selector, account));
    }

    function _appoint(address issuer) private {
        IBalancesOwner.IssuerTerms memory terms = IBalancesOwner.IssuerTerms(
            issuer,
            CENTS_A_DAY,
            CENTS_A_DAY
        );
        _announceAndApply(abi.encodeCall(IBalancesOwner.setIssuer, (terms)));
    }

    function _later() private view returns (uint40) {
        return uint40(vm.getBlockTimestamp() + 1 hours);
    }
}
